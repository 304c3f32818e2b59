import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { type VersionServer, createVersionServer, publish } from '../../support/version-server.ts';

const accepted = 2_000_000_000;

let rig: Rig;
let versions: VersionServer;
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(async () => {
  await rig.close();
  await versions.close();
});

/** A console that fetched an old version a moment ago, so that nothing but a 405 makes it ask again. */
async function createAgedRig(): Promise<Rig> {
  const kept = { version: [2, 3000, accepted - 1], fetchedAt: createFakeClock().now() };
  await writeFile(join(folder.path, 'wa-version.json'), JSON.stringify(kept));
  return createRig({}, { versionUrl: versions.url, dataFolder: folder.path });
}

test('a 405 fetches the version once, tries once more with it, and the phone links', async () => {
  versions = await createVersionServer(publish(accepted));
  rig = await createAgedRig();
  rig.whatsapp.misbehave({ at: 'registration', kind: 'outdated', below: accepted });
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.link(tenant, phone);
  expect(versions.asked).toBe(1);
});

test('a 405 that a newer version does not cure stops with what to do, and the server is left alone', async () => {
  versions = await createVersionServer(publish(accepted));
  rig = await createAgedRig();
  rig.whatsapp.misbehave({ at: 'registration', kind: 'fail', code: 405 });
  const tenant = await rig.tenant('shop');
  await rig.console().registry.start(tenant);
  const { failure } = await rig.untilPhase(tenant, 'stopped');
  expect(failure).toMatchObject({ cause: 'client-outdated', credentials: 'none', retry: 'operator', statusCode: 405 });
  await rig.clock.advance(3_600_000);
  expect(rig.whatsapp.counts.connections).toBe(2);
  expect(versions.asked).toBe(1);
  expect(rig.failures(tenant).map((entry) => entry.failure.retry)).toEqual(['operator', 'reconnect']);
});

test('a QR does not wait for a version server that never answers', async () => {
  versions = await createVersionServer(() => undefined);
  rig = await createRig({}, { versionUrl: versions.url });
  const tenant = await rig.tenant('shop');
  await rig.console().registry.start(tenant);
  await rig.qr(tenant);
});

test('a linked session that is refused as outdated comes back by itself with the same credentials', async () => {
  versions = await createVersionServer(publish(accepted));
  rig = await createAgedRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.link(tenant, phone);
  rig.whatsapp.misbehave({ at: 'login', kind: 'fail', code: 405 }, { times: 1 });
  rig.whatsapp.dropConnections();
  await rig.passRetry(tenant);
  await rig.until(tenant, (now) => now.failure?.cause === 'client-outdated');
  await rig.until(tenant, isConnected);
  expect(phone.devices).toHaveLength(1);
});

test('a version that is pinned holds for the next socket, and its clearing for the one after', async () => {
  versions = await createVersionServer(publish(accepted));
  rig = await createAgedRig();
  rig.whatsapp.misbehave({ at: 'registration', kind: 'outdated', below: accepted + 5 });
  const tenant = await rig.tenant('shop');
  const { registry, versionControl } = rig.console();
  versionControl.pin(`2.3000.${accepted + 5}`);
  await registry.start(tenant);
  await rig.qr(tenant);
  expect(versions.asked).toBe(0);
  versionControl.pin(null);
  await registry.relink(tenant);
  const { failure } = await rig.untilPhase(tenant, 'stopped');
  expect(failure).toMatchObject({ cause: 'client-outdated' });
});

test('a pinned version that is refused stops at once and says so; without the pin the phone links', async () => {
  versions = await createVersionServer(publish(accepted));
  rig = await createAgedRig();
  rig.whatsapp.misbehave({ at: 'registration', kind: 'outdated', below: accepted });
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  const { registry, versionControl } = rig.console();
  versionControl.pin(`2.3000.${accepted - 5}`);
  await registry.start(tenant);
  const { failure } = await rig.untilPhase(tenant, 'stopped');
  expect(failure).toMatchObject({ cause: 'pinned-version-refused', credentials: 'none', retry: 'operator' });
  expect(rig.whatsapp.counts.connections).toBe(1);
  expect(versions.asked).toBe(0);
  versionControl.pin(null);
  await registry.start(tenant);
  await phone.scan(await rig.qr(tenant));
  await rig.until(tenant, isConnected);
});
