import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import type { LastEnd } from '../../shared/last-end.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import { attempt, systemCodeOf } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

const markSchema = z.object({ version: z.string(), startedAt: z.number().int().nonnegative() });
const lineSchema = z.object({ level: z.string(), time: z.iso.datetime(), msg: z.string() });

/** So many of its last lines are shown. */
const shownLines = 8;
const shownDumps = 5;
/** Only so much of the log's end is read, in bytes: a start is not to wait for five megabytes. */
const readBytes = 256 * 1024;
const dayMs = 24 * 60 * 60_000;
/** How long crash dumps are kept. They are in the clear, and can hold keys. */
const keptMs = 7 * dayMs;

/** A file that is there while the program runs: found at a start, it tells that the run before did not close. */
export interface RunningMark {
  readonly lastEnd: LastEnd | undefined;
  /** Everything is closed. */
  readonly remove: () => Promise<void>;
}

/**
 * Looks how the run before ended, and marks this one. Deletes old crash dumps, now and once a day. Never throws. `redact`: for
 * texts of an older program.
 */
export async function markRunning(options: {
  readonly file: string;
  /** The log's newest file. */
  readonly log: string;
  /** Where Electron keeps its crash dumps. */
  readonly dumps: string;
  readonly version: string;
  readonly redact: (text: string) => string;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly logger: Logger;
}): Promise<RunningMark> {
  const { file, log, dumps, version, redact, clock, logger } = options;
  const startedAt = clock.now();

  async function look(): Promise<LastEnd | undefined> {
    const found = await readIfPresent(file);
    if (found === undefined) return undefined;
    const before = markSchema.safeParse(parsedJson(found.toString('utf8'))).data;
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

  let stopSweeping: () => void = () => undefined;
  async function sweep(): Promise<void> {
    stopSweeping = clock.after(dayMs, () => void sweep());
    const swept = await attempt(dumps, () => removeDumps(dumps, clock.now() - keptMs));
    if (!swept.ok) logger.warn('old crash dumps could not be deleted', { error: swept.error });
  }

  const looked = await attempt(dirname(file), look);
  if (!looked.ok) logger.warn('how the run before ended cannot be told', { error: looked.error });
  const lastEnd = looked.ok ? looked.value : undefined;
  if (lastEnd !== undefined) logger.error('the run before did not close', { startedAt: lastEnd.startedAt });
  const marked = await attempt(dirname(file), () => replaceFile(file, JSON.stringify({ version, startedAt })));
  if (!marked.ok) logger.warn('that the program runs could not be noted', { error: marked.error });
  void sweep();
  return {
    lastEnd,
    async remove() {
      stopSweeping();
      const removed = await attempt(dirname(file), () => rm(file, { force: true }));
      if (!removed.ok) logger.warn('that the program has closed could not be noted', { error: removed.error });
    },
  };
}

async function linesOf(log: string): Promise<{ at: number; level: string; text: string }[]> {
  const text = await endOf(log);
  return text.split('\n').flatMap((line) => {
    const { data } = lineSchema.safeParse(parsedJson(line));
    return data === undefined ? [] : [{ at: Date.parse(data.time), level: data.level, text: data.msg }];
  });
}

/** The last bytes of a file, from the middle of a line on; empty where there is none. */
async function endOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(unlessMissing);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, readBytes));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function unlessMissing(error: unknown): undefined {
  if (systemCodeOf(error) !== 'ENOENT') throw error;
}

/** Crashpad keeps them in folders by what has become of them; `.dmp` is what one is called everywhere. */
async function dumpsIn(folder: string): Promise<LastEnd['dumps']> {
  const names = (await readdir(folder, { recursive: true }).catch(unlessMissing)) ?? [];
  const found: LastEnd['dumps'] = [];
  for (const name of names.filter((each) => each.endsWith('.dmp'))) {
    const { mtimeMs, size } = await stat(join(folder, name));
    found.push({ name, at: Math.floor(mtimeMs), bytes: size });
  }
  return found.sort((a, b) => a.at - b.at);
}

/** With what Crashpad writes beside each of them. */
async function removeDumps(folder: string, before: number): Promise<void> {
  const names = (await readdir(folder, { recursive: true }).catch(unlessMissing)) ?? [];
  for (const name of names.filter((each) => /\.(dmp|meta)$/.test(each))) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < before) await rm(path, { force: true });
  }
}
