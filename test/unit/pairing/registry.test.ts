import { beforeEach, expect, test } from 'vitest';

import type { TenantRecord, TenantStore } from '../../../electron/pairing/ports.ts';
import { createRegistry } from '../../../electron/pairing/registry.ts';
import { err, ok } from '../../../shared/result.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';
import {
  createFakeJournal,
  createFakeSockets,
  createFakeStore,
  paired,
  silentLogger,
} from '../../support/fake-ports.ts';

const id = (text: string) => tenantIdSchema.parse(text);

function setUp(records: TenantRecord[] = []) {
  const onDisk = new Map(records.map((record) => [record.id, record]));
  const setAside = new Map<string, TenantRecord>();
  const faults = { put: false };
  const writes: TenantRecord[] = [];
  function put(record: TenantRecord): ReturnType<TenantStore['put']> {
    if (faults.put) return Promise.resolve(err({ code: 'storage-full', place: '/data' }));
    writes.push(record);
    onDisk.set(record.id, record);
    return Promise.resolve(ok());
  }
  const tenants: TenantStore = {
    list: () => Promise.resolve(ok({ tenants: [...onDisk.values()], unreadable: [] })),
    put,
    add: put,
    remove(tenantId) {
      const record = onDisk.get(tenantId);
      if (record !== undefined) setAside.set(tenantId, record);
      onDisk.delete(tenantId);
      return Promise.resolve(ok());
    },
    forget(tenantId) {
      onDisk.delete(tenantId);
      return Promise.resolve(ok());
    },
    restore(tenantId) {
      const record = setAside.get(tenantId);
      setAside.delete(tenantId);
      if (record !== undefined) onDisk.set(tenantId, record);
      return Promise.resolve(ok(record));
    },
    removed: () =>
      Promise.resolve(ok(Array.from(setAside.values(), ({ id, name }) => ({ id, name, removedAt: 1, keptUntil: 2 })))),
  };
  const clock = createFakeClock();
  const disk = createFakeStore();
  const net = createFakeSockets();
  const changed: string[] = [];
  const registry = createRegistry({
    tenants,
    store: disk.store,
    sockets: net.sockets,
    clock,
    journal: createFakeJournal().journal,
    logger: silentLogger,
    onChange: (tenantId) => changed.push(tenantId),
  });
  return { registry, onDisk, disk, net, clock, changed, faults, writes };
}
type World = ReturnType<typeof setUp>;
let world: World;
beforeEach(() => {
  world = setUp();
});

test('an added tenant is on disk and in view before it is answered', async () => {
  expect(await world.registry.add(id('shop'), 'The Shop')).toEqual(ok());
  expect(world.onDisk.get(id('shop'))).toMatchObject({ name: 'The Shop', running: false });
  expect(world.registry.view(id('shop'))).toMatchObject({ name: 'The Shop', session: { phase: 'idle' } });
  expect(world.changed).toEqual(['shop']);
});

test('an id that differs only in case is the same folder on many systems, so it is taken', async () => {
  await world.registry.add(id('Shop'), 'one');
  expect(await world.registry.add(id('shop'), 'two')).toEqual(err({ code: 'tenant-exists', id: 'Shop' }));
});

test('a tenant that could not be written is not there', async () => {
  world.faults.put = true;
  expect(await world.registry.add(id('shop'), 'one')).toEqual(err({ code: 'storage-full', place: '/data' }));
  expect(world.registry.tenantIds()).toEqual([]);
});

test('a tenant that is added to be started is written once', async () => {
  await world.registry.add(id('shop'), 'one', undefined, { toStart: true });
  expect(await world.registry.start(id('shop'))).toEqual(ok());
  await settle();
  expect(world.writes).toMatchObject([{ id: 'shop', running: true }]);
  expect(world.net.opened).toHaveLength(1);
});

