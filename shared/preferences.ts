import { z } from 'zod';

/** What the person at the workstation chose. `system` follows the operating system. */
export const preferencesSchema = z.object({
  language: z.enum(['system', 'en', 'he']),
  theme: z.enum(['system', 'light', 'dark']),
});
export type Preferences = z.infer<typeof preferencesSchema>;
