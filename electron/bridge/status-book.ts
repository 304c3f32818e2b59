import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import { iso, liveQrOf, neverStarted, statusOf } from './status.ts';
import { type WireStatus, statusSchema } from './wire.ts';

/** Every tenant's status, written down once per change however often it is asked for. */
export interface StatusBook {
  of(tenantId: TenantId): WireStatus;
  /** The same as JSON. */
  written(tenantId: TenantId): string;
  /** The JSON's members without the time of asking: what stays the same while nothing changes. */
  lasting(tenantId: TenantId): string;
  /** A tenant's view has changed. */
  forget(tenantId: TenantId): void;
}

const bodySchema = statusSchema.omit({ timestamp: true });

export function createStatusBook(options: {
  readonly snapshotOf: (tenantId: TenantId) => SessionSnapshot | undefined;
  readonly clock: Clock;
}): StatusBook {
  const { snapshotOf, clock } = options;
  const pages = new Map<TenantId, { readonly json: string; readonly until: number }>();
  const unknown = write(neverStarted);
  let lastTime = { at: NaN, text: '' };

  function write(snapshot: SessionSnapshot): string {
    // Parsed, so that no answer can leave its own schema; without the opening brace, so that a time can stand in front.
    return JSON.stringify(bodySchema.parse(statusOf(snapshot, clock.now()))).slice(1);
  }

  /** Many ask within one millisecond. */
  function timestamp(): string {
    const at = clock.now();
    if (at !== lastTime.at) lastTime = { at, text: iso(at) };
    return lastTime.text;
  }

  function lasting(tenantId: TenantId): string {
    const now = clock.now();
    const page = pages.get(tenantId);
    if (page !== undefined && now < page.until) return page.json;
    const snapshot = snapshotOf(tenantId);
    if (snapshot === undefined) return unknown;
    const json = write(snapshot);
    // A QR dies without an event.
    pages.set(tenantId, { json, until: liveQrOf(snapshot, now)?.expiresAt ?? Infinity });
    return json;
  }

  return {
    of: (tenantId) => ({ timestamp: iso(clock.now()), ...statusOf(snapshotOf(tenantId) ?? neverStarted, clock.now()) }),
    written: (tenantId) => `{"timestamp":"${timestamp()}",${lasting(tenantId)}`,
    lasting,
    forget: (tenantId) => void pages.delete(tenantId),
  };
}
