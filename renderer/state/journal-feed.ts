import type { CommandError } from '../../shared/errors.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import type { ConsoleClient } from './console-client.ts';

export type JournalView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: CommandError }
  /** Newest first. */
  | { readonly kind: 'entries'; readonly entries: readonly JournalEntry[] };

export interface JournalFeed {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => JournalView;
}

interface JournalFeedOptions {
  readonly journal: ConsoleClient['journal'];
  /** Absent: every tenant's. */
  readonly tenantId: string | undefined;
  /** How many entries to hold. */
  readonly limit: number;
}

/** The failure log, live. It listens while a component reads it, and begins anew with the next one. */
export function createJournalFeed({ journal, tenantId, limit }: JournalFeedOptions): JournalFeed {
  const listeners = new Set<() => void>();
  let view: JournalView = { kind: 'loading' };
  let stop: (() => void) | undefined;

  function show(next: JournalView): void {
    view = next;
    for (const listener of listeners) listener();
  }

  function start(): () => void {
    let stopped = false;
    // What is appended while the list is on its way may be in it too, so the two are joined by id.
    let appended: JournalEntry[] = [];
    const unsubscribe = journal.appended((entry) => {
      if (tenantId !== undefined && entry.tenantId !== tenantId) return;
      if (view.kind === 'entries') show({ kind: 'entries', entries: [entry, ...view.entries].slice(0, limit) });
      else appended = [entry, ...appended];
    });
    // What comes while the list is on its way is in the list.
    const stopAmending = journal.amended((entry) => {
      if (view.kind !== 'entries' || !view.entries.some(({ id }) => id === entry.id)) return;
      show({ kind: 'entries', entries: view.entries.map((known) => (known.id === entry.id ? entry : known)) });
    });
    async function list(): Promise<void> {
      const answer = await journal.list({ limit, ...(tenantId === undefined ? {} : { tenantId }) });
      if (stopped) return;
      if (!answer.ok) {
        show({ kind: 'failed', error: answer.error });
        return;
      }
      const known = new Set(answer.value.map(({ id }) => id));
      const fresh = appended.filter(({ id }) => !known.has(id));
      show({ kind: 'entries', entries: [...fresh, ...answer.value].slice(0, limit) });
    }
    void list();
    return () => {
      stopped = true;
      unsubscribe();
      stopAmending();
    };
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      stop ??= start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
        view = { kind: 'loading' };
      };
    },
    read: () => view,
  };
}
