import { expect, it } from 'vitest';

import { link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library reads no message while work on an earlier one stands still', async () => {
  const ana = world.whatsapp.addPhone({ number: '15550005678' });
  const { socket, close } = await link(world.whatsapp, number);
  const receipts: string[] = [];
  world.whatsapp.on((event) => {
    if (event.type === 'receipt') receipts.push(event.id);
  });
  let goOn: () => void = () => undefined;
  // As a query that is not answered, inside of the work on a history notification.
  void socket.messageMutex.mutex(() => new Promise<void>((resolve) => (goOn = resolve)));
  const id = await ana.send(number, { content: { conversation: 'hello' } });
  const ping = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:p' } };
  for (let round = 0; round < 20; round += 1) await socket.query(ping);
  expect(receipts).toEqual([]);
  const receipt = world.whatsapp.next('receipt');
  goOn();
  expect((await receipt).id).toBe(id);
  await close();
}, 30_000);
