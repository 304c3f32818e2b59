import type { TenantId } from '../../shared/tenant.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { KeyedSend, SendKeyStore } from '../outbox/ports.ts';
import { keyedSendSchema, mostSendKeys } from '../outbox/send-keys-file.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Database } from './database.ts';
import { type RowFence, heldSql, heldUnder } from './held-rows.ts';

/** For which each is sealed. */
export const sendKeyName = 'send-key';

/** At most so many whose time is over go with a new one. Those that another program is removing are left to it. */
const sweptAtOnce = 100;

const beginSql = `
  WITH ${heldSql}, over AS (
    DELETE FROM send_key WHERE id IN (
      SELECT id FROM send_key WHERE until <= $6 AND id <> $3 ORDER BY until LIMIT ${sweptAtOnce} FOR UPDATE SKIP LOCKED
    )
  ), begun AS (
    INSERT INTO send_key (id, until, value) SELECT $3, $4, $5 FROM held
    ON CONFLICT (id) DO UPDATE SET until = excluded.until, value = excluded.value WHERE send_key.until <= $6
    RETURNING id
  )
  SELECT EXISTS (SELECT FROM begun) AS begun, (SELECT value FROM send_key WHERE id = $3) AS former FROM held`;

/** Sends with a key, a row each, found by its id whichever program began it. */
export function createDatabaseSendKeys(options: {
  readonly database: Database;
  /** Which tenants this program may write. */
  readonly fence: RowFence;
  readonly seal: Seal;
  readonly clock: Clock;
}): SendKeyStore {
  const { database, fence, seal, clock } = options;
  const { place } = database;
  const held = heldUnder(database, fence);
  /** Ends of the times of sends that were not begun because the database gave no answer: it may have kept them all the same. */
  const unanswered = new Map<string, number>();
  const sealed = (send: KeyedSend) => seal.seal(sendKeyName, JSON.stringify(send));

  function read(value: Buffer): KeyedSend | undefined {
    const content = seal.open(sendKeyName, value)?.toString('utf8') ?? '';
    return keyedSendSchema.safeParse(parsedJson(content)).data;
  }

  async function begin(tenantId: TenantId, send: KeyedSend): Promise<KeyedSend | undefined> {
    const values = [send.id, send.until, sealed(send), clock.now()];
    const [row] = await held<{ begun: boolean; former: Buffer | null }>(tenantId, beginSql, values);
    if (row?.begun === true) return undefined;
    // What does not read, or was begun in this very moment, was begun: whether it was sent is not known.
    const former = (row?.former == null ? undefined : read(row.former)) ?? send;
    if (former.sent !== undefined || former.until !== unanswered.get(send.id)) return former;
    await end(tenantId, { ...send, until: former.until });
    return undefined;
  }

  async function end(tenantId: TenantId, send: KeyedSend): Promise<null> {
    const update = `WITH ${heldSql}, ended AS (UPDATE send_key SET value = $4 FROM held WHERE id = $3) SELECT FROM held`;
    await held(tenantId, update, [send.id, sealed(send)]);
    return null;
  }

  /** Notes a send whose begin was not answered. */
  function note({ id, until }: KeyedSend): void {
    for (const [old, end] of unanswered) if (end <= clock.now()) unanswered.delete(old);
    unanswered.set(id, until);
  }

  return {
    most: mostSendKeys,
    async begin(tenantId, send) {
      const begun = await attempt(place, () => begin(tenantId, send));
      if (begun.ok) unanswered.delete(send.id);
      else if (begun.error.code === 'storage-away' && !unanswered.has(send.id)) note(send);
      return begun;
    },
    end: (tenantId, send) => attempt(place, () => end(tenantId, send)),
    remove: (tenantId, id) =>
      attempt(place, async () => {
        const remove = `WITH ${heldSql}, removed AS (DELETE FROM send_key USING held WHERE id = $3) SELECT FROM held`;
        await held(tenantId, remove, [id]);
        return null;
      }),
  };
}
