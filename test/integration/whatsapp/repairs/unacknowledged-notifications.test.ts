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

it('is still needed: the library cannot acknowledge a notification before it is linked', async () => {
  const client = connectClient(whatsapp.url);
  await client.qr();
  const told = new Promise<unknown>((resolve) => {
    client.socket.logger.error = (data: unknown, message?: string) => {
      if (message === 'failed to ack notification') resolve(data);
    };
  });
  whatsapp.misbehave({ at: 'scan', kind: 'retire-secret' });
  await whatsapp.phone(number)?.scan(await client.qr());
  expect(await told).toMatchObject({ ackErr: { message: expect.stringContaining('id') as string } });
  await client.close();
}, 10_000);
