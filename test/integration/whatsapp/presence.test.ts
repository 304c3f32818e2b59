import { afterEach, expect, it } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const number = '972501234567';

async function linked(name?: string) {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number, name });
  await rig.link(tenant, phone);
  return { tenant, phone };
}

/** Resolves once the server has taken in every stanza that was on its way. */
async function settled(tenant: Parameters<Rig['snapshot']>[0]) {
  const arrived = rig.whatsapp.next('message');
  await rig.console().registry.sendTestMessage(tenant, 'Hello');
  await arrived;
}

it.each([
  ['with a name', 'Shop'],
  ['without a name', ''],
])('leaves the phone ringing after a login %s', async (_, name) => {
  const { tenant, phone } = await linked(name);
  const said: (string | undefined)[] = [];
  rig.whatsapp.on((event) => {
    if (event.type === 'presence') said.push(event.presence);
  });
  await settled(tenant);
  await rig.restart();
  await rig.until(tenant, isConnected);
  await settled(tenant);
  expect(said.length).toBeGreaterThan(0);
  expect(new Set(said)).toEqual(new Set(['unavailable']));
  expect(phone.devices).toMatchObject([{ available: false }]);
  expect(rig.whatsapp.violations).toEqual([]);
});
