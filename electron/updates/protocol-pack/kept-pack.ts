import type { KeyObject } from 'node:crypto';
import { dirname } from 'node:path';

import { z } from 'zod';

import { readIfPresent, replaceFile } from '../../files/durable-file.ts';
import type { Logger } from '../../pairing/ports.ts';
import { createQueue } from '../../pairing/queue.ts';
import { type PackInForce, inForce } from './in-force.ts';
import { readPack } from './read-pack.ts';

const keptSchema = z.object({
  /** The highest number that was ever seen; 0: none was. */
  newest: z.int().min(0),
  /** A person went back from this one. */
  declined: z.int().nullable(),
  /** The pack that is to count, as it was signed, and since when it is here (epoch ms). */
  inUse: z.object({ signed: z.string(), since: z.int().nonnegative() }).nullable(),
});
type Kept = z.infer<typeof keptSchema>;

/** What an installation remembers of protocol packs, in one file. */
export interface KeptPack {
  /** The pack that counts: the one of the file, checked again at the start and by `renew`. */
  readonly current: () => (PackInForce & { readonly since: number }) | undefined;
  /** From here on the pack of the file counts, or none. */
  readonly renew: () => void;
  readonly state: () => Pick<Kept, 'newest' | 'declined'>;
  /** Changes the file, one change after the other, and not yet what counts. Throws what the disk refuses. */
  readonly change: (next: Partial<Kept>) => Promise<void>;
}

/** A file that is damaged, or a pack that is not signed with this key or not for this version, is as none. */
export async function openKeptPack(options: {
  readonly path: string;
  /** `undefined`: this build has none, and no pack counts. */
  readonly key: KeyObject | undefined;
  /** This program's. */
  readonly version: string;
  readonly logger: Logger;
}): Promise<KeptPack> {
  const { path, key, version, logger } = options;
  const queue = createQueue();
  let kept: Kept = { newest: 0, declined: null, inUse: null };
  try {
    const bytes = await readIfPresent(path);
    if (bytes !== undefined) kept = keptSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    logger.error('what was kept of protocol packs cannot be read', { place: dirname(path), error });
  }
  let current = read(kept);

  function read({ inUse }: Kept): ReturnType<KeptPack['current']> {
    if (inUse === null || key === undefined) return undefined;
    // The number of a pack that counts may be lower than one that was refused or declined since.
    const pack = readPack(inUse.signed, { key, version, newest: 0 });
    if (pack.ok) return { ...inForce(pack.value), since: inUse.since };
    logger.warn('the protocol pack that was kept does not count any more', { error: pack.error });
    return undefined;
  }

  return {
    current: () => current,
    renew: () => void (current = read(kept)),
    state: () => kept,
    change: (part) =>
      queue.run(async () => {
        const next = { ...kept, ...part };
        await replaceFile(path, `${JSON.stringify(next)}\n`);
        kept = next;
      }),
  };
}
