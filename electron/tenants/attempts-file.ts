import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';

import { z } from 'zod';

import { coalesce } from '../files/coalesce.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { AttemptStore, LinkAttempt } from '../pairing/link-attempts.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

/** Longer than any window that is counted, in ms. */
export const attemptsKeptMs = 2 * 60 * 60_000;
/** More than any limit. */
export const mostAttempts = 5_000;

export const attemptSchema = z
  .object({ at: z.number().int().nonnegative(), number: z.string().max(64).optional() })
  .strict();
const fileSchema = z.array(attemptSchema);

/** Attempts in the file `path`, written whole at each one: an hour of them is a few kilobytes. */
export async function openAttemptsFile(options: {
  readonly path: string;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<AttemptStore> {
  const { path, seal, clock, logger } = options;
  const [place, name] = [dirname(path), basename(path)];
  const read = await attempt(place, async () => {
    const bytes = await readIfPresent(path);
    return bytes && (seal.open(name, bytes)?.toString('utf8') ?? '');
  });
  const content = read.ok ? read.value : undefined;
  const parsed = content === undefined ? undefined : fileSchema.safeParse(parsedJson(content)).data;
  if (!read.ok || (content !== undefined && parsed === undefined)) logger.warn('attempts to link could not be read');
  let attempts: LinkAttempt[] = parsed ?? [];

  const saves = coalesce(() => attempt(place, () => replaceFile(path, seal.seal(name, JSON.stringify(attempts)))));

  return {
    list: () => attempts,
    add(added) {
      const now = clock.now();
      attempts = [...attempts.filter(({ at }) => at > now - attemptsKeptMs), added].slice(-mostAttempts);
      void saves.run().then((saved) => {
        if (!saved.ok) logger.warn('an attempt to link was not kept', { code: saved.error.code });
      });
    },
    markOf,
  };
}

export function markOf(number: string): string {
  return createHash('sha256').update(`link-attempt ${number}`).digest('hex').slice(0, 32);
}
