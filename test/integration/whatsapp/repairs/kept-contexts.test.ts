import { setImmediate as nextTurn } from 'node:timers/promises';

import { afterEach, expect, it } from 'vitest';

import { isConnected } from '../../../../shared/session.ts';
import { type Rig, createRig } from '../../../support/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** What Node puts on a new promise: one context for each storage that is enabled, and two ids if there is any. */
async function marksOfAPromise(): Promise<number> {
  await nextTurn();
  return Object.getOwnPropertySymbols(Promise.resolve()).length;
}

it('leaves nothing of a lost connection behind that later promises would pay for', async () => {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.link(tenant, phone);
  for (let drop = 0; drop < 10; drop += 1) {
    rig.whatsapp.dropConnections();
    await rig.untilPhase(tenant, 'reconnecting');
    await rig.passRetry(tenant);
    await rig.until(tenant, isConnected);
  }
  expect(phone.devices).toMatchObject([{ logins: 11 }]);
  expect(await marksOfAPromise()).toBe(0);
});

it('lets no promise pay for tenants that are connected and do nothing', async () => {
  rig = await createRig();
  for (let count = 0; count < 4; count += 1) {
    const tenant = await rig.tenant(`shop-${count}`);
    await rig.link(tenant, rig.whatsapp.addPhone({ number: `97250123456${count}` }));
  }
  expect(await marksOfAPromise()).toBe(0);
});
