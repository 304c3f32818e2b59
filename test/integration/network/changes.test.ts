import { afterEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close(), 30_000);

test(
  'after a change of the network dead sockets are replaced within a second, and living ones stay',
  { timeout: 60_000 },
  async () => {
    rig = await createRig();
    const [shop, bakery] = [await rig.tenant('shop'), await rig.tenant('bakery')];
    await rig.link(shop, rig.whatsapp.addPhone({ number: '972501234567' }));
    await rig.link(bakery, rig.whatsapp.addPhone({ number: '972507654321' }));
    const { connections } = rig.whatsapp.counts;

    // The first that is asked is dead: it gets no answer.
    rig.whatsapp.misbehave({ at: 'query', kind: 'ignore', xmlns: 'w:p' }, { times: 1 });
    const ignored = rig.whatsapp.next('query-ignored');
    rig.console().registry.networkChanged();
    await ignored;
    await rig.clock.advance(999);
    expect(rig.whatsapp.counts.connections).toBe(connections);
    await rig.clock.advance(1);
    await expect.poll(() => rig.whatsapp.counts.connections, { timeout: 15_000 }).toBe(connections + 1);
    for (const tenant of [shop, bakery]) await rig.until(tenant, isConnected);
    expect([...rig.failures(shop), ...rig.failures(bakery)]).toEqual([]);
  },
);

test('a socket in the middle of its handshake is asked nothing, and stays once it has answered', async () => {
  rig = await createRig();
  const shop = await rig.tenant('shop');
  // The server's hello takes its time.
  rig.whatsapp.misbehave({ at: 'connection', kind: 'slow', delayMs: 200 });
  await rig.console().registry.start(shop);
  await expect.poll(() => rig.whatsapp.counts.connections).toBe(1);
  rig.console().registry.networkChanged();
  await rig.qr(shop);
  await rig.clock.advance(1_000);
  expect(rig.snapshot(shop).phase).toBe('awaiting-scan');
  expect(rig.whatsapp.counts.connections).toBe(1);
  expect(rig.failures(shop)).toEqual([]);
});

test('a socket that dials by the way that was is dialled anew within a second', async () => {
  rig = await createRig();
  const shop = await rig.tenant('shop');
  rig.whatsapp.misbehave({ at: 'connection', kind: 'silent' }, { times: 1 });
  await rig.console().registry.start(shop);
  await expect.poll(() => rig.whatsapp.counts.connections).toBe(1);
  rig.console().registry.networkChanged();
  await rig.clock.advance(1_000);
  await rig.qr(shop);
  expect(rig.whatsapp.counts.connections).toBe(2);
  expect(rig.failures(shop)).toEqual([]);
});
