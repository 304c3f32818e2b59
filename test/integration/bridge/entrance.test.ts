import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { contract, eventsRoute } from '../../../electron/bridge/contract.ts';
import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';

let rig: BridgeRig;
beforeEach(async () => {
  rig = await createBridgeRig();
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  await rig.close();
});
const at = (path: string) => `/whatsapp/business_17/${path}`;

describe('who does not enter', () => {
  const refusals: [what: string, status: number, error: string, ask: () => Promise<unknown>][] = [
    [
      'no secret',
      401,
      'unauthorized',
      () => rig.ask('GET', '/tenants', { headers: { 'x-internal-secret': undefined } }),
    ],
    [
      'no secret, no such route',
      401,
      'unauthorized',
      () => rig.ask('GET', '/x', { headers: { 'x-internal-secret': 'x' } }),
    ],
    ['a foreign host', 421, 'wrong_host', () => rig.ask('GET', '/', { headers: { host: 'evil.example' } })],
    ['no such route', 404, 'not_found', () => rig.ask('GET', '/whatsapp')],
    ['another method', 404, 'not_found', () => rig.ask('DELETE', at('start'))],
    [
      'a form that says something',
      415,
      'unsupported_media_type',
      () =>
        rig.ask('POST', at('start'), {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'forceRelink=true',
        }),
    ],
    ['a path that climbs', 404, 'not_found', () => rig.ask('GET', '/whatsapp/../../etc/status')],
    ['an id that climbs', 400, 'invalid_request', () => rig.ask('GET', '/whatsapp/..%2F..%2Fetc/status')],
    ['a NUL byte', 400, 'invalid_request', () => rig.ask('POST', '/whatsapp/shop%00/start')],
    ['a broken escape', 400, 'invalid_request', () => rig.ask('POST', '/whatsapp/%zz/start')],
    ['300 characters', 400, 'invalid_request', () => rig.ask('POST', `/whatsapp/${'a'.repeat(300)}/start`)],
    ['a device name', 400, 'invalid_request', () => rig.ask('POST', '/whatsapp/CON/start')],
    ['a key given twice', 400, 'invalid_request', () => rig.ask('POST', at('start?forceRelink=true&forceRelink=true'))],
    [
      'broken JSON',
      400,
      'invalid_request',
      () => rig.ask('POST', '/send', { headers: { 'content-type': 'application/json' }, body: '{"a' }),
    ],
    ['a wrong type', 400, 'invalid_request', () => rig.ask('POST', at('start'), { json: { forceRelink: 'yes' } })],
    ['8 MB', 413, 'payload_too_large', () => rig.ask('POST', '/send', { json: { text: 'x'.repeat(8 * 1024 * 1024) } })],
    [
      'a form',
      415,
      'unsupported_media_type',
      () => rig.ask('POST', '/send', { headers: { 'content-type': 'text/xml' }, body: '<a/>' }),
    ],
  ];
  test.each(refusals)('%s: %i %s', async (_what, status, error, ask) => {
    expect(await ask()).toMatchObject({ status, json: { error } });
    expect(rig.console().registry.tenantIds()).toEqual([]);
    expect(await readdir(rig.dataFolder)).not.toContain('storage');
  });

  test('anyone without the secret, whatever the route but health', async () => {
    const answers = await Promise.all(
      Object.values({ ...contract, eventsRoute }).map(async ({ method, path, access }, n) => {
        const url = path.replace(':tenantId', 'business_17');
        // Each from another address: an address with too many wrong secrets has to wait.
        const remoteAddress = `10.0.0.${n}`;
        const { statusCode, body } = await rig.bridge.app.inject({ method, url, remoteAddress });
        return { path, access, said: `${statusCode} ${body}` };
      }),
    );
    const open = answers.filter(({ said }) => said !== '401 {"error":"unauthorized"}');
    expect(open.map(({ path, access, said }) => [path, access, said])).toEqual(
      ['/', '/health', '/healthz'].map((path) => [path, 'open', '200 ok']),
    );
  });

  test('a page of another site: no answer is shared with it', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const method of ['OPTIONS', 'GET'] as const) {
      const answer = await rig.bridge.app.inject({ method, url: '/tenants', headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('a request that is not HTTP is refused, and its connection closed', async () => {
    const socket = connect(rig.port, '127.0.0.1');
    socket.write('\x16\x03\x01 hello\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*\r\n\r\n\{"error":"invalid_request",/);
  });

  test('thousands of wrong secrets get their 401 or 429, and a backend that has called before passes between them', async () => {
    expect((await rig.ask('GET', '/tenants')).status).toBe(200);
    const flood = Promise.all(
      Array.from({ length: 3_000 }, (_, n) =>
        rig.bridge.app.inject({
          method: 'GET',
          url: '/tenants',
          headers: { host: 'localhost', 'x-internal-secret': `wrong-${n}` },
        }),
      ),
    );
    expect((await rig.ask('GET', '/tenants')).status).toBe(200);
    const state = { pending: true };
    void flood.then(() => (state.pending = false));
    while (state.pending) await rig.clock.advance(2_000);
    const statuses = new Set((await flood).map(({ statusCode }) => statusCode));
    expect([...statuses].sort()).toEqual([401, 429]);
    expect(await readdir(join(rig.dataFolder))).not.toContain('storage');
  });
});

test('health answers HEAD, and a trailing slash is the same route', async () => {
  for (const path of ['/', '/health', '/healthz/']) {
    expect(await rig.ask('HEAD', path, { headers: { 'x-internal-secret': undefined } })).toMatchObject({
      status: 200,
      text: '',
    });
  }
  expect((await rig.ask('HEAD', '/tenants')).status).toBe(404);
  const { paths } = (await rig.ask('GET', '/openapi.json')).json as { paths: Record<string, object> };
  const withHead = Object.entries(paths).flatMap(([path, methods]) => ('head' in methods ? [path] : []));
  expect(withHead.sort()).toEqual(['/', '/health', '/healthz']);
  expect(await rig.ask('GET', '/tenants/')).toMatchObject({ status: 200, json: { tenants: [] } });
  expect((await rig.ask('GET', at('status/'))).status).toBe(200);
});

describe('a body over 64 KiB', () => {
  const mebibyte = Buffer.alloc(1024 * 1024, 'x');

  /** Sends a body piece by piece; answers what was heard, and whether that came before the last piece. */
  async function send(header: string, pieces: number, frame = (piece: Buffer) => [piece]) {
    const socket = connect(rig.port, '127.0.0.1');
    let heard = '';
    let sent = 0;
    const ended = { early: false };
    const end = () => (ended.early ||= sent < pieces);
    // A connection that is cut while it is written to may end in an error.
    socket
      .on('data', (part) => (heard += String(part)))
      .on('data', end)
      .on('close', end)
      .on('error', end);
    const closed = once(socket, 'close').catch(() => undefined);
    socket.write(
      `POST /send HTTP/1.1\r\nhost: localhost\r\nx-internal-secret: ${secret}\r\ncontent-type: application/json\r\n${header}\r\n\r\n`,
    );
    for (; sent < pieces && !ended.early; sent += 1) {
      for (const part of frame(mebibyte)) {
        if (!socket.write(part)) await Promise.race([once(socket, 'drain'), closed]).catch(() => undefined);
      }
      // The server gets its turn, and would use it if it did not wait.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { early } = ended;
    socket.end();
    await closed;
    return { heard, early };
  }
  const refused =
    /^HTTP\/1\.1 413 [^]*\{"error":"payload_too_large","message":"A body has at most 65536 bytes[^"]*\."\}/;

  test('is read to its end before the answer', async () => {
    const { heard, early } = await send(`content-length: ${4 * mebibyte.length}`, 4);
    expect(heard).toMatch(refused);
    expect(early).toBe(false);
  });

  test('is read to its end in chunks, too', async () => {
    let left = 4;
    const { heard, early } = await send('transfer-encoding: chunked', left, (piece) => {
      left -= 1;
      const end = left === 0 ? '0\r\n\r\n' : '';
      return [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from(`\r\n${end}`)];
    });
    expect(heard).toMatch(refused);
    expect(early).toBe(false);
  });

  test('over 16 MiB is cut', async () => {
    expect(await send(`content-length: ${64 * mebibyte.length}`, 64)).toMatchObject({ early: true });
  });
});
