import { getActiveResourcesInfo } from 'node:process';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Phone } from '../../../electron/loopback/phone.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { settle } from '../../support/fake-clock.ts';

let rig: Rig;
let shop: TenantId;
let phone: Phone;
beforeEach(async () => {
  rig = await createRig();
  phone = rig.whatsapp.addPhone({ number: '972501234567' });
  shop = await rig.tenant('shop');
  await rig.link(shop, phone);
}, 30_000);
afterEach(() => rig.close(), 30_000);

/** How much of each kind this process has open, and how many listeners wait for its end. */
function held() {
  const count = (kind: string) => getActiveResourcesInfo().filter((each) => each === kind).length;
  return {
    sockets: count('TCPSocketWrap'),
    timers: count('Timeout'),
    ownTimers: rig.clock.pending(),
    connections: rig.whatsapp.counts.live,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

async function reconnect(): Promise<void> {
  const lost = rig.whatsapp.next('closed');
  rig.whatsapp.dropConnections();
  await lost;
  await rig.until(shop, (now) => !isConnected(now));
  await rig.passRetry(shop);
  await rig.until(shop, isConnected);
  await settle();
}

test('five reconnects in a row leave no socket, timer or listener behind', { timeout: 60_000 }, async () => {
  await reconnect();
  const before = held();
  expect(before).toMatchObject({ connections: 1 });
  for (let round = 0; round < 5; round += 1) await reconnect();
  expect(phone.devices).toMatchObject([{ logins: 7, online: true }]);
  await expect.poll(held, { timeout: 15_000 }).toEqual(before);
});
