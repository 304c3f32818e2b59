import { beforeEach, expect, it } from 'vitest';

import { createHeldSessions } from '../../../electron/console/held-sessions.ts';
import type { TenantRecord } from '../../../electron/pairing/ports.ts';
import { err, ok } from '../../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const [shop, cafe, added] = ['shop', 'cafe', 'added'].map((id) => tenantIdSchema.parse(id)) as [
  TenantId,
  TenantId,
  TenantId,
];
const record = (id: TenantId): TenantRecord => ({ id, name: id, addedAt: 1, running: true });
const held = (tenantId: TenantId, epoch = 1n) => ({ tenantId, epoch });

function setUp() {
  const clock = createFakeClock();
  const log: string[] = [];
  const epochs = new Map<TenantId, bigint>([
    [shop, 1n],
    [cafe, 1n],
  ]);
  const faults = { list: false, hooks: false, registry: false };
  const note = (what: string) => (tenantId: TenantId) => {
    log.push(`${what} ${tenantId}`);
    return faults.hooks ? Promise.reject(new Error('the hook failed')) : Promise.resolve();
  };
  const sessions = createHeldSessions({
    registry: {
      takeUp(records) {
        log.push(`open ${records.map(({ id }) => id).join()}`);
        return faults.registry ? Promise.reject(new Error('the registry failed')) : Promise.resolve();
      },
      opening: () => 2,
      letGo(tenantId) {
        log.push(`close ${tenantId}`);
        return Promise.resolve();
      },
      cut: (tenantId) => void log.push(`cut ${tenantId}`),
      tenantIds: () => [added],
    },
    tenants: {
      listOf: (ids) =>
        Promise.resolve(
          faults.list ? err({ code: 'storage-away', place: 'db' }) : ok({ tenants: ids.map(record), unreadable: [] }),
        ),
    },
    hooks: {
      takeUp: (ids) => note('ready')(ids.join() as TenantId),
      parting: note('parting'),
      letGo: note('forget'),
      cut: (tenantId) => void log.push(`drop ${tenantId}`),
    },
    epochOf: (tenantId) => epochs.get(tenantId),
    clock,
    logger: createRecordingLogger(),
  });
  return { sessions, clock, log, epochs, faults };
}
let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

it('tells of tenants before their sessions begin', async () => {
  await world.sessions.takeUp([held(shop), held(cafe)]);
  expect(world.log).toEqual(['ready shop,cafe', 'open shop,cafe']);
});

it('tries again while the tenants are held and cannot be read, and no longer', async () => {
  world.faults.list = true;
  const taken = world.sessions.takeUp([held(shop), held(cafe), held(added, 7n)]);
  await world.clock.advance(2_500);
  expect(world.log).toEqual([]);
  world.epochs.set(cafe, 2n);
  world.faults.list = false;
  await world.clock.advance(1_000);
  await taken;
  expect(world.log).toEqual(['ready shop', 'open shop']);
  world.log.length = 0;
  world.faults.hooks = true;
  const never = world.sessions.takeUp([held(shop)]);
  await world.clock.advance(1_000);
  world.epochs.clear();
  await world.clock.advance(1_000);
  await never;
  expect(new Set(world.log)).toEqual(new Set(['ready shop']));
});

it('counts as opening what is still being read, and what the registry has on its way', async () => {
  world.faults.list = true;
  const taken = world.sessions.takeUp([held(shop), held(cafe)]);
  expect(world.sessions.opening()).toBe(4);
  world.faults.list = false;
  await world.clock.advance(1_000);
  await taken;
  expect(world.sessions.opening()).toBe(2);
  world.faults.registry = true;
  await expect(world.sessions.takeUp([held(shop)])).rejects.toThrow('the registry failed');
  expect(world.sessions.opening()).toBe(2);
});

it('closes a session between its two farewells, also where those fail', async () => {
  await world.sessions.letGo(shop);
  const inOrder = ['parting shop', 'close shop', 'forget shop'];
  expect(world.log).toEqual(inOrder);
  world.log.length = 0;
  world.faults.hooks = true;
  await world.sessions.letGo(shop);
  expect(world.log).toEqual(inOrder);
});

it('says no farewell of a tenant that another service may have', async () => {
  world.epochs.clear();
  await world.sessions.letGo(shop);
  expect(world.log).toEqual(['close shop']);
});

it('cuts every tenant at once: those that were taken up, and those that are new', async () => {
  await world.sessions.takeUp([held(shop), held(cafe)]);
  await world.sessions.letGo(cafe);
  world.log.length = 0;
  world.sessions.cutAll();
  expect(world.log).toEqual(['drop added', 'cut added', 'drop shop', 'cut shop']);
});
