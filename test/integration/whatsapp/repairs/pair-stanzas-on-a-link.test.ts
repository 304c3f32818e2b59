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

it('is still needed: a forged pair-success ends the link of the library', async () => {
  whatsapp.misbehave({ at: 'open', kind: 'stanza', stanza: 'pair-success-unsealed', afterMs: 0 });
  const client = await link(whatsapp, number);
  expect(await client.end()).toMatchObject({ code: 500, message: 'Invalid account signature' });
});
