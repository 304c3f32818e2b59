import { expect, it } from 'vitest';

import { link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: the library’s query for keys names no device where a contact has no LID', async () => {
  const ana = world.whatsapp.addPhone({ number: '15550005678' });
  const client = await link(world.whatsapp, number);
  world.whatsapp.misbehave({ at: 'usync', kind: 'no-lid' }, { number: ana.number });
  await expect(client.socket.sendMessage(ana.jid, { text: 'hello' })).rejects.toThrow('not-acceptable');
  expect(ana.messages).toEqual([]);
  await client.close();
}, 30_000);
