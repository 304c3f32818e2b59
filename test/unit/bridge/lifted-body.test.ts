import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readLiftedBody } from '../../../electron/bridge/lifted-body.ts';
import { type MediaSpool, createMediaSpool } from '../../../electron/bridge/media-spool.ts';

let folder: string;
let spool: MediaSpool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-'));
  spool = createMediaSpool(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Reads a body that arrives in pieces of these lengths, over and over. */
function read(text: string, lengths: readonly number[] = [7]) {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return readLiftedBody(Readable.from(pieces, { objectMode: false }), { spool, longestRest: 1_000 });
}
const message = (data: string) => `{"to":"1","media":{"mimetype":"image/png","data":"${data}","x":1},"type":"image"}`;

test('any file comes through whole, however the body is cut, and the rest is what JSON.parse sees', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(
        (base64: string) => base64,
        (base64: string) => base64.replaceAll('/', '\\/'),
        (base64: string) => base64.replaceAll('+', '\\u002B').replaceAll('/', '\\u002f'),
        (base64: string) => base64.replaceAll('=', ''),
      ),
      fc.string({ maxLength: 20 }),
      async (bytes, lengths, escape, caption) => {
        const base64 = escape(Buffer.from(bytes).toString('base64'));
        const strange = JSON.stringify({ caption, data: '"', nested: [{ media: { data: 'no' } }, 'media', 'data'] });
        const text = `{ "a":${strange}, "media" : {"filename":${JSON.stringify(caption)},\n"data": "${base64}"} }`;
        const lifted = await read(text, lengths);
        if (!lifted.ok) throw new Error(lifted.error.message);
        const { file, json } = lifted.value;
        expect(JSON.parse(json)).toEqual({
          a: JSON.parse(strange) as unknown,
          media: { filename: caption, data: '' },
        });
        const kept = await buffer(file?.read() ?? Readable.from([]));
        expect(kept.equals(Buffer.from(bytes))).toBe(true);
        expect(file?.size).toBe(bytes.length);
        await file?.discard();
      },
    ),
    { numRuns: 300 },
  );
  expect(await readdir(folder)).toEqual([]);
});

test('a body without a file is what it was', async () => {
  for (const text of ['{"media":{"data":17}}', '{"media":"data"}', '{"data":"AAAA"}', '[{"media":{"data":"A"}}]', '']) {
    expect(await read(text)).toEqual({ ok: true, value: { json: text } });
  }
  expect(await readdir(folder)).toEqual([]);
});

describe('leaves no file behind where', () => {
  test.each([
    ['it is not base64', message('AA*A'), 400],
    ['something follows its end', message('AA==AAAA'), 400],
    ['a character is missing', message('AAAAA'), 400],
    ['a quote is escaped', message('AA\\"AA'), 400],
    ['another character is escaped', message('\\u00e9AAA'), 400],
    ['it comes twice', '{"media":{"data":"AAAA","data":"AAAA"}}', 400],
    ['it does not end', '{"media":{"data":"AAAA', 400],
    ['the rest is too long', `{"x":"${'x'.repeat(2_000)}"}`, 413],
    ['the rest is too long behind it', `{"media":{"data":"AAAA"},"x":"${'x'.repeat(2_000)}"}`, 413],
  ])('%s', async (_, text, status) => {
    expect(await read(text)).toMatchObject({ ok: false, error: { status } });
    expect(await readdir(folder)).toEqual([]);
  });

  test('the connection breaks', async () => {
    const body = new Readable({
      read() {
        this.push(message('AAAA').slice(0, 50));
        this.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
      },
    });
    expect(await readLiftedBody(body, { spool, longestRest: 1_000 })).toMatchObject({ error: { status: 400 } });
    expect(await readdir(folder)).toEqual([]);
  });
});

test('files are private, and what a killed program left is deleted at the next start', async () => {
  const lifted = await read(message(randomBytes(30).toString('base64')));
  if (!lifted.ok) throw new Error(lifted.error.message);
  const [name = ''] = await readdir(folder);
  expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  const left = join(folder, 'left');
  await writeFile(left, 'x');
  await utimes(left, new Date(0), new Date(0));
  await spool.sweep();
  expect(await readdir(folder)).toEqual([name]);
});
