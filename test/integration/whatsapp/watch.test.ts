import { afterEach, expect, it } from 'vitest';

import type { Misbehaviour } from '../../../electron/loopback/misbehaviour.ts';
import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const number = '972501234567';

async function linked(misbehaviour: Misbehaviour) {
  rig = await createRig();
  rig.whatsapp.misbehave(misbehaviour, { times: 1 });
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  await rig.console().registry.start(tenant);
  await phone.scan(await rig.qr(tenant));
  await rig.until(tenant, isConnected);
  return { tenant, phone };
}

it('notices within 45 s that the peer has fallen silent, and logs in anew', async () => {
  const { tenant, phone } = await linked({ at: 'open', kind: 'silence', afterMs: 0 });
  const begin = rig.clock.now();
  await rig.clock.advance(45_000);
  await rig.until(tenant, isConnected);
  const [entry] = rig.failures(tenant);
  expect(entry?.failure).toMatchObject({ cause: 'peer-silent', credentials: 'kept', retry: 'reconnect' });
  expect((entry?.failure.at ?? Infinity) - begin).toBeLessThanOrEqual(45_000);
  expect(phone.devices).toMatchObject([{ logins: 2 }]);
});
