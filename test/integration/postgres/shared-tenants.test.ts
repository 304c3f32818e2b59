import { afterEach, beforeEach, expect, it } from 'vitest';

import { systemClock as clock } from '../../../electron/clock/system-clock.ts';
import { type DatabaseStores, openDatabaseStores } from '../../../electron/console/database-stores.ts';
import { createNotices } from '../../../electron/console/notices.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import type { Identity, TenantRecord } from '../../../electron/pairing/ports.ts';
import type { Fence } from '../../../electron/postgres/fence.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createAccount, unwrap } from '../../support/credentials.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';
import { type TestDatabase, createTestDatabase } from '../../support/postgres/test-database.ts';

/** The stores of several programs on one database, each with its share of the tenants. */
const id = (text: string) => tenantIdSchema.parse(text);
const [shop, cafe] = [id('shop'), id('cafe')];
const record = (tenantId: TenantId, change: Partial<TenantRecord> = {}): TenantRecord => ({
  id: tenantId,
  name: `The ${tenantId}`,
  addedAt: 1,
  running: true,
  ...change,
});
const ana: Identity = { jid: '972501234567:12@s.whatsapp.net' };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

interface Program {
  readonly stores: DatabaseStores;
  readonly held: Map<TenantId, bigint>;
  readonly lost: TenantId[];
  readonly removed: TenantId[];
}

async function start(node: string): Promise<Program> {
  await database.run(`INSERT INTO node (id, name, address, lease_until) VALUES ($1, $1, '', 'infinity')`, [node]);
  const held = new Map<TenantId, bigint>();
  const [lost, removed]: [TenantId[], TenantId[]] = [[], []];
  const fence: Fence = {
    epochOf: (tenantId) => held.get(tenantId),
    lost: (tenantId) => void lost.push(tenantId),
    async take(tenantId, call) {
      const epoch = await call(node);
      if (epoch !== undefined) held.set(tenantId, epoch);
      return epoch;
    },
    removed(tenantId) {
      held.delete(tenantId);
      removed.push(tenantId);
    },
  };
  const kept = { database, fence, secret: 'the same for all', sealer: openSealer, patienceMs: 0 };
  return {
    stores: await openDatabaseStores({ ...kept, notices: createNotices(), clock, logger }),
    held,
    lost,
    removed,
  };
}

/** As a claim does once the former holder is gone. */
async function moveTo(program: Program, node: string, tenantId: TenantId): Promise<void> {
  const [row] = await database.run<{ epoch: bigint }>(
    'UPDATE link SET node = $2, epoch = epoch + 1 WHERE tenant = $1 RETURNING epoch',
    [tenantId, node],
  );
  program.held.set(tenantId, row?.epoch ?? 0n);
}

const linkRow = async (tenantId: TenantId) =>
  (await database.run('SELECT node, epoch FROM link WHERE tenant = $1', [tenantId]))[0];

it('a new tenant is held from the start by the program that makes it, and by no other at the same moment', async () => {
  const [first, second] = [await start('first'), await start('second')];
  const added = await Promise.all([
    first.stores.tenants.add(record(shop)),
    second.stores.tenants.add(record(shop)),
    first.stores.tenants.add(record(id('Cafe'))),
    second.stores.tenants.add(record(cafe)),
  ]);
  expect(added.filter(({ ok }) => ok)).toHaveLength(2);
  for (const answer of added) if (!answer.ok) expect(answer.error.code).toBe('tenant-exists');
  const [holder, node] = first.held.has(shop) ? [first, 'first'] : [second, 'second'];
  expect([await linkRow(shop), holder.held.get(shop)]).toEqual([{ node, epoch: 1n }, 1n]);
  expect(await second.stores.tenants.add(record(id('SHOP')))).toEqual({
    ok: false,
    error: { code: 'tenant-exists', id: 'shop' },
  });
  const { tenants } = unwrap(await first.stores.tenants.list());
  expect(tenants.map(({ id: name }) => name.toLowerCase()).sort()).toEqual(['cafe', 'shop']);
  expect(unwrap(await first.stores.tenants.listOf([shop])).tenants.map(({ id: name }) => name)).toEqual(['shop']);
});

