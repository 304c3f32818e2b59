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

it('is still needed: the library lets the error of an unreadable frame escape and keeps the socket open', async () => {
  const client = await link(whatsapp, number);
  const [handle] = client.socket.ws.listeners('message') as ((data: Uint8Array) => Promise<void>)[];
  const frame = Buffer.concat([Buffer.from([0, 0, 64]), Buffer.alloc(64)]);
  await expect(handle?.(frame)).rejects.toThrow('unable to authenticate');
  expect(client.updates.some(({ connection }) => connection === 'close')).toBe(false);
  await client.close();
});
