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

it('is still needed: the library opens without a key at the server, and makes new keys at every try', async () => {
  whatsapp.misbehave({ at: 'pre-keys', kind: 'refuse' });
  const scanned = connectClient(whatsapp.url);
  await whatsapp.phone(number)?.scan(await scanned.qr());
  await scanned.end();
  // It tries four times, with pauses of up to 4 s.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const client = connectClient(whatsapp.url, scanned.auth);
  const isOpen = () => client.updates.some(({ connection }) => connection === 'open');
  while (!isOpen()) await vi.advanceTimersByTimeAsync(500);
  vi.useRealTimers();
  expect(whatsapp.phone(number)?.devices).toMatchObject([{ preKeys: 0 }]);
  expect(client.auth.creds.nextPreKeyId).toBeGreaterThan(2 * 812);
  await client.close();
});