it('a program writes no record of a tenant that another holds, and learns it', async () => {
  const [first, second] = [await start('first'), await start('second')];
  unwrap(await first.stores.tenants.add(record(shop)));
  unwrap(await first.stores.tenants.put(record(shop, { name: 'before' })));
  await moveTo(second, 'second', shop);
  const lost = { ok: false, error: { code: 'lease-lost', place: database.place } };
  expect(await first.stores.tenants.put(record(shop, { name: 'stale' }))).toEqual(lost);
  expect(first.lost).toEqual([shop]);
  expect(await first.stores.tenants.remove(shop)).toEqual(lost);
  first.held.clear();
  expect(await first.stores.tenants.put(record(shop, { name: 'stale' }))).toEqual(lost);
  unwrap(await second.stores.tenants.put(record(shop, { name: 'after' })));
  const [row] = unwrap(await first.stores.tenants.listOf([shop])).tenants;
  expect(row?.name).toBe('after');
});

it('a record and a claim at the same moment: one of them sees the other', async () => {
  const first = await start('first');
  unwrap(await first.stores.tenants.add(record(shop)));
  const written = await database.transaction(async ({ run }) => {
    await run('UPDATE link SET epoch = epoch + 1');
    const writing = first.stores.tenants.put(record(shop, { name: 'stale' }));
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(() => database.run(waits)).toHaveLength(1);
    return { writing };
  });
  expect(await written.writing).toMatchObject({ ok: false, error: { code: 'lease-lost' } });
});

it('a tenant that was removed is free, and comes back with a later epoch, wherever it is brought back', async () => {
  const [first, second] = [await start('first'), await start('second')];
  unwrap(await first.stores.tenants.add(record(shop)));
  unwrap(await first.stores.tenants.remove(shop));
  expect([first.removed, await linkRow(shop)]).toEqual([[shop], { node: null, epoch: 1n }]);
  expect(unwrap(await second.stores.tenants.restore(shop))).toEqual(record(shop));
  expect([second.held.get(shop), await linkRow(shop)]).toEqual([2n, { node: 'second', epoch: 2n }]);
  expect(unwrap(await first.stores.tenants.restore(shop))).toBeUndefined();
});

it('a device is held by one tenant among all programs, until its credentials go', async () => {
  const [first, second] = [await start('first'), await start('second')];
  unwrap(await first.stores.tenants.add(record(shop, { linkedAt: 7 })));
  unwrap(await second.stores.tenants.add(record(cafe)));
  const holds = async ({ stores }: Program, tenantId: TenantId) =>
    unwrap((await stores.elsewhere?.holdDevice(tenantId, ana)) ?? { ok: true, value: undefined });
  expect(await holds(first, shop)).toBeUndefined();
  expect(await holds(second, cafe)).toBe(shop);
  expect(await holds(first, shop)).toBeUndefined();
  // Both show it, each with the other's name.
  const told: TenantId[] = [];
  second.stores.elsewhere?.onSharers((tenantId) => told.push(tenantId));
  await second.stores.refresh();
  expect(told.sort()).toEqual([cafe, shop]);
  expect(second.stores.elsewhere?.sharers(cafe)).toEqual([
    { id: shop, name: 'The shop', linkedAt: 7, sameDevice: true },
  ]);
  const columns = await database.run('SELECT * FROM linked_number');
  expect(JSON.stringify(columns)).not.toContain('972501234567');

  const opened = unwrap(await first.stores.credentials.open(shop, () => undefined));
  Object.assign(opened.creds, { me: { id: ana.jid, name: 'Ana' }, account: createAccount() });
  unwrap(await opened.save());
  await opened.close();
  unwrap(await first.stores.credentials.quarantine(shop, 'relink'));
  expect(await holds(second, cafe)).toBeUndefined();
  await second.stores.refresh();
  expect(second.stores.elsewhere?.sharers(cafe)).toEqual([]);
});
