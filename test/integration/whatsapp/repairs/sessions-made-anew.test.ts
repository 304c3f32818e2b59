import { afterEach, expect, it } from 'vitest';

import { createLoopbackWhatsApp, type LoopbackWhatsApp } from '../../../../electron/loopback/endpoint.ts';
import { isConnected } from '../../../../shared/session.ts';
import { createRig } from '../../../support/console-rig.ts';
import { link, login } from '../../loopback/real-client.ts';

const number = '972501234567';
const contact = '972507654321';
let close: () => Promise<unknown> = () => Promise.resolve();
afterEach(() => close());

/** Whose keys were given away so far. */
function keysGiven(whatsapp: Pick<LoopbackWhatsApp, 'on'>): readonly string[] {
  const given: string[] = [];
  whatsapp.on((event) => {
    if (event.type === 'keys-given') given.push(event.of);
  });
  return given;
}

it('opens one session with a contact, however often the link comes back', { timeout: 60_000 }, async () => {
  const rig = await createRig();
  close = () => rig.close();
  const phone = rig.whatsapp.addPhone({ number });
  const ana = rig.whatsapp.addPhone({ number: contact });
  const shop = await rig.tenant('business_17');
  await rig.link(shop, phone);
  const given = keysGiven(rig.whatsapp);
  const send = (text: string) => rig.console().registry.sendText(shop, `${contact}@s.whatsapp.net`, text);
  expect(await send('first')).toMatchObject({ ok: true });
  const first = [...given];
  // Of the contact's phone and of the own one.
  expect(new Set(first).size).toBe(2);

  for (const text of ['second', 'third']) {
    await rig.restart();
    await rig.until(shop, isConnected);
    expect(await send(text)).toMatchObject({ ok: true });
  }
  await expect
    .poll(() => ana.messages.map(({ text }) => text), { timeout: 15_000 })
    .toEqual(['first', 'second', 'third']);
  expect(given).toEqual(first);
});

it(
  'is still needed: the library opens another session with a contact on every socket',
  { timeout: 60_000 },
  async () => {
    const whatsapp = await createLoopbackWhatsApp();
    close = () => whatsapp.close();
    whatsapp.addPhone({ number });
    const { jid } = whatsapp.addPhone({ number: contact });
    const given = keysGiven(whatsapp);
    const first = await link(whatsapp, number);
    await first.socket.sendMessage(jid, { text: 'first' });
    await first.close();
    const before = given.length;
    const second = await login(whatsapp.url, first.auth);
    await second.socket.sendMessage(jid, { text: 'second' });
    await second.close();
    expect(given.length).toBeGreaterThan(before);
  },
);
