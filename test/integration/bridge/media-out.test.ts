import { createHash, randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable, pipeline } from 'node:stream';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { secret } from './bridge-rig.ts';
import { type FileServer, type MediaRig, createFileServer, createMediaRig } from './media-rig.ts';

const mebibyte = 1024 * 1024;
const bytes = randomBytes(200_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(mebibyte);
}

let rig: MediaRig;
let files: FileServer;
/** What the name `files.example` resolves to. */
let addresses: readonly { address: string; family: number }[];

beforeAll(async () => {
  files = await createFileServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://files.example');
    const type = searchParams.get('type');
    if (type !== null) response.setHeader('content-type', type);
    const to = searchParams.get('to');
    if (to !== null) response.writeHead(302, { location: to }).end();
    else if (pathname === '/endless') {
      // The other end hangs up.
      pipeline(Readable.from(endless()), response, () => undefined);
    } else if (pathname === '/cut') {
      response.writeHead(200, { 'content-length': 1_000 }).write('half', () => response.destroy());
    } else if (pathname === '/silent') return;
    else if (pathname === '/empty') response.end();
    else if (pathname === '/gone') response.writeHead(404).end();
    else response.end(bytes);
  });
  rig = await createMediaRig(undefined, {
    mediaRules: {
      lookup: ((_name: string, _options: object, done: (error: null, found: object) => void) =>
        done(null, addresses)) as never,
      allows: (address) => address === '127.0.0.1',
    },
  });
}, 60_000);
afterAll(async () => {
  expect(rig.errors()).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.close();
  await files.close();
}, 60_000);
beforeEach(() => {
  addresses = [{ address: '127.0.0.1', family: 4 }];
});

const base = { tenantId: 'business_17', to: '972507654321' };
const send = (json: object) => rig.ask('POST', '/send', { json: { ...base, ...json } });
const media = (more: object = {}) => ({ data: bytes.toString('base64'), mimetype: 'image/jpeg', ...more });
const url = (path: string) => `http://files.example:${files.port}${path}`;
const left = () => readdir(join(rig.dataFolder, 'media'));
const last = () => rig.ana.messages.at(-1)?.media;
const noneLeft = () => expect.poll(left, { timeout: 5_000 }).toEqual([]);

describe('a file in the body', { timeout: 60_000 }, () => {
  test.each([
    [
      { type: 'image', media: media(), caption: 'the shop' },
      { kind: 'image', caption: 'the shop' },
    ],
    [
      { type: 'video', media: media({ mimetype: 'video/mp4' }) },
      { kind: 'video', mimetype: 'video/mp4' },
    ],
    [
      { type: 'audio', media: media({ mimetype: 'audio/ogg; codecs=opus' }) },
      { kind: 'audio', ptt: true },
    ],
    [
      { type: 'audio', media: media({ mimetype: 'audio/mpeg' }), caption: 'x' },
      { kind: 'audio', mimetype: 'audio/mpeg' },
    ],
    [
      { type: 'document', media: media({ mimetype: 'application/pdf', filename: 'מחירון.pdf' }), caption: 'prices' },
      { kind: 'document', fileName: 'מחירון.pdf', caption: 'prices' },
    ],
  ])('arrives as it was: %#', async (message, seen) => {
    const answer = await send(message);
    expect(answer.json).toMatchObject({ ok: true, status: 'sent' });
    expect(last()).toMatchObject({ ...seen, size: bytes.length, sha256 });
    await noneLeft();
    expect((await stat(join(rig.dataFolder, 'media'))).mode & 0o777).toBe(0o700);
  });

  test('goes once for a key, and conflicts with another file', async () => {
    const before = rig.ana.messages.length;
    const message = { type: 'image', media: media(), idempotencyKey: 'picture' };
    const [one, other] = await Promise.all([send(message), send(message)]);
    expect(one.json).toEqual(other.json);
    expect(rig.ana.messages).toHaveLength(before + 1);
    const changed = { ...message, media: media({ data: randomBytes(10).toString('base64') }) };
    expect(await send(changed)).toMatchObject({ status: 409, json: { error: 'idempotency_conflict' } });
    await noneLeft();
  });

  test.each([
    ['no base64', { type: 'image', media: media({ data: '***' }) }, 400, 'invalid_request'],
    ['no string', { type: 'image', media: media({ data: 17 }) }, 400, 'invalid_request'],
    ['no type', { type: 'image', media: { data: 'AAAA' } }, 400, 'invalid_request'],
    ['another kind', { type: 'sticker', media: media() }, 400, 'invalid_request'],
    ['no recipient', { type: 'image', media: media(), to: 'a@b' }, 400, 'invalid_request'],
    ['a stranger', { type: 'image', media: media(), to: '972509999999' }, 404, 'not_on_whatsapp'],
    ['an unknown tenant', { type: 'image', media: media(), tenantId: 'nobody' }, 503, 'WhatsApp not connected'],
    ['a text beside it', { type: 'text', text: 'hello', media: media() }, 200, undefined],
  ])('is deleted where it is refused or not needed: %s', async (_, message, status, error) => {
    const answer = await send(message);
    expect([answer.status, (answer.json as { error?: string }).error]).toEqual([status, error]);
    await noneLeft();
  });

  test.each([
    ['image', 16],
    ['document', 100],
  ])('of the kind %s over %i MiB is refused, with the limit in words', async (type, most) => {
    const answer = await send({ type, media: media({ data: Buffer.alloc(most * mebibyte + 1).toString('base64') }) });
    expect(answer).toMatchObject({ status: 413, json: { error: 'payload_too_large' } });
    expect(answer.text).toContain('A document has at most 100 MiB, any other file 16 MiB');
    await noneLeft();
  });

  test('over 140 MiB is refused before it is read', async () => {
    const socket = connect(rig.port, '127.0.0.1');
    const head = `POST /send HTTP/1.1\r\nhost: localhost\r\nx-internal-secret: ${secret}\r\ncontent-type: application/json\r\n`;
    socket.write(`${head}content-length: ${141 * mebibyte}\r\n\r\n`);
    const more = () => {
      if (!socket.destroyed) socket.write(Buffer.alloc(mebibyte, ' '), more);
    };
    socket.on('error', () => undefined);
    more();
    const [answer] = await new Promise<Buffer[]>((resolve) => socket.once('data', (chunk: Buffer) => resolve([chunk])));
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
    await noneLeft();
  });

  test('of a caller that hangs up is deleted', async () => {
    const socket = connect(rig.port, '127.0.0.1');
    const head = `POST /send HTTP/1.1\r\nhost: localhost\r\nx-internal-secret: ${secret}\r\ncontent-type: application/json\r\n`;
    socket.write(`${head}content-length: 1000000\r\n\r\n{"media":{"data":"${'A'.repeat(300_000)}`);
    await expect.poll(left, { timeout: 5_000 }).toHaveLength(1);
    const [name = ''] = await left();
    expect((await stat(join(rig.dataFolder, 'media', name))).mode & 0o777).toBe(0o600);
    socket.destroy();
    await noneLeft();
  });

  test('that WhatsApp does not take is a 502 that says so', async () => {
    rig.whatsapp.misbehave({ at: 'upload', kind: 'fail', code: 507 }, { times: 1 });
    const answer = await send({ type: 'image', media: media() });
    expect(answer).toMatchObject({ status: 502, json: { error: 'media_upload_failed' } });
    expect(answer.text).toContain('507');
    await noneLeft();
  });
});

