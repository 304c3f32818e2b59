import { open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { appendToFile, readIfPresent, replaceFile, sizeOfFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import type { KeptSend } from '../pairing/kept-sends.ts';
import type { Clock } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';

/** Sends kept, their bytes on disk, and how long, in ms. A phone that was off for two days can still ask. */
export const sendsKept = 500;
export const bytesKept = 8 * 1024 * 1024;
export const keepMs = 48 * 60 * 60_000;
/** What is past its time is removed from the file this much later at most, where messages are sent, in ms. */
const lingerMs = 60 * 60_000;

/** For which the lines are sealed. */
export const sendLogName = 'sends.log';

export const keptSendSchema = z.object({
  id: z.string(),
  at: z.number(),
  to: z.array(z.string()),
  content: z.base64(),
});

/** Where a send stands in the file. */
interface Place {
  readonly at: number;
  readonly start: number;
  readonly length: number;
}

export interface SendLog {
  /** Resolves once it is on disk. Sends that wait together are flushed together. Rejects with the system's error. */
  add(id: string, send: KeptSend): Promise<void>;
  /** `undefined`: unknown, or past its time. */
  find(id: string): Promise<KeptSend | undefined>;
}

/** The last sends of one tenant: one file to which lines are appended, with a look-up of where each begins. */
export function createSendLog(path: string, seal: Seal, clock: Pick<Clock, 'now'>): SendLog {
  /** In the order of the file, so oldest first. */
  let places = new Map<string, Place>();
  /** The length that the file had after the last write. Another length: a removal or a return of the tenant came between. */
  let known: number | undefined;
  let waiting: { readonly id: string; readonly at: number; readonly line: Buffer }[] = [];
  /** One use of the file at a time. The next write serves every send that came before it begins. */
  const uses = createQueue();
  let nextWrite: Promise<void> | undefined;

  /** Reads the file anew where it is not as it was left. */
  async function look(): Promise<void> {
    if (known !== undefined && known === (await sizeOfFile(path))) return;
    const content = (await readIfPresent(path)) ?? Buffer.alloc(0);
    places = new Map();
    for (let start = 0; start < content.length;) {
      const end = content.indexOf(0x0a, start);
      const line = content.subarray(start, end === -1 ? content.length : end);
      const read = parse(line);
      // A crash may have torn the last line.
      if (read !== undefined) places.set(read.id, { at: read.at, start, length: line.length });
      start += line.length + 1;
    }
    known = content.length;
    // One file for each send, as they were kept before.
    await rm(join(dirname(path), 'sends'), { recursive: true, force: true });
  }

  function parse(line: Buffer): z.infer<typeof keptSendSchema> | undefined {
    return keptSendSchema.safeParse(parsedJson(seal.openLine(sendLogName, line.toString('utf8')) ?? '')).data;
  }

  async function write(): Promise<void> {
    nextWrite = undefined;
    const batch = waiting;
    waiting = [];
    await look();
    const begin = known ?? 0;
    // After a torn line the first new one begins on another line.
    const lines = [Buffer.from('\n'), ...batch.map(({ line }) => line)];
    const text = Buffer.concat(begin === 0 ? lines.slice(1) : lines);
    await (begin === 0 ? replaceFile(path, text) : appendToFile(path, text));
    let start = begin === 0 ? 0 : begin + 1;
    for (const { id, at, line } of batch) {
      places.set(id, { at, start, length: line.length - 1 });
      start += line.length;
    }
    known = begin + text.length;
    if (isOverfull()) await shrink();
  }

  function isOverfull(): boolean {
    const [oldest] = places.values();
    const isOld = oldest !== undefined && clock.now() - oldest.at > keepMs + lingerMs;
    return isOld || places.size > 2 * sendsKept || (known ?? 0) > 2 * bytesKept;
  }

  /** Leaves the newest, within every bound. */
  async function shrink(): Promise<void> {
    const content = await readFile(path);
    const kept: [string, Place][] = [];
    const lines: Buffer[] = [];
    let bytes = 0;
    for (const [id, place] of [...places].reverse()) {
      bytes += place.length + 1;
      if (kept.length === sendsKept || bytes > bytesKept || clock.now() - place.at > keepMs) break;
      kept.unshift([id, place]);
      lines.unshift(Buffer.concat([content.subarray(place.start, place.start + place.length), Buffer.from('\n')]));
    }
    await replaceFile(path, Buffer.concat(lines));
    let start = 0;
    places = new Map(
      kept.map(([id, { at, length }]) => {
        const place = { at, start, length };
        start += length + 1;
        return [id, place];
      }),
    );
    known = start;
  }

  async function read(id: string): Promise<KeptSend | undefined> {
    await look();
    const place = places.get(id);
    if (place === undefined || clock.now() - place.at > keepMs) return undefined;
    const file = await open(path, 'r');
    try {
      const line = Buffer.alloc(place.length);
      await file.read(line, 0, place.length, place.start);
      const kept = parse(line);
      return kept && { to: kept.to, content: Buffer.from(kept.content, 'base64') };
    } finally {
      await file.close();
    }
  }

  return {
    add(id, { to, content }) {
      const at = clock.now();
      const text = JSON.stringify({ id, at, to, content: Buffer.from(content).toString('base64') });
      waiting.push({ id, at, line: Buffer.from(`${seal.sealLine(sendLogName, text)}\n`) });
      return (nextWrite ??= uses.run(write));
    },
    find: (id) => uses.run(() => read(id)),
  };
}
