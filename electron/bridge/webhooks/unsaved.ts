import type { TenantId } from '../../../shared/tenant.ts';

/** An entry whose last change the store does not have. */
export interface UnsavedEntry {
  readonly tenantId: TenantId;
  readonly number: number;
  /** Which change was the first that the store does not have; all changes count up. */
  readonly since: number;
}

/** Which entries a store does not have as memory has them, and who waits for it to have them. */
export interface Unsaved {
  note(tenantId: TenantId, number: number): void;
  has(tenantId: TenantId, number: number): boolean;
  isEmpty(): boolean;
  /** The next to be written, of one tenant after the other. It stays unsaved until it is `saved` or `refused`. */
  take(): UnsavedEntry | undefined;
  saved(entry: UnsavedEntry): void;
  refused(entry: UnsavedEntry): void;
  /** Nothing of this tenant is to be written any more. */
  forget(tenantId: TenantId): void;
  /** Nothing where the store has everything of this tenant; else whether it has taken what there is now. */
  kept(tenantId: TenantId): Promise<boolean> | undefined;
}

interface Waiter {
  readonly tenantId: TenantId;
  /** The last change that counts. */
  readonly until: number;
  readonly tell: (kept: boolean) => void;
}

export function createUnsaved(): Unsaved {
  const tenants = new Map<TenantId, Map<number, number>>();
  /** Being written, one at a time. */
  let writing: UnsavedEntry | undefined;
  let changes = 0;
  let waiters: readonly Waiter[] = [];

  function add({ tenantId, number, since }: UnsavedEntry): void {
    const numbers = tenants.get(tenantId) ?? new Map<number, number>();
    tenants.set(tenantId, numbers);
    numbers.set(number, Math.min(since, numbers.get(number) ?? since));
  }

  /** The first change of a tenant that the store does not have. */
  function firstOf(tenantId: TenantId): number {
    const since = [...(tenants.get(tenantId)?.values() ?? [])];
    return Math.min(...since, writing?.tenantId === tenantId ? writing.since : Infinity);
  }

  function tellWaiters(outcome: (waiter: Waiter) => boolean | undefined): void {
    const told = waiters.flatMap((waiter) => {
      const kept = outcome(waiter);
      return kept === undefined ? [] : [{ waiter, kept }];
    });
    if (told.length === 0) return;
    waiters = waiters.filter((waiter) => told.every((each) => each.waiter !== waiter));
    for (const { waiter, kept } of told) waiter.tell(kept);
  }

  return {
    note(tenantId, number) {
      changes += 1;
      add({ tenantId, number, since: changes });
    },
    has: (tenantId, number) =>
      tenants.get(tenantId)?.has(number) === true || (writing?.tenantId === tenantId && writing.number === number),
    isEmpty: () => tenants.size === 0 && writing === undefined,
    take() {
      for (const [tenantId, numbers] of tenants) {
        for (const [number, since] of numbers) {
          numbers.delete(number);
          tenants.delete(tenantId);
          // Behind the other tenants.
          if (numbers.size > 0) tenants.set(tenantId, numbers);
          writing = { tenantId, number, since };
          return writing;
        }
      }
      return undefined;
    },
    saved(entry) {
      if (writing === entry) writing = undefined;
      tellWaiters(({ tenantId, until }) => (firstOf(tenantId) > until ? true : undefined));
    },
    refused(entry) {
      if (writing === entry) {
        writing = undefined;
        add(entry);
      }
      tellWaiters(() => false);
    },
    forget(tenantId) {
      tenants.delete(tenantId);
      if (writing?.tenantId === tenantId) writing = undefined;
      tellWaiters((waiter) => (waiter.tenantId === tenantId ? false : undefined));
    },
    kept(tenantId) {
      if (firstOf(tenantId) === Infinity) return undefined;
      return new Promise((tell) => (waiters = [...waiters, { tenantId, until: changes, tell }]));
    },
  };
}
