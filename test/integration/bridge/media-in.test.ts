import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { PhoneFile } from '../../../electron/loopback/phone-messages.ts';
import { secret } from './bridge-rig.ts';
import { type MediaRig, createMediaRig } from './media-rig.ts';

interface Heard {
  readonly key: { readonly id: string };
  readonly _media?: object;
}

const heard: Heard[] = [];
const bytes = randomBytes(700_000);
const soon = { timeout: 15_000 };
let rig: MediaRig;

beforeAll(async () => {
  const onMessages = (_: unknown, { messages }: { messages: readonly unknown[] }) =>
    void heard.push(...(messages as Heard[]));
  rig = await createMediaRig(undefined, {}, {}, { onMessages });
}, 60_000);
afterAll(async () => {
  expect(rig.errors()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.close();
}, 60_000);

async function receive(file: Partial<PhoneFile> = {}): Promise<string> {
  const id = await rig.ana.sendFile('972501234567', { kind: 'image', bytes, mimetype: 'image/jpeg', ...file });
  await expect.poll(() => heard.map(({ key }) => key.id), soon).toContain(id);
  return id;
}

/** Asks for a file; `undefined` where the connection ended before it was whole. */
async function fetchFile(id: string, method = 'GET') {
  const path = `/whatsapp/business_17/media/${id}`;
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer | undefined }>(
    (resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: rig.port,
        path,
        method,
        headers: { 'x-internal-secret': secret },
      });
      asked.on('response', (answer) => {
        const { statusCode: status = 0, headers } = answer;
        buffer(answer).then(
          (body) => resolve({ status, headers, body }),
          () => resolve({ status, headers, body: undefined }),
        );
      });
      asked.on('error', reject);
      asked.end();
    },
  );
}

describe('a file that somebody has sent', { timeout: 60_000 }, () => {
  test.each([
    [{ kind: 'image', mimetype: 'image/jpeg', caption: 'look' }, { type: 'image' }],
    [{ kind: 'video', mimetype: 'video/mp4' }, { type: 'video' }],
    [{ kind: 'audio', mimetype: 'audio/ogg; codecs=opus', ptt: true }, { type: 'audio' }],
    [{ kind: 'sticker', mimetype: 'image/webp' }, { type: 'sticker' }],
    [{ kind: 'document', mimetype: 'application/pdf', fileName: 'הצעה (1).pdf' }, { fileName: 'הצעה (1).pdf' }],
    [{ kind: 'image', mimetype: 'image/png', bytes: Buffer.alloc(0) }, { size: 0 }],
  ] as const)('is named in its message and comes as it was: %o', async (file, named) => {
    const id = await receive(file);
    const { mimetype } = file;
    expect(heard.at(-1)?._media).toMatchObject({ size: bytes.length, mimetype, ...named });
    const { status, headers, body } = await fetchFile(id);
    expect([status, headers['content-type']]).toEqual([200, mimetype]);
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(body?.equals('bytes' in file ? file.bytes : bytes)).toBe(true);
  });

  test('has its name in the form that every client reads', async () => {
    const { headers } = await fetchFile(await receive({ kind: 'document', fileName: "a'b (1).pdf" }));
    expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''a%27b%20%281%29.pdf");
  });

  test('is kept as its key only, for this user', async () => {
    const id = await receive();
    const file = join(rig.dataFolder, 'storage/whatsapp/business_17/media-keys.jsonl');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toContain(id);
  });

  test('that is changed on its way is refused, or cut off before its end', async () => {
    const small = await receive({ bytes: bytes.subarray(0, 1_000) });
    rig.whatsapp.misbehave({ at: 'download', kind: 'corrupt' }, { times: 2 });
    const refused = await fetchFile(small);
    expect([refused.status, String(refused.body)]).toEqual([502, expect.stringContaining('media_corrupt')]);
    const cut = await fetchFile(await receive());
    expect(cut).toMatchObject({ status: 200, body: undefined });
  });

  test('of which only half comes is not taken for whole', async () => {
    const id = await receive();
    rig.whatsapp.misbehave({ at: 'download', kind: 'cut' }, { times: 1 });
    expect((await fetchFile(id)).body).toBeUndefined();
    expect((await fetchFile(id)).body?.equals(bytes)).toBe(true);
  });

  test.each([
    [404, 404, 'media_expired'],
    [410, 404, 'media_expired'],
    [503, 502, 'media_unavailable'],
    [302, 502, 'media_unavailable'],
  ])('that WhatsApp answers with %i is %i %s', async (code, status, error) => {
    const id = await receive();
    rig.whatsapp.misbehave({ at: 'download', kind: 'fail', code }, { times: 1 });
    const answer = await fetchFile(id);
    expect([answer.status, String(answer.body)]).toEqual([status, expect.stringContaining(error)]);
  });

  test('is asked for at WhatsApp only, wherever the sender points', async () => {
    for (const place of [
      { url: 'https://evil.example/v/file' },
      { directPath: '@evil.example/v/file' },
      { url: 'http://127.0.0.1:1/v/file' },
    ]) {
      const id = await receive({ place });
      expect((await fetchFile(id)).status).toBe(404);
    }
  });
});

test('a message without a file, and an id that is none, are 404', { timeout: 60_000 }, async () => {
  for (const id of ['3EB000000000000000', 'x', '..%2f..%2fcreds']) {
    const answer = await fetchFile(id);
    expect([answer.status, String(answer.body)]).toEqual([404, expect.stringContaining('no_media')]);
  }
  expect(await rig.ask('GET', '/whatsapp/nobody/media/3EB0')).toMatchObject({ json: { error: 'unknown_tenant' } });
});

test('the keys go with the tenant', { timeout: 60_000 }, async () => {
  await receive();
  await rig.console().registry.remove(rig.shop);
  const file = join(rig.dataFolder, 'storage/whatsapp/business_17/media-keys.jsonl');
  await expect(stat(file)).rejects.toThrow('ENOENT');
});
