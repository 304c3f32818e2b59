import { expect, it } from 'vitest';

import { link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: at a change of the credentials the library silences the phone', async () => {
  const client = await link(world.whatsapp, number);
  const silenced = world.whatsapp.next('presence', ({ presence }) => presence === undefined);
  client.socket.ev.emit('creds.update', { accountSyncCounter: 1 });
  await silenced;
  expect(world.whatsapp.phone(number)?.devices).toMatchObject([{ available: true }]);
  expect(world.whatsapp.violations).toContainEqual(expect.objectContaining({ rule: 'presence' }));
  await client.close();
});
