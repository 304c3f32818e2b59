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

it('is still needed: the library waits half a minute for a peer that does not answer', async () => {
  whatsapp.misbehave({ at: 'open', kind: 'silence', afterMs: 0 });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const linked = link(whatsapp, number);
  const client = await linked;
  let closed = false;
  const closing = client.close().then(() => (closed = true));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(closed).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  vi.useRealTimers();
  await closing;
});
