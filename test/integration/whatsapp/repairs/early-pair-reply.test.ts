import { expect, it } from 'vitest';

import { connectClient } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the phone lists the device of the library before anything can have been saved', async () => {
  const client = connectClient(world.whatsapp.url);
  let saved = false;
  client.socket.ev.on('creds.update', ({ account }) => {
    // As soon as a disk can be done with it.
    if (account !== undefined) setTimeout(() => (saved = true), 60_000).unref();
  });
  expect(await world.whatsapp.phone(number)?.scan(await client.qr())).toMatchObject({ outcome: 'linked' });
  expect(saved).toBe(false);
  await client.end();
});