describe('a file by its address', { timeout: 60_000 }, () => {
  test.each([
    ['image/png', { kind: 'image', mimetype: 'image/png' }],
    ['video/mp4', { kind: 'video' }],
    ['audio/ogg; codecs=opus', { kind: 'audio', ptt: true }],
    ['application/pdf', { kind: 'document', mimetype: 'application/pdf', fileName: 'price list.pdf' }],
    ['image/svg+xml', { kind: 'document' }],
    [undefined, { kind: 'document', mimetype: 'application/octet-stream' }],
  ])('is sent as its type says: %s', async (type, seen) => {
    const query = type === undefined ? '' : `?type=${encodeURIComponent(type)}`;
    const answer = await send({ type: 'media', mediaUrl: url(`/price%20list.pdf${query}`), caption: 'look' });
    expect(answer.json).toMatchObject({ ok: true });
    expect(last()).toMatchObject({ ...seen, sha256 });
    await noneLeft();
  });

  test('is found behind three redirects and not behind four', async () => {
    const behind = (count: number): string =>
      count === 0 ? url('/file.png?type=image/png') : url(`/next?to=${encodeURIComponent(behind(count - 1))}`);
    expect(await send({ type: 'media', mediaUrl: behind(3) })).toMatchObject({ status: 200 });
    expect(await send({ type: 'media', mediaUrl: behind(4) })).toMatchObject({
      status: 422,
      json: { error: 'media_url_refused', message: 'mediaUrl was redirected more than 3 times.' },
    });
  });

  test.each([
    'http://127.0.0.2/x',
    'http://[::1]/x',
    'http://[::ffff:10.0.0.1]/x',
    'http://2130706434/x',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'ftp://files.example/x',
    'nonsense',
    'http://user:password@files.example/x',
  ])('is refused for where it leads, and not asked: %s', async (mediaUrl) => {
    for (const given of [mediaUrl, url(`/next?to=${encodeURIComponent(mediaUrl)}`)]) {
      // A location that is no address is not followed.
      if (given !== mediaUrl && mediaUrl === 'nonsense') continue;
      expect(await send({ type: 'media', mediaUrl: given })).toMatchObject({
        status: 422,
        json: { error: 'media_url_refused' },
      });
    }
    await noneLeft();
  });

  test('is judged by every address that its name resolves to when the socket connects', async () => {
    const before = files.asked.length;
    addresses = [
      { address: '127.0.0.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    expect(await send({ type: 'media', mediaUrl: url('/file') })).toMatchObject({
      status: 422,
      json: { error: 'media_url_refused', message: 'mediaUrl leads to an address that is not on the public internet.' },
    });
    expect(files.asked).toHaveLength(before);
  });

  test.each([
    ['/gone', 502, 'mediaUrl answered 404.'],
    ['/cut', 502, 'The connection to mediaUrl ended before the file was complete.'],
    ['/empty', 502, 'mediaUrl answered with an empty file.'],
    [
      '/endless?type=image/png',
      413,
      'A document has at most 100 MiB, any other file 16 MiB, and the whole body 140 MiB.',
    ],
  ])('%s is %i: %s', async (path, status, message) => {
    const answer = await send({ type: 'media', mediaUrl: url(path) });
    expect([answer.status, (answer.json as { message?: string }).message]).toEqual([status, message]);
    await noneLeft();
  });

  test('has a minute to arrive', async () => {
    const asked = files.asked.length;
    const sent = send({ type: 'media', mediaUrl: url('/silent') });
    await expect.poll(() => files.asked.length, { timeout: 5_000 }).toBe(asked + 1);
    await rig.clock.advance(60_000);
    expect(await sent).toMatchObject({ status: 502, json: { message: 'mediaUrl did not give the file within 60 s.' } });
  });
});
