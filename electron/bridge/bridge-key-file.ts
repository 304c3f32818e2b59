import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { ok } from '../../shared/result.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { BridgeKeyPlace, UnreadKeys } from './bridge-key-place.ts';

const fileSchema = z.object({ keys: z.array(z.object({ id: z.string() }).loose()) });

/** The keys of the bridge in the file `path`, readable for this user only. */
export function createBridgeKeyFile(options: {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): BridgeKeyPlace {
  const { path, clock, logger } = options;
  const place = dirname(path);
  const damaged = `${path}.damaged-`;

  /** The newest file that was set aside. */
  async function damagedFile(): Promise<string | undefined> {
    const names = await attempt(place, () => readdir(place));
    const found = names.ok ? names.value.filter((name) => join(place, name).startsWith(damaged)) : [];
    const newest = found.sort().at(-1);
    return newest === undefined ? undefined : join(place, newest);
  }

  return {
    file: path,
    async read(isKey) {
      const bytes = await attempt(place, () => readIfPresent(path));
      if (!bytes.ok) return bytes;
      const parsed = bytes.value && fileSchema.safeParse(parsedJson(bytes.value.toString('utf8')));
      const found = (parsed?.data?.keys ?? []).map((key) => [key.id, JSON.stringify(key)] as const);
      const isWhole = parsed?.success !== false && found.every(([, text]) => isKey(text));
      if (bytes.value !== undefined && !isWhole) {
        // The bridge refuses every key of a file that it cannot read. The file is kept for a person to look at.
        const kept = bytes.value;
        const aside = `${damaged}${clock.now()}`;
        logger.error('the keys of the bridge could not be read and were set aside', { aside });
        const set = await attempt(place, async () => {
          await replaceFile(aside, kept);
          await replaceFile(path, JSON.stringify({ keys: [] }));
        });
        if (!set.ok) return set;
      }
      // Told at every start for as long as somebody leaves it there.
      const aside = await damagedFile();
      const fault: { fault?: UnreadKeys } = aside === undefined ? {} : { fault: { kind: 'set-aside', file: aside } };
      return ok({ keys: new Map(isWhole ? found : []), ...fault });
    },
    save: (keys) =>
      attempt(place, async () => {
        await replaceFile(path, `{"keys":[${[...keys.values()].join(',')}]}`);
        return null;
      }),
  };
}
