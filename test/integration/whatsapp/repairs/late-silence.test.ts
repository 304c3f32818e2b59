import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { link } from '../../loopback/real-client.ts';

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

it('is still needed: 50 s after the last frame the library has not noticed that the peer is silent', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  whatsapp.misbehave({ at: 'open', kind: 'silence', afterMs: 0 });
  const client = await link(whatsapp, number);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(client.updates.some(({ connection }) => connection === 'close')).toBe(false);
  const closing = client.close();
  await vi.advanceTimersByTimeAsync(31_000);
  await closing;
});
