import { z } from 'zod';

import { tenantIdProblem } from './tenant-id.ts';

// The rule lives in a file without a schema, so that the window need not ship zod to use it.
export { tenantIdProblem } from './tenant-id.ts';
export type { TenantIdProblem } from './tenant-id.ts';

export const tenantIdSchema = z
  .string()
  .refine((id) => tenantIdProblem(id) === undefined, { message: 'not a tenant id' })
  .brand<'TenantId'>();
export type TenantId = z.infer<typeof tenantIdSchema>;

/** What staff call the tenant. Any text that can be read on one line. */
export const tenantNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u, 'no control characters');
