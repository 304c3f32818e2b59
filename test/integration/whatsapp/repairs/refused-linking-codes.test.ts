import { expect, it } from 'vitest';

import { connectClient } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library gives away a code that the server has refused, and marks the credentials', async () => {
  world.whatsapp.misbehave({ at: 'code', kind: 'fail', code: 429 });
  const client = connectClient(world.whatsapp.url);
  await client.qr();
  expect(await client.socket.requestPairingCode(number)).toHaveLength(8);
  expect(client.auth.creds.me).toEqual({ id: `${number}@s.whatsapp.net`, name: '~' });
  await client.close();
});
