import { Curve } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { createLoopbackWhatsApp, type LoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { connectClient, createMemoryAuth, link } from './real-client.ts';

const number = '15550001234';

/** Each test bends the real client in one place and sees that the endpoint notices. */
describe('a client that cheats', () => {
  let whatsapp: LoopbackWhatsApp;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = createFakeClock();
    whatsapp = await createLoopbackWhatsApp({ clock, judgesPresence: false });
    whatsapp.addPhone({ number });
  });
  afterEach(() => whatsapp.close());

  const rules = (): string[] => whatsapp.violations.map(({ rule }) => rule);

  it('is not linked without answering pair-success', async () => {
    const client = connectClient(whatsapp.url);
    const qr = await client.qr();
    const reached = new Promise((resolve) => {
      client.socket.ws.removeAllListeners('CB:iq,,pair-success').once('CB:iq,,pair-success', resolve);
    });
    const scan = whatsapp.phone(number)?.scan(qr);
    await reached;
    await clock.advance(60_000);
    expect(await scan).toEqual({ outcome: 'no-answer' });
    expect((await client.end()).code).toBe(428);
    expect(whatsapp.phone(number)?.devices).toEqual([]);
    expect(rules()).toEqual(['device-signature']);
  });

  it('is not linked with an answer that lacks pair-device-sign', async () => {
    const client = connectClient(whatsapp.url);
    const qr = await client.qr();
    const { ws, sendNode } = client.socket;
    ws.removeAllListeners('CB:iq,,pair-success').once('CB:iq,,pair-success', ({ attrs }: { attrs: { id: string } }) => {
      void sendNode({ tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'result', id: attrs.id } });
    });
    expect(await whatsapp.phone(number)?.scan(qr)).toEqual({ outcome: 'signature-invalid' });
    expect((await client.end()).code).toBe(401);
    expect(whatsapp.phone(number)?.devices).toEqual([]);
    expect(rules()).toEqual(['device-signature']);
  });

  it('is not linked with a signature by another key', async () => {
    const auth = createMemoryAuth();
    const client = connectClient(whatsapp.url, auth);
    const qr = await client.qr();
    Object.assign(auth.creds.signedIdentityKey, { private: Curve.generateKeyPair().private });
    expect(await whatsapp.phone(number)?.scan(qr)).toEqual({ outcome: 'signature-invalid' });
    await client.end();
    expect(rules()).toEqual(['device-signature']);
  });

  it('cannot log in with a foreign noise key', async () => {
    const client = await link(whatsapp, number);
    await client.close();
    const creds = { ...client.auth.creds, noiseKey: Curve.generateKeyPair() };
    const thief = connectClient(whatsapp.url, { ...client.auth, creds });
    expect((await thief.end()).code).toBe(401);
    expect(rules()).toEqual(['login-identity']);
  });

  it('cannot log in while its signature is outstanding', async () => {
    const client = connectClient(whatsapp.url);
    const qr = await client.qr();
    const reached = new Promise((resolve) => {
      client.socket.ws.removeAllListeners('CB:iq,,pair-success').once('CB:iq,,pair-success', resolve);
    });
    const scan = whatsapp.phone(number)?.scan(qr);
    await reached;
    const creds = { ...client.auth.creds, me: { id: `${number}:1@s.whatsapp.net`, name: '~' } };
    expect((await connectClient(whatsapp.url, { ...client.auth, creds }).end()).code).toBe(401);
    expect(rules()).toEqual(['login-identity']);
    await client.close();
    expect(await scan).toEqual({ outcome: 'closed' });
  });

  it('cannot upload pre-keys of another identity', async () => {
    const client = connectClient(whatsapp.url);
    await whatsapp.phone(number)?.scan(await client.qr());
    await client.end();
    const creds = { ...client.auth.creds, signedIdentityKey: Curve.generateKeyPair() };
    const violation = whatsapp.next('violation');
    const changed = connectClient(whatsapp.url, { ...client.auth, creds });
    await violation;
    expect(rules()).toEqual(['pre-keys']);
    expect(whatsapp.phone(number)?.devices).toMatchObject([{ preKeys: 0 }]);
    await changed.close();
  });

  it('cannot send a first message with another device identity', async () => {
    const client = await link(whatsapp, number);
    Object.assign(client.auth.creds.account ?? {}, { accountSignature: Buffer.alloc(64) });
    const refused = new Promise((resolve) => client.socket.ws.once('CB:ack,class:message', resolve));
    await client.socket.sendMessage(`${number}@s.whatsapp.net`, { text: 'hello' });
    expect(await refused).toMatchObject({ attrs: { error: '479' } });
    expect(whatsapp.phone(number)?.messages).toEqual([]);
    expect(rules()).toEqual(['message']);
    await client.close();
  });

  it.each([
    ['without a device part', `${number}@s.whatsapp.net`],
    ['as a device that never was', `${number}:9@s.whatsapp.net`],
    ['as nobody', '19999999999:1@s.whatsapp.net'],
  ])('cannot log in %s', async (_, id) => {
    const auth = createMemoryAuth();
    auth.creds.me = { id, name: '~' };
    expect((await connectClient(whatsapp.url, auth).end()).code).toBe(401);
    expect(rules()).toEqual(['login-identity']);
  });

  it('cannot register a signed pre-key that it did not sign', async () => {
    const auth = createMemoryAuth();
    Object.assign(auth.creds.signedPreKey, { signature: Buffer.alloc(64, 1) });
    expect((await connectClient(whatsapp.url, auth).end()).code).toBe(400);
    expect(rules()).toEqual(['client-payload']);
  });

  it('cannot be scanned with the keys of another registration', async () => {
    const [one, other] = [connectClient(whatsapp.url), connectClient(whatsapp.url)];
    const [ours, theirs] = [(await one.qr()).split(','), (await other.qr()).split(',')];
    const mixed = [ours[0], ...theirs.slice(1)].join(',');
    expect(await whatsapp.phone(number)?.scan(mixed)).toEqual({ outcome: 'keys-mismatch' });
    expect(rules()).toEqual(['linking-code']);
    await Promise.all([one.close(), other.close()]);
  });

  it('is cut off when it speaks another protocol', async () => {
    const socket = new WebSocket(whatsapp.url);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.once('open', () => socket.send('GET / HTTP/1.1\r\n\r\n'));
    await closed;
    expect(rules()).toEqual(['handshake']);
  });

  it('scans no ref past its time', async () => {
    const client = connectClient(whatsapp.url);
    const registered = whatsapp.next('registration');
    const qr = await client.qr();
    await registered;
    await clock.advance(60_000);
    expect(await whatsapp.phone(number)?.scan(qr)).toEqual({ outcome: 'ref-expired' });
    await client.close();
    expect(rules()).toEqual([]);
  });
});
