import type { TenantView } from '../../shared/console.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import { iso, liveQrOf, neverStarted, statusOf } from './status.ts';
import { type WireStatus, statusSchema } from './wire.ts';

/** Every tenant's status as JSON. It is written once per change, however many clients poll it. */
export interface StatusBook {
  of(tenantId: TenantId): WireStatus;
  /** The same as JSON. */
  written(tenantId: TenantId): string;
  /** The JSON's members without `timestamp` and `lastSeenAt`: what stays the same while nothing changes. */
  lasting(tenantId: TenantId): string;
  /** A tenant's view has changed. */
  forget(tenantId: TenantId): void;
}

const bodySchema = statusSchema.omit({ timestamp: true, lastSeenAt: true });

export function createStatusBook(options: {
  readonly viewOf: (tenantId: TenantId) => Pick<TenantView, 'session' | 'lastSeenAt'> | undefined;
  readonly clock: Clock;
}): StatusBook {
  const { viewOf, clock } = options;
  const pages = new Map<TenantId, { readonly json: string; readonly until: number }>();
  const unknown = write(neverStarted);
  let lastTime = { at: NaN, text: '' };

  function write(snapshot: SessionSnapshot): string {
    // Parsed, so that every answer keeps to its schema. Without the opening brace: the times go in front.
    return JSON.stringify(bodySchema.parse(statusOf(snapshot, clock.now()))).slice(1);
  }

  /** Many clients ask within one millisecond. */
  function timestamp(): string {
    const at = clock.now();
    if (at !== lastTime.at) lastTime = { at, text: iso(at) };
    return lastTime.text;
  }

  function lasting(tenantId: TenantId): string {
    const now = clock.now();
    const page = pages.get(tenantId);
    if (page !== undefined && now < page.until) return page.json;
    const snapshot = viewOf(tenantId)?.session;
    if (snapshot === undefined) return unknown;
    const json = write(snapshot);
    // A QR expires without an event.
    pages.set(tenantId, { json, until: liveQrOf(snapshot, now)?.expiresAt ?? Infinity });
    return json;
  }

  return {
    of(tenantId) {
      const { session = neverStarted, lastSeenAt } = viewOf(tenantId) ?? {};
      return { timestamp: iso(clock.now()), ...seen(lastSeenAt), ...statusOf(session, clock.now()) };
    },
    written(tenantId) {
      const lastSeenAt = viewOf(tenantId)?.lastSeenAt;
      const seenAt = lastSeenAt === undefined ? '' : `"lastSeenAt":"${iso(lastSeenAt)}",`;
      return `{"timestamp":"${timestamp()}",${seenAt}${lasting(tenantId)}`;
    },
    lasting,
    forget: (tenantId) => void pages.delete(tenantId),
  };
}

function seen(lastSeenAt: number | undefined): Pick<WireStatus, 'lastSeenAt'> {
  return lastSeenAt === undefined ? {} : { lastSeenAt: iso(lastSeenAt) };
}
