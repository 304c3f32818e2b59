import { z } from 'zod';

import { proxyProblem } from './proxy-rules.ts';
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

/** A proxy for one tenant: `http://user:password@host:port`, also `https:` and `socks5:`. */
export const proxySchema = z.string().refine((text) => proxyProblem(text) === undefined, { message: 'not a proxy' });

/** What it takes to add a tenant. */
export const newTenantSchema = z.object({
  tenantId: tenantIdSchema,
  name: tenantNameSchema,
  expectedNumber: expectedNumberSchema.optional(),
  /** A separate proxy, with user name and password where it wants them. */
  proxy: proxySchema.optional(),
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
