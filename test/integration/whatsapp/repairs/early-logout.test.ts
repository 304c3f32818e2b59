import { expect, it } from 'vitest';

import { link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library ends a logout without the answer', async () => {
  const client = await link(world.whatsapp, number);
  world.whatsapp.misbehave({ at: 'logout', kind: 'silent' });
  await client.socket.logout();
  await client.end();
  expect(world.whatsapp.phone(number)?.devices).toHaveLength(1);
});
