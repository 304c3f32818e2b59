import { executionAsyncResource } from 'node:async_hooks';

import { afterEach, expect, it } from 'vitest';

import { isConnected } from '../../../../shared/session.ts';
import { type Rig, createRig } from '../../../support/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** How many contexts every new promise of this process is given; on Node 24 and later none, whatever happens. */
async function contextsOfAPromise(): Promise<number> {
  await Promise.resolve();
  return Object.getOwnPropertySymbols(executionAsyncResource()).length;
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
  // The live socket's, and none of the ten that were lost.
  expect(await contextsOfAPromise()).toBeLessThanOrEqual(1);
});
