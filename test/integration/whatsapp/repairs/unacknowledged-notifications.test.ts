import { expect, it } from 'vitest';

import { connectClient } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library cannot acknowledge a notification before it is linked', async () => {
  const client = connectClient(world.whatsapp.url);
  await client.qr();
  const told = new Promise<unknown>((resolve) => {
    client.socket.logger.error = (data: unknown, message?: string) => {
      if (message === 'failed to ack notification') resolve(data);
    };
  });
  world.whatsapp.misbehave({ at: 'scan', kind: 'retire-secret' });
  await world.whatsapp.phone(number)?.scan(await client.qr());
  expect(await told).toMatchObject({ ackErr: { message: expect.stringContaining('id') as string } });
  await client.close();
}, 10_000);
