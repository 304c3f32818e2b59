import { randomBytes } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createLoopbackWhatsApp, type LoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { connectClient } from './real-client.ts';

const number = '15550001234';

/** What the unmodified library makes of the changes of 2026, and what the endpoint makes of it. */
describe('the client library on its own', () => {
  let whatsapp: LoopbackWhatsApp;
  beforeEach(async () => {
    whatsapp = await createLoopbackWhatsApp({ judgesPresence: false });
    whatsapp.addPhone({ number });
  });
  afterEach(() => whatsapp.close());

  it('does not acknowledge a retired secret, and is linked only with a new one', async () => {
    whatsapp.misbehave({ at: 'scan', kind: 'retire-secret' }, { times: 1 });
    const phone = whatsapp.phone(number);
    const client = connectClient(whatsapp.url);
    const qr = await client.qr();
    expect(await phone?.scan(qr)).toEqual({ outcome: 'secret-retired' });
    expect(await phone?.scan(qr)).toEqual({ outcome: 'secret-retired' });
    const { creds } = client.auth;
    const redrawn = qr.replace(creds.advSecretKey, () => {
      creds.advSecretKey = randomBytes(32).toString('base64');
      return creds.advSecretKey;
    });
    expect(await phone?.scan(redrawn)).toMatchObject({ outcome: 'linked' });
    expect(whatsapp.violations).toMatchObject([{ rule: 'stanza', detail: 'a notification was not acknowledged' }]);
    await client.end();
  });

  it('is linked by its own code, with a wrong try before', async () => {
    const phone = whatsapp.phone(number);
    const client = connectClient(whatsapp.url);
    await client.qr();
    const code = await client.socket.requestPairingCode(number);
    // The library does not wait for the server, so a phone must.
    await expect.poll(() => phone?.enterCode('ZZZZZZZZ')).toEqual({ outcome: 'wrong-code' });
    expect(await phone?.enterCode(code)).toMatchObject({ outcome: 'linked' });
    expect((await client.end()).code).toBe(515);
    expect(whatsapp.violations).toMatchObject([
      { rule: 'link-code', detail: 'asked for a code with another nonce than the byte 0' },
    ]);
  });

  it('gives a code away that the server refused, and marks the credentials all the same', async () => {
    whatsapp.misbehave({ at: 'code', kind: 'fail', code: 429 });
    const client = connectClient(whatsapp.url);
    await client.qr();
    const code = await client.socket.requestPairingCode(number);
    expect(code).toHaveLength(8);
    expect(client.auth.creds.me).toEqual({ id: `${number}@s.whatsapp.net`, name: '~' });
    expect(await whatsapp.phone(number)?.enterCode(code)).toEqual({ outcome: 'not-asked' });
    await client.close();
  });
});
