import { beforeEach, expect, test } from 'vitest';

import type { Identity, TenantRecord, TenantStore } from '../../../electron/pairing/ports.ts';
import { createRegistry } from '../../../electron/pairing/registry.ts';
import type { TenantsElsewhere } from '../../../electron/pairing/tenants-at-work.ts';
import type { OtherOwner } from '../../../shared/console.ts';
import { err, ok } from '../../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';
import {
  createFakeJournal,
  createFakeSockets,
  createFakeStore,
  paired,
  silentLogger,
} from '../../support/fake-ports.ts';

/** What several servers need of a registry: tenants come and go, and others have some, too. */
const shop = tenantIdSchema.parse('shop');
const cafe = tenantIdSchema.parse('cafe');
const record: TenantRecord = { id: shop, name: 'one', addedAt: 1, running: true };

function setUp() {
  const clock = createFakeClock();
  const disk = createFakeStore();
  disk.state.onDisk = paired;
  const net = createFakeSockets();
  const changed: string[] = [];
  const writes: TenantRecord[] = [];
  const held = { byAnother: undefined as TenantId | undefined };
  const noted: [TenantId, Identity, boolean][] = [];
  const sharing: { with: OtherOwner[]; tell: (tenantId: TenantId) => void } = { with: [], tell: () => undefined };
  let mayAct = true;
  const elsewhere: TenantsElsewhere = {
    holdDevice: () => Promise.resolve(ok(held.byAnother)),
    note: (...note) => noted.push(note),
    sharers: () => sharing.with,
    onSharers: (listener) => (sharing.tell = listener),
  };
  const tenants: TenantStore = {
    list: () => Promise.resolve(ok({ tenants: [], unreadable: [] })),
    put(written) {
      writes.push(written);
      return Promise.resolve(ok());
    },
    add: ({ id }) => Promise.resolve(id === cafe ? err({ code: 'tenant-exists', id: 'Cafe' }) : ok()),
    remove: () => Promise.resolve(ok()),
    forget: () => Promise.resolve(ok()),
    restore: () => Promise.resolve(ok(undefined)),
    removed: () => Promise.resolve(ok([])),
  };
  const registry = createRegistry({
    tenants,
    store: disk.store,
    sockets: net.sockets,
    clock,
    journal: createFakeJournal().journal,
    logger: silentLogger,
    onChange: (tenantId) => changed.push(tenantId),
    mayAct: () => mayAct,
    elsewhere,
  });
  const forbid = () => (mayAct = false);
  return { registry, clock, disk, net, changed, writes, held, noted, sharing, forbid };
}
type World = ReturnType<typeof setUp>;
let world: World;
beforeEach(() => {
  world = setUp();
});

async function connect(): Promise<void> {
  await world.registry.takeUp([record]);
  await settle();
  world.net.last().logIn();
  await settle();
}

test('a tenant that is taken up is told of, and its session comes back if it was running', async () => {
  await world.registry.takeUp([record, { ...record, id: cafe, running: false }]);
  await settle();
  expect(new Set(world.changed)).toEqual(new Set(['shop', 'cafe']));
  expect(world.net.opened).toHaveLength(1);
  expect(world.registry.view(cafe)?.session.phase).toBe('idle');
});

test('a tenant that is here already is not taken up a second time', async () => {
  await connect();
  await world.registry.takeUp([record]);
  await settle();
  expect([world.net.counts.live, world.net.opened.length]).toEqual([1, 1]);
});

test('what a tenant still dials while it leaves goes its proxy, as before', async () => {
  await world.registry.takeUp([{ ...record, proxy: 'http://office.example:3128' }]);
  await settle();
  world.forbid();
  expect(world.registry.proxyOf(shop)).toMatchObject({ host: 'office.example' });
  const gone = world.registry.letGo(shop);
  expect(world.registry.proxyOf(shop)).toMatchObject({ host: 'office.example' });
  await gone;
  expect(world.registry.proxyOf(shop)).toBeUndefined();
});

