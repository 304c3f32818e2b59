import { hash } from 'node:crypto';

import type { StorageError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { KeyedSend, SendKeyStore } from '../outbox/ports.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

/** How long an outcome answers for its key, in ms. */
const keepMs = 10 * 60_000;

/** What the caller of a key gets. */
export type Once<T> =
  | { readonly kind: 'done'; readonly outcome: T }
  /** The key was used for other work; nothing was run. */
  | { readonly kind: 'conflict' }
  /** A former run had begun this and ended, with the program or by a fault, before it knew the outcome; nothing was run. */
  | { readonly kind: 'interrupted' }
  /** The key could not be kept, so nothing was run. */
  | { readonly kind: 'unkept'; readonly error: StorageError };

/** What of an outcome is kept: `nothing` has happened, so the key may try again; `unknown`, so it may not. */
export type KeptOutcome = NonNullable<KeyedSend['sent']> | 'nothing' | 'unknown';

/** Does the work of each key once, also over a restart and a crash. */
export interface Idempotency<T> {
  /**
   * The outcome of the first run under this key of the tenant. `work` says what the run does. The key is on disk before the
   * run begins, and its outcome before this resolves.
   */
  once(tenantId: TenantId, key: string, work: string, run: () => Promise<T>): Promise<Once<T>>;
}

export function createIdempotency<T>(options: {
  readonly store: SendKeyStore;
  readonly keep: (outcome: T) => KeptOutcome;
  readonly recall: (sent: NonNullable<KeyedSend['sent']>) => T;
  readonly clock: Clock;
  readonly logger: Logger;
}): Idempotency<T> {
  const { store, keep, recall, clock, logger } = options;
  const known = new Map<string, { readonly until: number; readonly work: string; readonly answer: Promise<Once<T>> }>();

  function answerOf({ sent }: KeyedSend): Once<T> {
    return sent === undefined ? { kind: 'interrupted' } : { kind: 'done', outcome: recall(sent) };
  }

  function sweep(now: number): void {
    // In the order they came, which is the order in which they end.
    for (const [id, { until }] of known) {
      if (until > now && known.size < store.most) return;
      known.delete(id);
    }
  }

  async function first(tenantId: TenantId, send: KeyedSend, run: () => Promise<T>): Promise<Once<T>> {
    const begun = await store.begin(tenantId, send);
    if (!begun.ok) {
      known.delete(send.id);
      return { kind: 'unkept', error: begun.error };
    }
    const former = begun.value;
    if (former !== undefined) {
      const answer = answerOf(former);
      known.set(send.id, { ...former, answer: Promise.resolve(answer) });
      return former.work === send.work ? answer : { kind: 'conflict' };
    }
    try {
      const outcome = await run();
      const kept = keep(outcome);
      if (kept === 'nothing') {
        known.delete(send.id);
        note(await store.remove(tenantId, send.id));
      } else if (kept !== 'unknown') note(await store.end(tenantId, { ...send, sent: kept }));
      return { kind: 'done', outcome };
    } catch (error) {
      // A fault may come after the message has left: its key does not send again.
      known.set(send.id, { ...send, answer: Promise.resolve({ kind: 'interrupted' }) });
      throw error;
    }
  }

  /** After a restart such a key is answered as interrupted, which is true and sends nothing twice. */
  function note(kept: Result<null, StorageError>): void {
    if (!kept.ok) logger.warn('the outcome of a send could not be kept', { code: kept.error.code });
  }

  return {
    once(tenantId, key, work, run) {
      const now = clock.now();
      sweep(now);
      const id = sha256(`${tenantId} ${key}`);
      const before = known.get(id);
      if (before !== undefined && before.until > now)
        return before.work === sha256(work) ? before.answer : Promise.resolve({ kind: 'conflict' });
      const send = { id, work: sha256(work), until: now + keepMs };
      const answer = first(tenantId, send, run);
      known.set(id, { until: send.until, work: send.work, answer });
      return answer;
    },
  };
}

function sha256(text: string): string {
  return hash('sha256', text);
}
