import { ok } from '../../shared/result.ts';
import type { BridgeKeyPlace, KeyTexts } from '../bridge/bridge-key-place.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Database } from './database.ts';

/** A key that was revoked at another server is refused here after this time at most, in ms. */
const refreshMs = 1_500;

/** The keys of the bridge, a row each. Only what this program has changed is written: other programs change others. */
export function createDatabaseBridgeKeys({ place, run }: Database, logger: Logger): BridgeKeyPlace {
  /** As the rows were when they were read or written last. */
  let last: KeyTexts = new Map();
  return {
    file: place,
    refreshMs,
    async read(isKey) {
      const rows = await attempt(place, () => run<{ id: string; value: string }>('SELECT id, value FROM bridge_key'));
      if (!rows.ok) return rows;
      last = new Map(rows.value.flatMap(({ id, value }) => (isKey(value) ? [[id, value]] : [])));
      // A row that is no key is left where it is, and refused.
      if (last.size < rows.value.length) logger.error('a key of the bridge could not be read', { place });
      return ok({ keys: last });
    },
    save: (keys) =>
      attempt(place, async () => {
        const added = [...keys].filter(([id]) => !last.has(id));
        const changed = [...keys].filter(([id, text]) => last.has(id) && last.get(id) !== text);
        const removed = [...last.keys()].filter((id) => !keys.has(id));
        // A change does not bring back a key that was revoked at another server.
        await run(
          `WITH changed AS (UPDATE bridge_key SET value = c.value FROM unnest($3::text[], $4::text[]) AS c (id, value)
             WHERE bridge_key.id = c.id),
           removed AS (DELETE FROM bridge_key WHERE id = ANY ($5))
           INSERT INTO bridge_key (id, value) SELECT * FROM unnest($1::text[], $2::text[])
           ON CONFLICT (id) DO UPDATE SET value = excluded.value`,
          [
            added.map(([id]) => id),
            added.map(([, text]) => text),
            changed.map(([id]) => id),
            changed.map(([, text]) => text),
            removed,
          ],
        );
        last = new Map(keys);
        return null;
      }),
  };
}
