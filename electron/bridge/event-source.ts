import type { JournalEntry } from '../../shared/journal.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { EventStreams } from './event-streams.ts';
import type { StatusBook } from './status-book.ts';
import { iso, journalLineOf, restrictionOf } from './status.ts';

/** Turns a change of a tenant into events: one each for its status, its QR and its restriction. */
export interface EventSource {
  changed(tenantId: TenantId, snapshot: SessionSnapshot | undefined): void;
  failed(entry: JournalEntry): void;
}

/** What the readers know of a tenant. */
interface Told {
  readonly status: string;
  readonly qr: string | undefined;
  /** The data of a `restriction` event. */
  readonly restricted: string;
}

export function statusEvent(tenantId: TenantId, book: StatusBook): string {
  return `{"tenantId":"${tenantId}",${book.written(tenantId).slice(1)}`;
}

export function createEventSource({
  book,
  streams,
}: {
  readonly book: StatusBook;
  readonly streams: Pick<EventStreams, 'publish'>;
}): EventSource {
  const told = new Map<TenantId, Told>();
  return {
    changed(tenantId, snapshot) {
      const before = told.get(tenantId);
      const status = book.lasting(tenantId);
      const { qr } = snapshot ?? {};
      const restriction = snapshot?.restriction === undefined ? null : restrictionOf(snapshot.restriction);
      const restricted = JSON.stringify({ tenantId, restriction });
      if (snapshot === undefined) told.delete(tenantId);
      else told.set(tenantId, { status, qr: qr?.text, restricted });
      if (status !== before?.status) streams.publish('status', statusEvent(tenantId, book));
      const isNews = before === undefined ? restriction !== null : restricted !== before.restricted;
      if (isNews) streams.publish('restriction', restricted);
      if (qr === undefined || qr.text === before?.qr) return;
      const { text: qrText, issuedAt, expiresAt } = qr;
      const data = { tenantId, qrText, issuedAt: iso(issuedAt), expiresAt: iso(expiresAt) };
      streams.publish('qr', JSON.stringify(data));
    },
    failed: (entry) =>
      streams.publish('failure', JSON.stringify({ tenantId: entry.tenantId, ...journalLineOf(entry) })),
  };
}
