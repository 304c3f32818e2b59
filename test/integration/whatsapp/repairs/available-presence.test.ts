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

it('is still needed: at a change of the credentials the library silences the phone', async () => {
  const client = await link(whatsapp, number);
  const silenced = whatsapp.next('presence', ({ presence }) => presence === undefined);
  client.socket.ev.emit('creds.update', { accountSyncCounter: 1 });
  await silenced;
  expect(whatsapp.phone(number)?.devices).toMatchObject([{ available: true }]);
  expect(whatsapp.violations).toContainEqual(expect.objectContaining({ rule: 'presence' }));
  await client.close();
});
