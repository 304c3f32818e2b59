import { z } from 'zod';

import { tenantIdProblem, tenantNameProblem } from './tenant-rules.ts';

export const tenantIdSchema = z
  .string()
  .refine((id) => tenantIdProblem(id) === undefined, { message: 'not a tenant id' })
  .brand<'TenantId'>();
export type TenantId = z.infer<typeof tenantIdSchema>;

/** What staff call the tenant. */
export const tenantNameSchema = z
  .string()
  .trim()
  .refine((name) => tenantNameProblem(name) === undefined, { message: 'not a tenant name' });
