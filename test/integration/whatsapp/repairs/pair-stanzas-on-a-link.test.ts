import { expect, it } from 'vitest';

import { link } from '../../loopback/real-client.ts';
import { useWhatsApp } from '../../loopback/use-whatsapp.ts';

const number = '15550001234';
const world = useWhatsApp(number);

it('is still needed: a forged pair-success ends the link of the library', async () => {
  world.whatsapp.misbehave({ at: 'open', kind: 'stanza', stanza: 'pair-success-unsealed', afterMs: 0 });
  const client = await link(world.whatsapp, number);
  expect(await client.end()).toMatchObject({ code: 500, message: 'Invalid account signature' });
});
