import { randomBytes } from 'node:crypto';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { connectClient } from '../../loopback/real-client.ts';

const number = '15550001234';
let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  whatsapp.addPhone({ number });
});
afterEach(async () => {
  vi.useRealTimers();
  await whatsapp.close();
});

it('is still needed: the library draws a later code with the secret of the first', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const client = connectClient(whatsapp.url);
  const first = await client.qr();
  const { creds } = client.auth;
  const retired = creds.advSecretKey;
  creds.advSecretKey = randomBytes(32).toString('base64');
  vi.advanceTimersByTime(60_000);
  const second = await client.until(({ qr }) => (qr === undefined || qr === first ? undefined : qr));
  expect(second).toContain(retired);
  vi.useRealTimers();
  await client.close();
});
