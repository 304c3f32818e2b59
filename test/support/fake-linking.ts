import { systemClock } from '../../electron/clock/system-clock.ts';
import { type LinkingQueue, createLinkingQueue } from '../../electron/pairing/linking-queue.ts';
import type { SharedCode } from '../../electron/pairing/shared-code.ts';
import type { TenantView } from '../../shared/console.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { LinkingState, UnassignedLink } from '../../shared/linking.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { SessionSnapshot } from '../../shared/session.ts';

/** The real queue of linking mode over a fake console's tenants. */
export function createFakeLinking(parts: {
  readonly find: (tenantId: string) => TenantView | undefined;
  readonly start: (tenantId: string) => Result<null, CommandError>;
  readonly stop: (tenantId: string) => void;
  readonly onChange: (state: LinkingState | null) => void;
}): LinkingQueue {
  const queue = createLinkingQueue({
    registry: {
      view: parts.find,
      start(tenantId) {
        const { phase } = parts.find(tenantId)?.session ?? { phase: 'idle' };
        const runs = phase !== 'idle' && phase !== 'stopped';
        return Promise.resolve(runs || parts.start(tenantId).ok ? ok() : err({ code: 'unknown-tenant' }));
      },
      attemptsPause: () => undefined,
      sharedCode: createFakeSharedCode(() => queue.sharedChanged()),
      disconnect: (tenantId) => {
        parts.stop(tenantId);
        return Promise.resolve(ok({ loggedOut: true }));
      },
    },
    onChange: parts.onChange,
    clock: systemClock,
    fail: (error) => {
      throw error;
    },
  });
  return queue;
}

/** A code of no tenant, at once. */
export function createFakeSharedCode(onChange: () => void): SharedCode {
  let session: SessionSnapshot = { phase: 'idle', since: 0, evidence: {} };
  const become = (next: SessionSnapshot) => {
    session = next;
    onChange();
  };
  const show = () => {
    const since = Date.now();
    const qr = { text: 'https://wa.me/settings/linked_devices#shared', issuedAt: since, expiresAt: since + 60_000 };
    become({ phase: 'awaiting-scan', since, evidence: {}, qr });
  };
  return {
    start: show,
    renew: show,
    stop() {
      become({ phase: 'idle', since: Date.now(), evidence: {} });
      return Promise.resolve();
    },
    networkChanged: () => undefined,
    way: () => undefined,
    portalSeen: () => undefined,
    snapshot: () => session,
  };
}

/** Links that wait for a tenant, and do not change. */
export function fakeUnassigned(links: readonly UnassignedLink[] = []): Handlers<Contract>['unassigned'] {
  return {
    state: () => Promise.resolve(ok([...links])),
    assign: () => Promise.resolve(ok(null)),
    refuse: () => Promise.resolve(ok({ loggedOut: true })),
  };
}
