import { afterEach, beforeEach, expect, it } from 'vitest';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { connectClient } from '../../loopback/real-client.ts';

const number = '15550001234';
let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  whatsapp.addPhone({ number });
});
afterEach(() => whatsapp.close());

it('is still needed: the phone lists the device of the library before anything can have been saved', async () => {
  const client = connectClient(whatsapp.url);
  let saved = false;
  client.socket.ev.on('creds.update', ({ account }) => {
    // As soon as a disk can be done with it.
    if (account !== undefined) setTimeout(() => (saved = true), 60_000).unref();
  });
  expect(await whatsapp.phone(number)?.scan(await client.qr())).toMatchObject({ outcome: 'linked' });
  expect(saved).toBe(false);
  await client.end();
});
