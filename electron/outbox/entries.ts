import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { restrictionSchema, timestampSchema } from '../../shared/session.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';

export const toldSchema = z.enum(['connected', 'disconnected']);
export type Told = z.infer<typeof toldSchema>;

const common = {
  /** Counts up: the order of the calls. */
  number: z.number().int().positive(),
  at: timestampSchema,
  tenantId: tenantIdSchema,
  /** The same at every attempt, so that the backend can tell a repeated call. Entries of older versions have none. */
  id: z.string().default(() => randomUUID()),
};
/** As a status has it; `until` in ISO 8601. */
const toldRestrictionSchema = restrictionSchema.extend({ until: z.string().optional() });
export type ToldRestriction = z.infer<typeof toldRestrictionSchema>;

export const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('status'),
    body: z.object({
      tenant_id: tenantIdSchema,
      status: toldSchema,
      reason: z.string(),
      restriction: toldRestrictionSchema.optional(),
    }),
  }),
  z.object({
    ...common,
    kind: z.literal('incoming'),
    body: z.object({
      tenantId: tenantIdSchema,
      payload: z.object({ type: z.string(), messages: z.array(z.unknown()) }),
    }),
  }),
]);
/** A call to the backend that has not been made yet. */
export type OutboxEntry = z.infer<typeof entrySchema>;
