import type { JournalEntry } from '../../shared/journal.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { EventStreams } from './event-streams.ts';
import type { StatusBook } from './status-book.ts';
import { iso, journalLineOf } from './status.ts';

/** Turns "this tenant changed" into events, one for each thing that a backend could see change. */
export interface EventSource {
  changed(tenantId: TenantId, snapshot: SessionSnapshot | undefined): void;
  failed(entry: JournalEntry): void;
}

export function statusEvent(tenantId: TenantId, book: StatusBook): string {
  return `{"tenantId":"${tenantId}",${book.written(tenantId).slice(1)}`;
}

export function createEventSource({
  book,
  streams,
}: {
  readonly book: StatusBook;
  readonly streams: EventStreams;
}): EventSource {
  const told = new Map<TenantId, { readonly status: string; readonly qr: string | undefined }>();
  return {
    changed(tenantId, snapshot) {
      const before = told.get(tenantId);
      const status = book.lasting(tenantId);
      const qr = snapshot?.qr;
      if (snapshot === undefined) told.delete(tenantId);
      else told.set(tenantId, { status, qr: qr?.text });
      if (status !== before?.status) streams.publish('status', statusEvent(tenantId, book));
      if (qr === undefined || qr.text === before?.qr) return;
      const { text: qrText, issuedAt, expiresAt } = qr;
      const data = { tenantId, qrText, issuedAt: iso(issuedAt), expiresAt: iso(expiresAt) };
      streams.publish('qr', JSON.stringify(data));
    },
    failed: (entry) =>
      streams.publish('failure', JSON.stringify({ tenantId: entry.tenantId, ...journalLineOf(entry) })),
  };
}
