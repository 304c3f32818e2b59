import { expect, it } from 'vitest';

import { link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library lets the error of an unreadable frame escape and keeps the socket open', async () => {
  const client = await link(world.whatsapp, number);
  const [handle] = client.socket.ws.listeners('message') as ((data: Uint8Array) => Promise<void>)[];
  const frame = Buffer.concat([Buffer.from([0, 0, 64]), Buffer.alloc(64)]);
  await expect(handle?.(frame)).rejects.toThrow('unable to authenticate');
  expect(client.updates.some(({ connection }) => connection === 'close')).toBe(false);
  await client.close();
});
