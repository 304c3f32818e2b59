import { basename, dirname } from 'node:path';

import { z } from 'zod';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, ok } from '../../shared/result.ts';
import { coalesce } from '../files/coalesce.ts';
import { appendToFile, readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock } from '../pairing/ports.ts';
import type { KeyedSend, SendKeyStore } from './ports.ts';

export const mostSendKeys = 10_000;
/** More lines than this beside those that still count, and the file is written anew. */
const spareLines = 2_000;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const keyedSendSchema = z.object({
  id: digest,
  work: digest,
  until: z.number().int(),
  sent: z.object({ messageId: z.string(), durationMs: z.number() }).exactOptional(),
});
const lineSchema = z.union([keyedSendSchema, z.object({ id: digest, removed: z.literal(true) })]);
type Line = z.infer<typeof lineSchema>;

/** Sends with a key in the file `path`: a line for each change, flushed before it counts, readable for this user only. */
export function createSendKeysFile({
  path,
  seal,
  clock,
}: {
  readonly path: string;
  readonly seal: Seal;
  readonly clock: Clock;
}): SendKeyStore {
  const [place, name] = [dirname(path), basename(path)];
  const sends = new Map<string, KeyedSend>();
  let pending: Line[] = [];
  let linesOnDisk = 0;
  /** The file may end in half a line, or lack lines that could not be written. */
  let isSuspect = true;

  function take(line: Line): void {
    // The newest come last.
    sends.delete(line.id);
    if (!('removed' in line)) sends.set(line.id, line);
  }

  function forgetOld(): void {
    const now = clock.now();
    for (const [id, { until }] of sends) {
      if (until > now && sends.size <= mostSendKeys) return;
      sends.delete(id);
    }
  }

  const flushed = coalesce(() =>
    attempt(place, async () => {
      const lines = pending;
      pending = [];
      forgetOld();
      if (isSuspect || linesOnDisk + lines.length > sends.size + spareLines) {
        isSuspect = true;
        await replaceFile(path, asText([...sends.values()], name, seal));
        linesOnDisk = sends.size;
      } else {
        isSuspect = true;
        await appendToFile(path, asText(lines, name, seal));
        linesOnDisk += lines.length;
      }
      isSuspect = false;
      return null;
    }),
  );

  function write(line: Line): Promise<Result<null, StorageError>> {
    take(line);
    pending.push(line);
    return flushed.run();
  }

  let loading: Promise<Result<null, StorageError>> | undefined;

  async function load(): Promise<Result<null, StorageError>> {
    const read = await attempt(place, async () => {
      const text = (await readIfPresent(path))?.toString('utf8') ?? '';
      for (const line of text.split('\n')) {
        const known = lineSchema.safeParse(parsedJson(seal.openLine(name, line) ?? '')).data;
        if (known !== undefined) take(known);
      }
      forgetOld();
      return null;
    });
    // The next send tries again.
    if (!read.ok) loading = undefined;
    return read;
  }

  async function put(send: KeyedSend): Promise<Result<null, StorageError>> {
    const before = sends.get(send.id);
    const written = await write(send);
    if (written.ok) return written;
    // What was refused must not reach the file later on.
    if (before === undefined) sends.delete(send.id);
    else take(before);
    return written;
  }

  return {
    most: mostSendKeys,
    async begin(_tenantId, send) {
      const loaded = await (loading ??= load());
      if (!loaded.ok) return loaded;
      const former = sends.get(send.id);
      if (former !== undefined && former.until > clock.now()) return ok(former);
      const written = await put(send);
      return written.ok ? ok(undefined) : written;
    },
    end: (_tenantId, send) => put(send),
    remove: (_tenantId, id) => (sends.has(id) ? write({ id, removed: true }) : Promise.resolve(ok())),
  };
}

function asText(lines: readonly Line[], name: string, seal: Seal): string {
  return lines.map((line) => `${seal.sealLine(name, JSON.stringify(line))}\n`).join('');
}
