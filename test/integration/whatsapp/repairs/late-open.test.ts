import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { connectClient, link } from '../../loopback/real-client.ts';

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

it('is still needed: 50 s after the accepted login the library has said nothing of it', async () => {
  const { auth, close } = await link(whatsapp, number);
  await close();
  whatsapp.misbehave({ at: 'query', kind: 'ignore', xmlns: 'passive' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const accepted = whatsapp.next('login');
  const client = connectClient(whatsapp.url, auth);
  await accepted;
  await vi.advanceTimersByTimeAsync(50_000);
  expect(client.updates.map(({ connection }) => connection)).not.toContain('open');
  vi.useRealTimers();
  await client.close();
});
