import { z } from 'zod';

import { expectedNumberProblem, tenantIdProblem, tenantNameProblem } from './tenant-rules.ts';

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

/** The number that staff expect to be linked. */
export const expectedNumberSchema = z
  .string()
  .refine((number) => expectedNumberProblem(number) === undefined, { message: 'not a number' });

/** What it takes to add a tenant. */
export const newTenantSchema = z.object({
  tenantId: tenantIdSchema,
  name: tenantNameSchema,
  expectedNumber: expectedNumberSchema.optional(),
});
export type NewTenant = z.infer<typeof newTenantSchema>;

/** A tenant that was set aside and can be brought back until `keptUntil`. Times are epoch milliseconds. */
export const removedTenantSchema = z.object({
  id: tenantIdSchema,
  name: tenantNameSchema,
  removedAt: z.number().int().nonnegative(),
  keptUntil: z.number().int().nonnegative(),
});
export type RemovedTenant = z.infer<typeof removedTenantSchema>;
