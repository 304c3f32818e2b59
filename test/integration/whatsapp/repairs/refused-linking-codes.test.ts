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

it('is still needed: the library gives away a code that the server has refused, and marks the credentials', async () => {
  whatsapp.misbehave({ at: 'code', kind: 'fail', code: 429 });
  const client = connectClient(whatsapp.url);
  await client.qr();
  expect(await client.socket.requestPairingCode(number)).toHaveLength(8);
  expect(client.auth.creds.me).toEqual({ id: `${number}@s.whatsapp.net`, name: '~' });
  await client.close();
});
