import { EventEmitter } from 'node:events';

import { Curve, NOISE_WA_HEADER, proto, type WASocket } from '@whiskeysockets/baileys';
import { describe, expect, test } from 'vitest';

import { type ChainKind, createCertificates } from '../../../electron/loopback/noise-certificate.ts';
import { createNoiseServer } from '../../../electron/loopback/noise-server.ts';
import { catchKeyPairs, guardServer } from '../../../electron/whatsapp/noise-guard.ts';

const now = Date.UTC(2026, 10, 28);
const here = 'ws://127.0.0.1:9/ws/chat';
const elsewhere = 'wss://web.whatsapp.com/ws/chat';

/** A guarded socket, and what a server with such a chain answers to its first message. */
function meet(chain: ChainKind, { url = here, unverified = false } = {}) {
  const staticKey = Curve.generateKeyPair();
  const server = createNoiseServer(staticKey, createCertificates(chain, staticKey.public, now));
  const ours = Curve.generateKeyPair();
  const ws = new EventEmitter();
  const heard: Uint8Array[] = [];
  const said: string[] = [];
  ws.on('message', (data: Uint8Array) => heard.push(data));
  guardServer({
    client: { Curve, proto, NOISE_WA_HEADER },
    socket: { ws } as unknown as WASocket,
    // The library makes more pairs than one; the right one is found by trying.
    pairs: [Curve.generateKeyPair(), ours],
    clock: { now: () => now },
    url,
    unverified,
    onFrame: ({ attributes }) => said.push(JSON.stringify(attributes)),
    onRefused: () => said.push('refused'),
    onUnreadable: () => said.push('unreadable'),
  });
  const hello = proto.HandshakeMessage.encode({ clientHello: { ephemeral: ours.public } }).finish();
  const answered = server.receive(Buffer.concat([NOISE_WA_HEADER, Buffer.from([0, 0, hello.length]), hello]));
  const reply = answered.ok && answered.value[0]?.type === 'reply' ? answered.value[0].bytes : Buffer.alloc(0);
  return { ws, said, reply, heard: () => Buffer.concat(heard) };
}

describe('a server whose chain is its own', () => {
  test('is heard from its first byte on, however its message is cut', () => {
    const { ws, said, reply, heard } = meet('own');
    for (const byte of reply) ws.emit('message', Buffer.from([byte]));
    ws.emit('message', Buffer.from('more'));
    expect(heard()).toEqual(Buffer.concat([reply, Buffer.from('more')]));
    expect(said).toEqual(['{"dates":"valid","until":"2026-12-28"}']);
  });

  test('is heard with dates that have passed, which are told', () => {
    const { ws, said, reply, heard } = meet('expired');
    ws.emit('message', reply);
    expect(heard()).toEqual(reply);
    expect(said).toEqual(['{"dates":"expired","until":"2026-11-27"}']);
  });

  test('is not heard at another address than one on loopback', () => {
    const { ws, said, reply, heard } = meet('own', { url: elsewhere });
    ws.emit('message', reply);
    expect(said).toEqual(['{"refused":"chain"}', 'refused']);
    expect(heard()).toHaveLength(0);
  });
});

describe('a server that is not what it says', () => {
  test.each([
    ['replays the public chain', 'replayed', elsewhere, 'key'],
    ['replays the public chain on loopback', 'replayed', here, 'chain'],
    ['shows a forged chain', 'forged', here, 'chain'],
  ] as const)('and %s is never heard', (_, chain, url, why) => {
    const { ws, said, reply, heard } = meet(chain, { url });
    ws.emit('message', reply);
    ws.emit('message', reply);
    expect(said).toEqual([`{"refused":"${why}"}`, 'refused']);
    expect(heard()).toHaveLength(0);
  });

  test.each([
    ['is no frame of the protocol', Buffer.concat([Buffer.from([0, 0, 64]), Buffer.alloc(64, 7)])],
    ['was made for another key', meet('own').reply],
    ['never ends', Buffer.alloc(70_000, 255)],
  ])('and whose message %s is never heard', (_, message) => {
    const { ws, said, heard } = meet('own');
    ws.emit('message', message);
    ws.emit('message', message);
    expect(said).toEqual(['unreadable']);
    expect(heard()).toHaveLength(0);
  });
});

describe('an unverified endpoint', () => {
  test('is heard on loopback, whatever it shows', () => {
    const { ws, reply, heard } = meet('replayed', { unverified: true });
    ws.emit('message', reply);
    expect(heard()).toEqual(reply);
  });

  test('is judged like any other at another address', () => {
    const { ws, said, reply } = meet('replayed', { unverified: true, url: elsewhere });
    ws.emit('message', reply);
    expect(said).toContain('refused');
  });
});

test('the pairs that are made in a call are caught, and none after it', () => {
  const curve = { ...Curve };
  const { made, pairs } = catchKeyPairs(curve, () => curve.generateKeyPair());
  curve.generateKeyPair();
  expect(pairs).toEqual([made]);
});