test('twenty starts at once are one socket', async () => {
  await world.registry.add(id('shop'), 'one');
  await Promise.all(Array.from({ length: 20 }, () => world.registry.start(id('shop'))));
  await settle();
  expect(world.net.opened).toHaveLength(1);
  expect(world.onDisk.get(id('shop'))?.running).toBe(true);
});

test('what was running comes back a few at a time, what was not stays', async () => {
  const record = (n: number): TenantRecord => ({ id: id(`t${n}`), name: `${n}`, addedAt: 1, running: n !== 0 });
  world = setUp(Array.from({ length: 12 }, (_, n) => record(n)));
  await world.registry.open();
  await settle();
  expect(world.net.opened).toHaveLength(4);
  for (const socket of world.net.opened) socket.emit({ type: 'qr', text: 'qr', lifetimeMs: 60_000, rescan: false });
  await settle();
  expect(world.net.opened).toHaveLength(8);
  await world.clock.advance(3_000);
  expect(world.net.opened).toHaveLength(11);
  expect(world.registry.view(id('t0'))?.session.phase).toBe('idle');
});

test('a link that another program took does not come back by itself', async () => {
  world.disk.state.onDisk = paired;
  await world.registry.add(id('shop'), 'one');
  await world.registry.start(id('shop'));
  await settle();
  world.net.last().logIn();
  world.net.last().end({ by: 'library', statusCode: 440, message: 'replaced' });
  await settle();
  expect(world.registry.view(id('shop'))?.session).toMatchObject({ phase: 'stopped', failure: { cause: 'replaced' } });
  expect(world.onDisk.get(id('shop'))?.running).toBe(false);
});

test('disconnect is remembered; a failure to set aside is answered', async () => {
  world.disk.state.onDisk = paired;
  await world.registry.add(id('shop'), 'one');
  await world.registry.start(id('shop'));
  await settle();
  world.disk.state.quarantineError = { code: 'storage-denied', place: '/data/shop' };
  expect(await world.registry.disconnect(id('shop'))).toEqual(err({ code: 'storage-denied', place: '/data/shop' }));
  world.disk.state.quarantineError = undefined;
  expect(await world.registry.disconnect(id('shop'))).toEqual(ok({ loggedOut: false }));
  expect(world.onDisk.get(id('shop'))?.running).toBe(false);
});

test('a removed tenant is closed first and answers no more', async () => {
  await world.registry.add(id('shop'), 'one');
  await world.registry.start(id('shop'));
  await settle();
  const removed = world.registry.remove(id('shop'));
  const late = world.registry.start(id('shop'));
  expect(await removed).toEqual(ok());
  expect(await late).toEqual(err({ code: 'unknown-tenant' }));
  expect(world.net.counts.live).toBe(0);
  expect(world.onDisk.size).toBe(0);
});

test('after a shutdown nothing is open, nothing is accepted, and what ran is still to come back', async () => {
  await world.registry.add(id('shop'), 'one');
  await world.registry.start(id('shop'));
  await settle();
  await world.registry.shutdown();
  expect(world.net.counts.live).toBe(0);
  expect(world.disk.state.open).toBe(0);
  expect(await world.registry.start(id('shop'))).toEqual(err({ code: 'shutting-down' }));
  expect(world.onDisk.get(id('shop'))?.running).toBe(true);
});

async function connected(): Promise<World> {
  const linked = setUp([{ id: id('shop'), name: 'one', addedAt: 1, running: true }]);
  linked.disk.state.onDisk = paired;
  await linked.registry.open();
  await settle();
  linked.net.last().logIn();
  return linked;
}

test('a relink waits for a message on its way, and nothing new begins meanwhile', async () => {
  const { registry, net } = await connected();
  let acknowledge: () => void = () => undefined;
  net.last().acknowledge = new Promise((resolve) => (acknowledge = () => resolve(ok({ messageId: 'ID' }))));
  const sent = registry.sendText(id('shop'), 'self', 'hello');
  expect(registry.sends(id('shop'))?.active).toBe(1);
  const relinked = registry.relink(id('shop'));
  await settle();
  expect(registry.view(id('shop'))?.session.phase).toBe('connected');
  expect(await registry.sendText(id('shop'), 'self', 'too late')).toEqual(err({ code: 'not-connected' }));
  acknowledge();
  expect(await sent).toMatchObject(ok({ messageId: 'ID' }));
  expect(await relinked).toEqual(ok());
});

