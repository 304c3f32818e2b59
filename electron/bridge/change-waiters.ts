import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';

/** Requests that wait for something to become true of a tenant. */
export interface ChangeWaiters {
  /** Resolves as soon as `isSo` is true, and after `ms` in any case. `isSo` is asked now and after each change. */
  until(tenantId: TenantId, isSo: () => boolean, ms: number): Promise<void>;
  changed(tenantId: TenantId): void;
  /** Lets everybody go, now and from here on. */
  close(): void;
}

export function createChangeWaiters(clock: Clock): ChangeWaiters {
  const waiting = new Map<TenantId, Set<() => void>>();
  const endings = new Set<() => void>();
  let closed = false;

  return {
    until(tenantId, isSo, ms) {
      if (closed || isSo()) return Promise.resolve();
      return new Promise((resolve) => {
        const looks = waiting.get(tenantId) ?? new Set();
        waiting.set(tenantId, looks);
        const end = () => {
          cancel();
          looks.delete(look);
          if (looks.size === 0 && waiting.get(tenantId) === looks) waiting.delete(tenantId);
          endings.delete(end);
          resolve();
        };
        const look = () => {
          if (isSo()) end();
        };
        const cancel = clock.after(ms, end);
        looks.add(look);
        endings.add(end);
      });
    },
    changed(tenantId) {
      for (const look of [...(waiting.get(tenantId) ?? [])]) look();
    },
    close() {
      closed = true;
      for (const end of [...endings]) end();
    },
  };
}
