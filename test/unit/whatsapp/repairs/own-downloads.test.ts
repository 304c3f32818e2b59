import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';

import { afterEach, expect, test, vi } from 'vitest';

import type { MediaServers } from '../../../../electron/whatsapp/media-servers.ts';
import { downloadBy } from '../../../../electron/whatsapp/repairs/own-downloads.ts';

/** Media servers that answer with these bytes, in pieces of 10 kB, and count what was asked. */
function serversWith(bytes: Buffer, status = 200) {
  const asked: string[] = [];
  const pieces = Array.from({ length: Math.ceil(bytes.length / 10_000) }, (_, at) =>
    bytes.subarray(at * 10_000, (at + 1) * 10_000),
  );
  const servers: Pick<MediaServers, 'serves' | 'ask'> = {
    serves: (host) => host === 'mmg.whatsapp.net',
    ask(host, path) {
      asked.push(`${host}${path}`);
      const answer = Object.assign(Readable.from(pieces, { objectMode: false }), {
        statusCode: status,
        statusMessage: 'Said',
        headers: { 'x-told': 'yes' },
        rawHeaders: ['X-Told', 'yes'],
      });
      return Promise.resolve(answer as unknown as IncomingMessage);
    },
  };
  return { servers, asked };
}

const connect = vi.spyOn(Socket.prototype, 'connect');
afterEach(() => void connect.mockClear());

test('the fetch of this Node is served by the media servers, and nothing is dialled', async () => {
  const bytes = Buffer.alloc(300_000, 'history');
  const { servers, asked } = serversWith(bytes);
  const answer = await fetch('https://mmg.whatsapp.net/v/file?oh=1', { ...downloadBy(servers) });
  expect([answer.status, answer.headers.get('x-told')]).toEqual([200, 'yes']);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(asked).toEqual(['mmg.whatsapp.net/v/file?oh=1']);
  expect(connect).not.toHaveBeenCalled();
});

test.each(['https://elsewhere.example/v/file', 'http://mmg.whatsapp.net/v/file'])('%s is not asked', async (url) => {
  const { servers, asked } = serversWith(Buffer.from('x'));
  await expect(fetch(url, { ...downloadBy(servers) })).rejects.toThrow('fetch failed');
  expect(asked).toEqual([]);
  expect(connect).not.toHaveBeenCalled();
});

test('a refusal is an answer', async () => {
  const answer = await fetch('https://mmg.whatsapp.net/gone', {
    ...downloadBy(serversWith(Buffer.from('gone'), 410).servers),
  });
  expect([answer.ok, answer.status]).toEqual([false, 410]);
});

interface NewerController {
  readonly rawHeaders: readonly Buffer[];
  readonly paused: boolean;
  pause(): void;
  resume(): void;
}

/** A fetch that speaks to its dispatcher as undici 8 does, pausing after each piece. */
function newerFetch(options: object, origin = 'https://mmg.whatsapp.net') {
  const { dispatcher } = options as { dispatcher: { dispatch(asked: object, listener: object): boolean } };
  return new Promise<{ status: number; header: string; bytes: Buffer; mostAtOnce: number }>((resolve, reject) => {
    const pieces: Buffer[] = [];
    const told = { status: 0, header: '', mostAtOnce: 0 };
    let sincePause = 0;
    dispatcher.dispatch(
      { origin, path: '/v/file', method: 'GET' },
      {
        onRequestStart: () => undefined,
        onResponseStart(controller: NewerController, status: number) {
          told.status = status;
          told.header = Buffer.concat([...controller.rawHeaders]).toString();
        },
        onResponseData(controller: NewerController, piece: Buffer) {
          pieces.push(piece);
          sincePause += 1;
          told.mostAtOnce = Math.max(told.mostAtOnce, sincePause);
          controller.pause();
          setImmediate(() => {
            sincePause = 0;
            controller.resume();
          });
        },
        onResponseEnd: () => resolve({ ...told, bytes: Buffer.concat(pieces) }),
        onResponseError: (_: NewerController, error: Error) => reject(error),
      },
    );
  });
}

test('the fetch of Node 26 is served too, at its own pace', async () => {
  const bytes = Buffer.alloc(55_000, 'state');
  const told = await newerFetch(downloadBy(serversWith(bytes).servers));
  expect(told).toEqual({ status: 200, header: 'X-Toldyes', bytes, mostAtOnce: 1 });
  await expect(newerFetch(downloadBy(serversWith(bytes).servers), 'https://elsewhere.example')).rejects.toThrow(
    'no media server',
  );
});

test('is still needed: without it the library dials by itself', async () => {
  const { downloadContentFromMessage } = await import('@whiskeysockets/baileys');
  const server = createServer((_request, response) => void response.end('x'.repeat(32)));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
  const agent = { dispatch: vi.fn() };
  const stream = await downloadContentFromMessage({ mediaKey: new Uint8Array(32), url }, 'md-msg-hist', {
    options: { agent } as object,
  });
  // What came is no file of WhatsApp's.
  await once(stream, 'error');
  expect(connect).toHaveBeenCalled();
  expect(agent.dispatch).not.toHaveBeenCalled();
  server.close();
});
