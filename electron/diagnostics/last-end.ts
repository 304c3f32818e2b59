import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import type { LastEnd } from '../../shared/last-end.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

const markSchema = z.object({ version: z.string(), startedAt: z.number().int().nonnegative() });
const lineSchema = z.object({ level: z.string(), time: z.iso.datetime(), msg: z.string() });

/** So many of its last lines are shown. */
const shownLines = 8;
const shownDumps = 5;

/** A file that is there while the program runs: found at a start, it tells that the run before did not close. */
export interface RunningMark {
  readonly lastEnd: LastEnd | undefined;
  /** Everything is closed. */
  readonly remove: () => Promise<void>;
}

/** Looks how the run before ended, and marks this one. Never throws. `redact`: for texts of an older program. */
export async function markRunning(options: {
  readonly file: string;
  /** The log's newest file. */
  readonly log: string;
  /** Where Electron keeps its crash dumps. */
  readonly dumps: string;
  readonly version: string;
  readonly redact: (text: string) => string;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}): Promise<RunningMark> {
  const { file, log, dumps, version, redact, clock, logger } = options;
  const startedAt = clock.now();

  async function look(): Promise<LastEnd | undefined> {
    const found = await readIfPresent(file);
    if (found === undefined) return undefined;
    const before = markSchema.safeParse(parsed(found.toString('utf8'))).data;
    if (before === undefined) return undefined;
    const lines = (await linesOf(log)).filter(({ at }) => at >= before.startedAt && at < startedAt);
    const faults = lines.flatMap(({ at, level, text }) =>
      level === 'warn' || level === 'error' ? [{ at, level, text: redact(text) } as const] : [],
    );
    return {
      ...before,
      lastSeenAt: lines.at(-1)?.at ?? null,
      dumps: (await dumpsIn(dumps)).filter(({ at }) => at >= before.startedAt).slice(-shownDumps),
      lines: faults.slice(-shownLines),
    };
  }

  const looked = await attempt(dirname(file), look);
  if (!looked.ok) logger.warn('how the run before ended cannot be told', { error: looked.error });
  const lastEnd = looked.ok ? looked.value : undefined;
  if (lastEnd !== undefined) logger.error('the run before did not close', { startedAt: lastEnd.startedAt });
  const marked = await attempt(dirname(file), () => replaceFile(file, JSON.stringify({ version, startedAt })));
  if (!marked.ok) logger.warn('that the program runs could not be noted', { error: marked.error });
  return {
    lastEnd,
    async remove() {
      const removed = await attempt(dirname(file), () => rm(file, { force: true }));
      if (!removed.ok) logger.warn('that the program has closed could not be noted', { error: removed.error });
    },
  };
}

async function linesOf(log: string): Promise<{ at: number; level: string; text: string }[]> {
  const text = (await readIfPresent(log))?.toString('utf8') ?? '';
  return text.split('\n').flatMap((line) => {
    const { data } = lineSchema.safeParse(parsed(line));
    return data === undefined ? [] : [{ at: Date.parse(data.time), level: data.level, text: data.msg }];
  });
}

/** Crashpad keeps them in folders by what has become of them; `.dmp` is what one is called everywhere. */
async function dumpsIn(folder: string): Promise<LastEnd['dumps']> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const found: LastEnd['dumps'] = [];
  for (const name of names.filter((each) => each.endsWith('.dmp'))) {
    const { mtimeMs, size } = await stat(join(folder, name));
    found.push({ name, at: Math.floor(mtimeMs), bytes: size });
  }
  return found.sort((a, b) => a.at - b.at);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
