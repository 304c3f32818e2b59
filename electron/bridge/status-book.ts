import type { TenantView } from '../../shared/console.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Grant } from './grant.ts';
import { iso, liveQrOf, neverStarted, statusOf, withoutForeign } from './status.ts';
import { type WireStatus, statusSchema } from './wire.ts';

type Sees = Grant['sees'];

/**
 * Every tenant's status as JSON. It is written once per change, however many clients poll it; anew only for a caller who
 * must not see the other tenant that it names.
 */
export interface StatusBook {
  of(tenantId: TenantId, sees: Sees): WireStatus;
  /** The same as JSON. */
  written(tenantId: TenantId, sees: Sees): string;
  /** The JSON's members without `timestamp` and `lastSeenAt`: what stays the same while nothing changes. */
  lasting(tenantId: TenantId): string;
  /** As `written` for the secret, with its length in bytes, of a tenant that was read before and has not changed since. */
  page(tenantId: string): { readonly json: string; readonly bytes: number } | undefined;
  /** The tenant's member of the list of all, as JSON; `undefined`: there is no such tenant. */
  entry(tenantId: TenantId, sees: Sees): string | undefined;
  /** A tenant's view has changed. */
  forget(tenantId: TenantId): void;
}

/** What is written once per change. */
interface Page {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly lasting: string;
  readonly bytes: number;
  /** The other tenant that it names. */
  readonly holder: TenantId | undefined;
  /** Epoch ms. A QR expires without an event. */
  readonly until: number;
  seenAt: number | undefined;
  /** The member `lastSeenAt` of that moment. */
  seen: string;
}

const bodySchema = statusSchema.omit({ timestamp: true, lastSeenAt: true });

export function createStatusBook(options: {
  readonly viewOf: (tenantId: TenantId) => Pick<TenantView, 'name' | 'session' | 'lastSeenAt'> | undefined;
  /** The view's `lastSeenAt`, which changes without an event. */
  readonly lastSeenAt: (tenantId: TenantId) => number | undefined;
  readonly clock: Clock;
}): StatusBook {
  const { viewOf, lastSeenAt, clock } = options;
  const pages = new Map<string, Page>();
  const unknown = write(neverStarted);
  let lastTime = { at: NaN, text: '' };

  function write(snapshot: SessionSnapshot): string {
    // Parsed, so that every answer keeps to its schema. Without the opening brace: the times go in front.
    return JSON.stringify(bodySchema.parse(statusOf(snapshot, clock.now()))).slice(1);
  }

  /** Many clients ask within one millisecond. */
  function timestamp(now: number): string {
    if (now !== lastTime.at) lastTime = { at: now, text: `{"timestamp":"${iso(now)}",` };
    return lastTime.text;
  }

  /** The part in front of what lasts. */
  function times(page: Page, now: number): string {
    const seenAt = lastSeenAt(page.tenantId);
    if (seenAt !== page.seenAt) {
      page.seenAt = seenAt;
      page.seen = seenAt === undefined ? '' : `"lastSeenAt":"${iso(seenAt)}",`;
    }
    return timestamp(now) + page.seen;
  }

  function pageOf(tenantId: TenantId, now: number): Page | undefined {
    const known = pages.get(tenantId);
    if (known !== undefined && now < known.until) return known;
    const view = viewOf(tenantId);
    if (view === undefined) return undefined;
    const lasting = write(view.session);
    const page: Page = {
      tenantId,
      name: view.name,
      lasting,
      bytes: Buffer.byteLength(lasting),
      holder: view.session.failure?.holder,
      until: liveQrOf(view.session, now)?.expiresAt ?? Infinity,
      seenAt: undefined,
      seen: '',
    };
    pages.set(tenantId, page);
    return page;
  }

  function lastingFor({ tenantId, holder, lasting }: Page, sees: Sees): string {
    const session = holder === undefined || sees(holder) ? undefined : viewOf(tenantId)?.session;
    return session === undefined ? lasting : write(withoutForeign(session, sees));
  }

  function written(page: Page | undefined, now: number, sees: Sees): string {
    return page === undefined ? timestamp(now) + unknown : times(page, now) + lastingFor(page, sees);
  }

  return {
    of(tenantId, sees) {
      const { session = neverStarted, lastSeenAt: seenAt } = viewOf(tenantId) ?? {};
      const now = clock.now();
      return { timestamp: iso(now), ...seen(seenAt), ...statusOf(withoutForeign(session, sees), now) };
    },
    written(tenantId, sees) {
      const now = clock.now();
      return written(pageOf(tenantId, now), now, sees);
    },
    lasting: (tenantId) => pageOf(tenantId, clock.now())?.lasting ?? unknown,
    page(tenantId) {
      const page = pages.get(tenantId);
      const now = clock.now();
      if (page === undefined || now >= page.until) return undefined;
      const head = times(page, now);
      // Times are ASCII.
      return { json: head + page.lasting, bytes: head.length + page.bytes };
    },
    entry(tenantId, sees) {
      const now = clock.now();
      const page = pageOf(tenantId, now);
      if (page === undefined) return undefined;
      return `{"tenantId":"${tenantId}","name":${JSON.stringify(page.name)},"status":${written(page, now, sees)}}`;
    },
    forget: (tenantId) => void pages.delete(tenantId),
  };
}

function seen(lastSeenAt: number | undefined): Pick<WireStatus, 'lastSeenAt'> {
  return lastSeenAt === undefined ? {} : { lastSeenAt: iso(lastSeenAt) };
}