test('a message that does not get through makes a relink busy after 10 s, unless it is forced', async () => {
  const { registry, net, clock } = await connected();
  net.last().acknowledge = new Promise(() => undefined);
  void registry.sendText(id('shop'), 'self', 'hello');
  const refused = registry.relink(id('shop'));
  await clock.advance(10_000);
  expect(await refused).toEqual(err({ code: 'busy' }));
  expect(registry.view(id('shop'))?.session.phase).toBe('connected');
  expect(await registry.relink(id('shop'), { force: true })).toEqual(ok());
});

test('a shutdown waits for a message on its way, and for one that does not get through no longer than 4 s', async () => {
  const { registry, net, clock } = await connected();
  let acknowledge: () => void = () => undefined;
  net.last().acknowledge = new Promise((resolve) => (acknowledge = () => resolve(ok({ messageId: 'ID' }))));
  const sent = registry.sendText(id('shop'), 'self', 'hello');
  net.last().acknowledge = new Promise(() => undefined);
  void registry.sendText(id('shop'), 'self', 'hello?');
  const closed = registry.shutdown();
  acknowledge();
  expect(await sent).toMatchObject(ok({ messageId: 'ID' }));
  await clock.advance(3_999);
  expect(net.counts.live).toBe(1);
  await clock.advance(1);
  await closed;
  expect(net.counts.live).toBe(0);
});

test('a removal is undone with everything, and the session comes back if it was running', async () => {
  const { registry, net, disk } = world;
  disk.state.onDisk = paired;
  await registry.add(id('shop'), 'one', '972501234567');
  await registry.start(id('shop'));
  await settle();
  await registry.remove(id('shop'));
  expect(registry.view(id('shop'))).toBeUndefined();
  expect(await registry.restore(id('shop'))).toEqual(ok());
  await settle();
  expect(registry.view(id('shop'))).toMatchObject({ name: 'one', expectedNumberMasked: '972•••••••67' });
  expect(net.opened).toHaveLength(2);
  expect(net.counts.live).toBe(1);
});

test('nothing is restored twice, over a tenant that is there, or out of nothing', async () => {
  const { registry } = world;
  expect(await registry.restore(id('shop'))).toEqual(err({ code: 'nothing-to-restore' }));
  await registry.add(id('shop'), 'one');
  await registry.remove(id('shop'));
  const restored = registry.restore(id('shop'));
  expect(await registry.add(id('SHOP'), 'two')).toEqual(err({ code: 'tenant-exists', id: 'shop' }));
  expect(await restored).toEqual(ok());
  expect(await registry.restore(id('shop'))).toEqual(err({ code: 'tenant-exists', id: 'shop' }));
});

test('lists what can be brought back, and nothing that is there again', async () => {
  const { registry } = world;
  await registry.add(id('shop'), 'one');
  await registry.remove(id('shop'));
  expect(await registry.removed()).toEqual(ok([{ id: 'shop', name: 'one', removedAt: 1, keptUntil: 2 }]));
  await registry.add(id('shop'), 'two');
  expect(await registry.removed()).toEqual(ok([]));
});

test('after a sleep every link gets a new socket, but for one with a message on its way', async () => {
  const { registry, net, clock } = await connected();
  await clock.advance(60_000);
  let acknowledge: () => void = () => undefined;
  net.last().acknowledge = new Promise((resolve) => (acknowledge = () => resolve(ok({ messageId: 'ID' }))));
  const sent = registry.sendText(id('shop'), 'self', 'hello');
  registry.slept();
  await settle();
  expect(net.opened).toHaveLength(1);
  acknowledge();
  await sent;
  registry.slept();
  await settle();
  expect(net.opened).toHaveLength(2);
  expect(net.counts.live).toBe(1);
});

