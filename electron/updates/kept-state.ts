import { randomInt } from 'node:crypto';
import { join } from 'node:path';

import { z } from 'zod';

import { releaseFileSchema } from '../../shared/updates.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import type { Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';

/** An installer in the folder of updates. */
const keptFileSchema = z.object({ version: z.string(), file: releaseFileSchema });

const stateSchema = z.object({
  /** From 0 to 99, chosen once. */
  threshold: z.int().min(0).max(99),
  newest: z.string().nullable(),
  blocked: z.string().nullable(),
  /** The installer of the version that runs, as far as it is kept. */
  own: keptFileSchema.nullable(),
  /** A version that has not shown its window yet. `starts`: how often it was started; `back`: what leads back. */
  trial: z
    .object({ next: keptFileSchema, from: z.string(), back: keptFileSchema.nullable(), starts: z.int().min(0) })
    .nullable(),
  /** It did not reach its window, and this program is the one before. */
  rolledBack: z.string().nullable(),
});
/** What an installation remembers of its updates. */
export type KeptState = z.infer<typeof stateSchema>;

export interface StateFile {
  read(): Promise<KeptState>;
  /** Changes some of it, one change after the other. Throws what the disk refuses. */
  change(part: (state: KeptState) => Partial<KeptState>): Promise<void>;
}

export function createStateFile(folder: string, logger: Logger): StateFile {
  const path = join(folder, 'state.json');
  const queue = createQueue();
  let known: Promise<KeptState> | undefined;

  async function load(): Promise<KeptState> {
    try {
      const kept = await readIfPresent(path);
      if (kept !== undefined) return stateSchema.parse(JSON.parse(kept.toString('utf8')));
    } catch (error) {
      logger.error('what was kept of updates cannot be read', { path, error });
    }
    return { threshold: randomInt(100), newest: null, blocked: null, own: null, trial: null, rolledBack: null };
  }

  const read = () => (known ??= load());
  return {
    read,
    change: (part) =>
      queue.run(async () => {
        const state = await read();
        const next = { ...state, ...part(state) };
        await replaceFile(path, `${JSON.stringify(next)}\n`);
        known = Promise.resolve(next);
      }),
  };
}
