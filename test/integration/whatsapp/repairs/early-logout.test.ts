import { afterEach, beforeEach, expect, it } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { link } from '../../loopback/real-client.ts';

const number = '15550001234';
let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  whatsapp.addPhone({ number });
});
afterEach(() => whatsapp.close());

it('is still needed: the library ends a logout without the answer', async () => {
  const client = await link(whatsapp, number);
  whatsapp.misbehave({ at: 'logout', kind: 'silent' });
  await client.socket.logout();
  await client.end();
  expect(whatsapp.phone(number)?.devices).toHaveLength(1);
});
