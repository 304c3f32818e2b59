import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { SendKeyStore } from '../outbox/ports.ts';
import { keyedSendSchema, mostSendKeys } from '../outbox/send-keys-file.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Database } from './database.ts';

/** For which each is sealed. */
export const sendKeyName = 'send-key';

/** Sends with a key, a row each. Those whose time is over go with the next one that is kept. */
export function createDatabaseSendKeys(options: {
  readonly database: Database;
  readonly seal: Seal;
  readonly clock: Clock;
}): SendKeyStore {
  const { database, seal, clock } = options;
  const { place, run } = database;
  return {
    most: mostSendKeys,
    load: () =>
      attempt(place, async () => {
        const rows = await run<{ value: Buffer }>(
          `SELECT value FROM (SELECT number, value FROM send_key WHERE until > $1 ORDER BY number DESC LIMIT $2) AS newest
           ORDER BY number`,
          [clock.now(), mostSendKeys],
        );
        return rows.flatMap(({ value }) => {
          const content = seal.open(sendKeyName, value)?.toString('utf8') ?? '';
          return keyedSendSchema.safeParse(parsedJson(content)).data ?? [];
        });
      }),
    put: (send) =>
      attempt(place, async () => {
        await run(
          `WITH old AS (DELETE FROM send_key WHERE until <= $4 AND id <> $1)
           INSERT INTO send_key (id, until, value) VALUES ($1, $2, $3)
           ON CONFLICT (id) DO UPDATE SET until = excluded.until, value = excluded.value`,
          [send.id, send.until, seal.seal(sendKeyName, JSON.stringify(send)), clock.now()],
        );
        return null;
      }),
    remove: (id) =>
      attempt(place, async () => {
        await run('DELETE FROM send_key WHERE id = $1', [id]);
        return null;
      }),
  };
}
