import type { JournalEntry } from '../../shared/journal.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { EventStreams, EventType } from './event-streams.ts';
import type { Grant } from './grant.ts';
import type { StatusBook } from './status-book.ts';
import { iso, journalLineOf, restrictionOf, withoutForeign } from './status.ts';

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

export function statusEvent(tenantId: TenantId, book: StatusBook, sees: Grant['sees']): string {
  return `{"tenantId":"${tenantId}",${book.written(tenantId, sees).slice(1)}`;
}

const seesAll = () => true;
const seesNoOther = () => false;

export function createEventSource({
  book,
  streams,
}: {
  readonly book: StatusBook;
  readonly streams: Pick<EventStreams, 'publish'>;
}): EventSource {
  const told = new Map<TenantId, Told>();

  /** Written twice where the event names another tenant: with it, and for readers who must not see that one. */
  function publish(
    { type, tenantId, holder }: { type: EventType; tenantId: TenantId; holder?: TenantId | undefined },
    write: (sees: Grant['sees']) => string,
  ): void {
    const beside = holder === undefined ? {} : { beside: { tenantId: holder, dataWithout: write(seesNoOther) } };
    streams.publish({ type, tenantId, data: write(seesAll), ...beside });
  }

  return {
    changed(tenantId, snapshot) {
      const before = told.get(tenantId);
      const status = book.lasting(tenantId);
      const { qr } = snapshot ?? {};
      const restriction = snapshot?.restriction === undefined ? null : restrictionOf(snapshot.restriction);
      const restricted = JSON.stringify({ tenantId, restriction });
      if (snapshot === undefined) told.delete(tenantId);
      else told.set(tenantId, { status, qr: qr?.text, restricted });
      if (status !== before?.status) {
        const holder = snapshot?.failure?.holder;
        publish({ type: 'status', tenantId, holder }, (sees) => statusEvent(tenantId, book, sees));
      }
      const isNews = before === undefined ? restriction !== null : restricted !== before.restricted;
      if (isNews) publish({ type: 'restriction', tenantId }, () => restricted);
      if (qr === undefined || qr.text === before?.qr) return;
      const { text: qrText, issuedAt, expiresAt } = qr;
      const data = JSON.stringify({ tenantId, qrText, issuedAt: iso(issuedAt), expiresAt: iso(expiresAt) });
      publish({ type: 'qr', tenantId }, () => data);
    },
    failed: (entry) => {
      const { tenantId } = entry;
      const line = (sees: Grant['sees']) => ({ tenantId, ...journalLineOf(withoutForeign(entry, sees)) });
      publish({ type: 'failure', tenantId, holder: entry.failure.holder }, (sees) => JSON.stringify(line(sees)));
    },
  };
}
