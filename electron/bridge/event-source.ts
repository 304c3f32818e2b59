import type { JournalEntry } from '../../shared/journal.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { BridgeEvent, EventStreams } from './event-streams.ts';
import type { Grant } from './grant.ts';
import type { StatusBook } from './status-book.ts';
import { iso, journalLineOf, restrictionOf, withoutForeign } from './status.ts';

/** Turns a change of a tenant into events: one each for its status, its QR and its restriction. */
export interface EventSource {
  changed(tenantId: TenantId, snapshot: SessionSnapshot | undefined): void;
  /** Another service tells of this tenant from here on. */
  forget(tenantId: TenantId): void;
  failed(entry: JournalEntry): void;
}

/** What the readers know of a tenant. */
interface Told {
  readonly status: string;
  readonly qr: string | undefined;
  /** The data of a `restriction` event. */
  readonly restricted: string;
}

function statusEvent(tenantId: TenantId, book: StatusBook, sees: Grant['sees']): string {
  return `{"tenantId":"${tenantId}",${book.written(tenantId, sees).slice(1)}`;
}

/** Where a tenant stands: written twice where that names another tenant, with it, and for readers who must not see that one. */
export function standingOf(tenantId: TenantId, book: StatusBook, holder: TenantId | undefined): BridgeEvent {
  const data = statusEvent(tenantId, book, seesAll);
  if (holder === undefined) return { type: 'status', tenantId, data };
  return {
    type: 'status',
    tenantId,
    data,
    beside: { tenantId: holder, dataWithout: statusEvent(tenantId, book, seesNoOther) },
  };
}

const seesAll = () => true;
const seesNoOther = () => false;

export function createEventSource({
  book,
  streams,
  epochOf = () => undefined,
}: {
  readonly book: StatusBook;
  readonly streams: Pick<EventStreams, 'publish'>;
  readonly epochOf?: ((tenantId: TenantId) => bigint | undefined) | undefined;
}): EventSource {
  const told = new Map<TenantId, Told>();

  function tell(event: BridgeEvent): void {
    const epoch = epochOf(event.tenantId);
    streams.publish(epoch === undefined ? event : { ...event, epoch });
  }

  return {
    forget: (tenantId) => void told.delete(tenantId),
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
        tell(standingOf(tenantId, book, holder));
      }
      const isNews = before === undefined ? restriction !== null : restricted !== before.restricted;
      if (isNews) tell({ type: 'restriction', tenantId, data: restricted });
      if (qr === undefined || qr.text === before?.qr) return;
      const { text: qrText, issuedAt, expiresAt } = qr;
      const data = JSON.stringify({ tenantId, qrText, issuedAt: iso(issuedAt), expiresAt: iso(expiresAt) });
      tell({ type: 'qr', tenantId, data });
    },
    failed: (entry) => {
      const { tenantId, failure } = entry;
      const line = (sees: Grant['sees']) => JSON.stringify({ tenantId, ...journalLineOf(withoutForeign(entry, sees)) });
      const { holder } = failure;
      const beside = holder === undefined ? {} : { beside: { tenantId: holder, dataWithout: line(seesNoOther) } };
      tell({ type: 'failure', tenantId, data: line(seesAll), ...beside });
    },
  };
}
