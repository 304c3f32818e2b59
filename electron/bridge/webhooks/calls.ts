import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { timestampSchema } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';

export const toldSchema = z.enum(['connected', 'disconnected']);
export type Told = z.infer<typeof toldSchema>;

/** What calls to the backend are about. Each kind has its own lane for each tenant. */
export const callKinds = ['status', 'incoming'] as const;
export type CallKind = (typeof callKinds)[number];

const common = {
  /** Counts up. The order of the calls, and the name of the file. */
  number: z.number().int().positive(),
  at: timestampSchema,
  tenantId: tenantIdSchema,
  /** The same at every attempt, so that the backend can tell a repeated call. Files of older versions have none. */
  id: z.string().default(() => randomUUID()),
};
export const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('status'),
    body: z.object({ tenant_id: tenantIdSchema, status: toldSchema, reason: z.string() }),
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
export type IncomingEntry = OutboxEntry & { readonly kind: 'incoming' };

/** Calls of one lane are made one after the other. */
export interface Lane {
  readonly tenantId: TenantId;
  readonly kind: CallKind;
}

export function laneKey({ tenantId, kind }: Lane): string {
  return `${kind} ${tenantId}`;
}

/** Characters of JSON that one call with messages may have. A single longer message makes a separate call. */
export const longestCall = 256 * 1024;
