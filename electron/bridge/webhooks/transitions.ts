import { type Phase, type SessionSnapshot, isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Told } from '../../outbox/entries.ts';
import type { Clock } from '../../pairing/ports.ts';

/** A state that nothing is going to mend by itself is told after this long, in ms. */
const settleMs = 1_000;

/** Where a link that was there may come back without anybody's help. */
const mayComeBack: ReadonlySet<Phase> = new Set(['connecting', 'restarting', 'verifying', 'reconnecting']);

export function stateOf(snapshot: SessionSnapshot | undefined): Told {
  return snapshot !== undefined && isConnected(snapshot) ? 'connected' : 'disconnected';
}

/** Why a tenant is connected or not, for the backend. */
export function reasonOf(snapshot: SessionSnapshot | undefined): string {
  if (stateOf(snapshot) === 'connected') return 'connected';
  return snapshot?.failure?.cause ?? snapshot?.phase ?? 'removed';
}

export interface Transitions {
  /** This tenant's state may have changed. */
  look(tenantId: TenantId): void;
  /** Nothing is told of what was found so far. */
  forget(tenantId: TenantId): void;
  close(): void;
}

/** Finds out which changes last: calls `tell` once for each, and for none that ends within its time. */
export function watchTransitions(options: {
  readonly snapshotOf: (tenantId: TenantId) => SessionSnapshot | undefined;
  /** What the backend was told last. */
  readonly told: (tenantId: TenantId) => Told;
  readonly tell: (tenantId: TenantId, snapshot: SessionSnapshot | undefined) => void;
  /** How long a lost link may take to come back before the backend is told, in ms. */
  readonly flapMs: () => number;
  readonly clock: Clock;
}): Transitions {
  const { snapshotOf, told, tell, flapMs, clock } = options;
  const waiting = new Map<TenantId, { readonly since: number; readonly dueAt: number; readonly cancel: () => void }>();

  function windowOf(snapshot: SessionSnapshot | undefined): number {
    return snapshot !== undefined && mayComeBack.has(snapshot.phase) ? flapMs() : Math.min(settleMs, flapMs());
  }

  function forget(tenantId: TenantId): void {
    waiting.get(tenantId)?.cancel();
    waiting.delete(tenantId);
  }

  return {
    forget,
    look(tenantId) {
      const snapshot = snapshotOf(tenantId);
      if (stateOf(snapshot) === told(tenantId)) {
        forget(tenantId);
        return;
      }
      const { since = clock.now(), dueAt: before } = waiting.get(tenantId) ?? {};
      const dueAt = since + windowOf(snapshot);
      if (dueAt === before) return;
      forget(tenantId);
      const cancel = clock.after(Math.max(0, dueAt - clock.now()), () => {
        waiting.delete(tenantId);
        tell(tenantId, snapshotOf(tenantId));
      });
      waiting.set(tenantId, { since, dueAt, cancel });
    },
    close() {
      for (const tenantId of [...waiting.keys()]) forget(tenantId);
    },
  };
}
