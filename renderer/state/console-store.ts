import type { ConsoleChange, ConsoleState, Notice, TenantView } from '../../shared/console.ts';
import type { ConsoleClient } from './console-client.ts';

/** A tenant as the list shows it; its session is looked up row by row. */
export interface RosterItem {
  readonly id: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly addedAt: number;
}

/**
 * - `loading`: nothing has arrived yet
 * - `unreachable`: the main process did not answer the first question
 * - `current`: every change heard of is in what is shown
 * - `stale`: a change was missed and has not been made up for
 */
export type Freshness = 'loading' | 'unreachable' | 'current' | 'stale';

/**
 * The last snapshot of the main process. Each reader gives back the same reference until the thing it reads changes, so
 * that a component which reads one tenant is drawn again for that tenant only.
 */
export interface ConsoleStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly roster: () => readonly RosterItem[];
  readonly tenant: (id: string) => TenantView | undefined;
  readonly notices: () => readonly Notice[];
  readonly freshness: () => Freshness;
  /** Asks for the whole state. Needed by hand only after the main process failed to answer. */
  readonly refresh: () => Promise<void>;
  /** Drops everything: somebody has locked the window. */
  readonly forget: () => void;
}

export function createConsoleStore(api: ConsoleClient['console']): ConsoleStore {
  const listeners = new Set<() => void>();
  const tenants = new Map<string, TenantView>();
  let roster: readonly RosterItem[] = [];
  let notices: readonly Notice[] = [];
  let held: number | undefined;
  let newestHeardOf = 0;
  let asking = false;
  let unanswered = false;

  function emit(): void {
    for (const listener of listeners) listener();
  }

  function rebuildRoster(): void {
    roster = Array.from(tenants.values(), ({ id, name, addedAt }) => ({ id, name, addedAt }));
  }

  function replace(state: ConsoleState): void {
    tenants.clear();
    for (const tenant of state.tenants) tenants.set(tenant.id, tenant);
    rebuildRoster();
    notices = state.notices;
    held = state.revision;
    newestHeardOf = Math.max(newestHeardOf, held);
  }

  function apply(change: ConsoleChange): void {
    let listed = false;
    for (const tenant of change.tenants) {
      listed ||= tenants.get(tenant.id)?.name !== tenant.name;
      tenants.set(tenant.id, tenant);
    }
    for (const id of change.removed) listed = tenants.delete(id) || listed;
    if (listed) rebuildRoster();
    if (change.notices !== undefined) notices = change.notices;
    held = change.revision;
  }

  function receive(change: ConsoleChange): void {
    newestHeardOf = Math.max(newestHeardOf, change.revision);
    if (held === undefined || change.revision <= held) return;
    // A change that begins before what is held still ends after it, and carries whole tenants: nothing is missing.
    if (change.previous > held) void refresh();
    else apply(change);
    emit();
  }

  async function refresh(): Promise<void> {
    if (asking) return;
    asking = true;
    let heardBefore: number;
    do {
      heardBefore = newestHeardOf;
      const answer = await api.state();
      unanswered = !answer.ok;
      if (answer.ok && answer.value.revision >= (held ?? 0)) replace(answer.value);
      // Ask again only where something new was heard meanwhile: an answer older than the question would make it ask without end.
    } while (!unanswered && (held ?? 0) < newestHeardOf && newestHeardOf > heardBefore);
    asking = false;
    emit();
  }

  function freshness(): Freshness {
    if (held === undefined) return unanswered ? 'unreachable' : 'loading';
    return held < newestHeardOf ? 'stale' : 'current';
  }

  api.changed(receive);
  void refresh();

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    roster: () => roster,
    tenant: (id) => tenants.get(id),
    notices: () => notices,
    freshness,
    refresh,
    forget() {
      tenants.clear();
      rebuildRoster();
      notices = [];
      held = undefined;
      unanswered = false;
      emit();
    },
  };
}