test('a tenant that is let go is unknown at once, nothing tells of it, and nothing of it is open or written afterwards', async () => {
  await connect();
  const before = [world.changed.length, world.writes.length];
  const gone = world.registry.letGo(shop);
  expect([world.registry.view(shop), world.registry.tenantIds()]).toEqual([undefined, []]);
  expect(await world.registry.start(shop)).toEqual(err({ code: 'unknown-tenant' }));
  await gone;
  expect([world.changed.length, world.writes.length]).toEqual(before);
  expect([world.net.counts.live, world.disk.state.open, world.net.last().cut]).toEqual([0, 0, false]);
  // It may come back.
  await world.registry.takeUp([record]);
  await settle();
  expect(world.net.counts.live).toBe(1);
});

test('a command that waits when its tenant is let go is not begun', async () => {
  await connect();
  let acknowledge: () => void = () => undefined;
  world.net.last().acknowledge = new Promise((resolve) => (acknowledge = () => resolve(ok({ messageId: 'ID' }))));
  const sent = world.registry.sendText(shop, 'self', 'hello');
  const relinked = world.registry.relink(shop);
  const renamed = world.registry.rename(shop, 'two');
  await settle();
  const gone = world.registry.letGo(shop);
  acknowledge();
  expect(await sent).toMatchObject(ok({ messageId: 'ID' }));
  expect(await relinked).toEqual(ok());
  expect(await renamed).toEqual(err({ code: 'unknown-tenant' }));
  await gone;
});

test('a message on its way is waited for, but no longer than 4 s', async () => {
  await connect();
  world.net.last().acknowledge = new Promise(() => undefined);
  void world.registry.sendText(shop, 'self', 'hello');
  const gone = world.registry.letGo(shop);
  await world.clock.advance(3_999);
  expect(world.net.counts.live).toBe(1);
  await world.clock.advance(1);
  await gone;
  expect(world.net.counts.live).toBe(0);
});

test('a tenant that is cut loses its socket at once and without a farewell, also where it was being let go', async () => {
  await connect();
  world.registry.cut(shop);
  expect([world.net.counts.live, world.net.last().cut, world.registry.view(shop)]).toEqual([0, true, undefined]);
  await world.registry.letGo(shop);
  expect(world.disk.state.open).toBe(0);

  world = setUp();
  await connect();
  world.net.last().acknowledge = new Promise(() => undefined);
  void world.registry.sendText(shop, 'self', 'hello');
  const gone = world.registry.letGo(shop);
  await settle();
  expect(world.net.counts.live).toBe(1);
  world.registry.cut(shop);
  expect([world.net.counts.live, world.net.last().cut]).toEqual([0, true]);
  await world.clock.advance(4_000);
  await gone;
});

test('nothing is dialled or done for a tenant that another server may have', async () => {
  await world.registry.takeUp([{ ...record, running: false }]);
  const late = world.registry.start(shop);
  world.forbid();
  expect(await late).toEqual(err({ code: 'unknown-tenant' }));
  expect(world.registry.view(shop)).toBeUndefined();
  await world.registry.takeUp([record]);
  await settle();
  expect(world.net.opened).toEqual([]);
});

test('a device that a tenant of another server holds is not logged in with', async () => {
  world.held.byAnother = cafe;
  await world.registry.takeUp([record]);
  await settle();
  expect(world.net.opened).toEqual([]);
  expect(world.registry.view(shop)?.session.failure).toMatchObject({ cause: 'copied-credentials', holder: 'cafe' });
  expect(world.disk.state.open).toBe(0);
});

test('the others are told whose link a tenant has, and what they say of the same number is shown', async () => {
  await connect();
  expect(world.noted.at(-1)).toEqual([shop, paired.kind === 'paired' && paired.identity, true]);
  world.sharing.with = [{ id: cafe, name: 'two', sameDevice: false }];
  world.sharing.tell(shop);
  expect(world.changed.at(-1)).toBe('shop');
  expect(world.registry.view(shop)?.otherOwners).toEqual(world.sharing.with);
});

test('a tenant that another server has is not added, and nobody hears of it', async () => {
  expect(await world.registry.add(cafe, 'two')).toEqual(err({ code: 'tenant-exists', id: 'Cafe' }));
  expect([world.registry.tenantIds(), world.changed]).toEqual([[], []]);
});
