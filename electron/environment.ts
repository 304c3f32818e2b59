import { z } from 'zod';

/** Another endpoint is for practice and tests, so it lies on this machine: nothing else may pose as WhatsApp. */
const loopbackUrl = z.url({ protocol: /^ws$/, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/ });

const desktopSchema = z.object({
  /** The folder for everything the program keeps, in place of the system's own. */
  PAIRING_CONSOLE_USER_DATA: z.string().min(1).optional(),
  /** Vite's development server; unpackaged programs only. */
  PAIRING_CONSOLE_DEV_SERVER: z.url({ protocol: /^http$/ }).optional(),
  WHATSAPP_URL: loopbackUrl.optional(),
});
export type DesktopEnvironment = z.infer<typeof desktopSchema>;

/** What the environment asks of the desktop program. Throws with the name of a variable that cannot be used. */
export function readDesktopEnvironment(env: Readonly<Record<string, string | undefined>>): DesktopEnvironment {
  const read = desktopSchema.safeParse(env);
  if (read.success) return read.data;
  const names = read.error.issues.map(({ path }) => path.join('.'));
  throw new Error(`This environment variable cannot be used: ${names.join(', ')}`);
}