test('after a change of the network a dead socket is replaced, also one that a message waits on', async () => {
  const { registry, net } = await connected();
  net.last().acknowledge = new Promise(() => undefined);
  void registry.sendText(id('shop'), 'self', 'hello');
  registry.networkChanged();
  await settle();
  expect(net.opened).toHaveLength(1);
  net.last().alive = false;
  registry.networkChanged();
  await settle();
  expect(registry.view(id('shop'))?.session.phase).toBe('reconnecting');
  expect(net.opened).toHaveLength(2);
  expect(net.counts.live).toBe(1);
});

test('the computer is shut out while nothing gets through by its own way; a tenant with a proxy has no say', async () => {
  const { registry, net, disk } = await connected();
  const proxy = { scheme: 'http', host: 'office.example', port: 3128 } as const;
  await registry.add(id('apart'), 'two', undefined, { toStart: true, proxy });
  expect(registry.isShutOut()).toBe(false);
  net.last().end({ by: 'library', message: 'shut', systemCode: 'ECONNREFUSED' });
  disk.state.onDisk = { kind: 'empty' };
  await registry.start(id('apart'));
  await settle();
  net.last().emit({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
  expect(registry.view(id('apart'))?.session.phase).toBe('awaiting-scan');
  expect(registry.isShutOut()).toBe(true);

  await registry.add(id('corner'), 'three', undefined, { toStart: true });
  await registry.start(id('corner'));
  await settle();
  expect(registry.isShutOut()).toBe(true);
  net.last().emit({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
  expect(registry.isShutOut()).toBe(false);
});

test('a sign-in page of the network names what the tenants without a proxy wait for', async () => {
  const { registry, net, disk } = await connected();
  const proxy = { scheme: 'http', host: 'office.example', port: 3128 } as const;
  net.last().end({ by: 'library', message: 'shut', systemCode: 'ECONNREFUSED' });
  disk.state.onDisk = { kind: 'empty' };
  await registry.add(id('apart'), 'two', undefined, { toStart: true, proxy });
  await registry.start(id('apart'));
  await settle();
  net.last().end({ by: 'library', message: 'cut', systemCode: 'ECONNRESET' });
  registry.portalSeen(302);
  expect(registry.view(id('shop'))?.session.failure?.cause).toBe('captive-portal');
  expect(registry.view(id('apart'))?.session.failure?.cause).toBe('connection-lost');
});

test('a message that could not begin was none', async () => {
  await world.registry.add(id('shop'), 'one');
  expect(await world.registry.sendText(id('shop'), 'self', 'hello')).toEqual(err({ code: 'not-connected' }));
  expect(world.registry.sends(id('shop'))).toEqual({ active: 0, lastAt: undefined });
});

test('credentials are checked only while no session holds them', async () => {
  const { registry, disk } = await connected();
  expect(await registry.checkCredentials(id('shop'))).toEqual(ok({ outcome: 'in-use' }));
  await registry.disconnect(id('shop'));
  expect(await registry.checkCredentials(id('shop'))).toMatchObject(ok({ outcome: 'opened', fault: undefined }));
  expect(disk.state.open).toBe(0);
});

test('finds tenants by the end of an expected or a linked number, in either way of writing it', async () => {
  world = setUp();
  await world.registry.add(id('shop'), 'Shop', '972501234517');
  await world.registry.add(id('rio'), 'Rio', '5511987654321');
  await world.registry.add(id('any'), 'Any');
  expect(world.registry.withNumber(['4517'])).toEqual(['shop']);
  expect(world.registry.withNumber(['501234517', '1187654321'])).toEqual(['shop', 'rio']);
  expect(world.registry.withNumber(['999'])).toEqual([]);
});
