import type { TenantId } from '../../../shared/tenant.ts';
import type { OutboxEntry } from '../../outbox/entries.ts';

/** What calls to the backend are about. Each kind has its own lane for each tenant. */
export type CallKind = OutboxEntry['kind'];
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
