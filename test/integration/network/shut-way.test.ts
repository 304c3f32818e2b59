import { afterEach, describe, expect, test } from 'vitest';

import type { ConsoleNetwork } from '../../../electron/console/network.ts';
import { createTrust } from '../../../electron/network/trust.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { createAuthority } from '../../support/certificates.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { type TestPortal, portalBefore } from '../../support/portal.ts';

const authority = createAuthority('Test Global Root', 'Public Trust Ltd');

let rig: Rig;
let portal: TestPortal | undefined;
let online = true;
afterEach(async () => {
  await rig.close();
  await portal?.close();
  portal = undefined;
  online = true;
}, 30_000);

const network: ConsoleNetwork = {
  systemHops: () => Promise.resolve(['direct']),
  goesDirect: () => false,
  logins: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve(false) },
  trust: createTrust({ isWanted: () => true, readSystem: () => [authority.pem] }),
  isOffline: () => !online,
};

/** A rig whose way to WhatsApp leads through a door that is shut, or open. */
async function behindPortal(isOpen: boolean): Promise<TestPortal> {
  const door = await portalBefore(() => Number(new URL(rig.whatsapp.url).port), authority);
  portal = door;
  if (isOpen) door.signIn();
  rig = await createRig({}, { network, whatsappUrl: `wss://localhost:${door.port}/ws/chat` });
  return door;
}

/** Two links that have stood for a while. */
async function twoLinks(): Promise<readonly TenantId[]> {
  const tenants = [await rig.tenant('shop'), await rig.tenant('bakery')];
  const numbers = ['972501234567', '972507654321'];
  for (const [at, tenant] of tenants.entries()) {
    await rig.link(tenant, rig.whatsapp.addPhone({ number: numbers[at] ?? '' }));
  }
  await rig.clock.advance(120_000);
  return tenants;
}

/** Lets time pass a little at a time, so that sockets keep up with it, until this is so. Answers how long it took, in ms. */
async function passUntil(isOver: () => boolean, stepMs: number): Promise<number> {
  const began = rig.clock.now();
  await expect
    .poll(
      async () => {
        if (isOver()) return true;
        await rig.clock.advance(stepMs);
        return false;
      },
      { timeout: 30_000, interval: 10 },
    )
    .toBe(true);
  return rig.clock.now() - began;
}

const pass = (ms: number) => {
  const until = rig.clock.now() + ms;
  return passUntil(() => rig.clock.now() >= until, 100);
};

/** Lets attempts fail until every link waits for half a minute and more. */
function untilPatient(tenants: readonly TenantId[]): Promise<number> {
  const leftMs = (tenant: TenantId) => (rig.snapshot(tenant).retry?.at ?? 0) - rig.clock.now();
  return passUntil(() => tenants.every((tenant) => leftMs(tenant) > 25_000), 500);
}

const untilAllStand = (tenants: readonly TenantId[]) =>
  passUntil(() => tenants.every((tenant) => isConnected(rig.snapshot(tenant))), 100);

describe(
  'links come back a few seconds after the way has opened, not at their next attempt',
  { timeout: 60_000 },
  () => {
    test('where a sign-in page answered in the place of WhatsApp', async () => {
      rig = await createRig({}, { network });
      const tenants = await twoLinks();
      const signIn = rig.whatsapp.misbehave({ at: 'connection', kind: 'answer', status: 302 });
      rig.whatsapp.dropConnections();
      await untilPatient(tenants);
      for (const tenant of tenants) expect(rig.snapshot(tenant).failure?.cause).toBe('captive-portal');
      signIn();
      expect(await untilAllStand(tenants)).toBeLessThan(10_000);
    });

    test('where the port was shut', async () => {
      rig = await createRig({}, { network });
      const tenants = await twoLinks();
      await rig.whatsapp.setNetwork('down');
      await untilPatient(tenants);
      for (const tenant of tenants) expect(rig.snapshot(tenant).failure?.cause).toBe('connection-refused');
      await rig.whatsapp.setNetwork('up');
      expect(await untilAllStand(tenants)).toBeLessThan(10_000);
      // Nothing is left that runs for it.
      const { connections } = rig.whatsapp.counts;
      await pass(30_000);
      expect(rig.whatsapp.counts.connections).toBe(connections);
    });

    test('where a page answered plain HTTP alone, by which the links call it', async () => {
      const door = await behindPortal(true);
      const tenants = await twoLinks();
      door.shut();
      await untilPatient(tenants);
      for (const tenant of tenants) {
        expect(rig.snapshot(tenant).failure).toMatchObject({ cause: 'captive-portal', statusCode: 302 });
      }
      door.signIn();
      expect(await untilAllStand(tenants)).toBeLessThan(10_000);
    });
  },
);

test(
  'one look for the whole computer, however many tenants wait, and none without a network',
  { timeout: 60_000 },
  async () => {
    const door = await behindPortal(false);
    const tenants = [await rig.tenant('shop'), await rig.tenant('bakery'), await rig.tenant('corner')];
    for (const tenant of tenants) await rig.console().registry.start(tenant);
    await untilPatient(tenants);
    const before = door.asked.page;
    await pass(12_000);
    const looks = door.asked.page - before;
    expect(looks).toBeGreaterThan(1);
    expect(looks).toBeLessThan(5);

    online = false;
    await pass(3_000);
    const offline = door.asked.page;
    await pass(20_000);
    expect(door.asked.page).toBe(offline);
  },
);
