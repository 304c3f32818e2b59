import { mkdir } from 'node:fs/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dataFolderAt } from '../../../electron/console/data-folder.ts';
import { openDatabaseStores } from '../../../electron/console/database-stores.ts';
import { openFolderStores } from '../../../electron/console/folder-stores.ts';
import type { Notices } from '../../../electron/console/notices.ts';
import { owners } from '../../../electron/console/seal-data.ts';
import type { Stores } from '../../../electron/console/stores.ts';
import { type Sealer, createSealer, openSealer } from '../../../electron/files/sealer.ts';
import { moveTenant } from '../../../electron/moving/move.ts';
import type { ParcelPlace } from '../../../electron/moving/parcel.ts';
import type { OutboxEntry } from '../../../electron/outbox/entries.ts';
import { createOutboxFolder } from '../../../electron/outbox/outbox-folder.ts';
import { createDatabaseParcels } from '../../../electron/postgres/parcels.ts';
import { createFolderParcels } from '../../../electron/tenants/folder-parcels.ts';
import { ok } from '../../../shared/result.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createAccount, createTemporaryFolder, linkedJid, testTenant, unwrap } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { takeEveryLink } from '../../support/postgres/sole-fence.ts';
import { createTestDatabase } from '../../support/postgres/test-database.ts';
import { otherKey, testKey } from '../../support/seals.ts';

const logger = silentLogger;
const notices: Notices = { add: () => undefined, listen: () => undefined };

/** Where tenants are, with the stores of a program that uses it. */
interface Place {
  readonly parcels: ParcelPlace;
  open(): Promise<Stores>;
  remove(): Promise<void>;
}

async function folderPlace(sealer: Sealer): Promise<Place> {
  const temporary = await createTemporaryFolder();
  const folder = dataFolderAt(temporary.path);
  await mkdir(folder.tenants, { recursive: true });
  const clock = createFakeClock();
  const outbox = createOutboxFolder({ folder: folder.webhooks, seal: sealer.of(owners.webhooks), logger });
  return {
    parcels: createFolderParcels({ name: 'a folder', root: folder.tenants, sealer, outbox, clock, logger }),
    open: () => openFolderStores({ folder, sealer, notices, clock, logger }),
    remove: temporary.remove,
  };
}

async function databasePlace(sealer: Sealer): Promise<Place> {
  const database = await createTestDatabase();
  const clock = createFakeClock();
  return {
    parcels: createDatabaseParcels({ database, sealer, callSeal: sealer.of(owners.webhooks), clock }),
    async open() {
      const fence = await takeEveryLink(database);
      return openDatabaseStores({ database, fence, secret: 'any', sealer, notices, clock, logger });
    },
    remove: () => database.close(),
  };
}

const places: Readonly<Record<string, () => Promise<Place>>> = {
  'a folder': () => folderPlace(openSealer),
  'a sealed folder': () => folderPlace(createSealer(testKey)),
  'a database': () => databasePlace(openSealer),
  'a sealed database': () => databasePlace(createSealer(otherKey)),
};
const pairs = [
  ['a folder', 'a sealed database'],
  ['a sealed folder', 'a database'],
  ['a database', 'a sealed folder'],
  ['a sealed database', 'a folder'],
] as const;

const messageId = '3EB00123456789ABCDEF';
const sent = { to: ['972507654321@s.whatsapp.net'], content: Buffer.from('hello') };
const media = { kind: 'image', mimetype: 'image/jpeg', path: '/x', mediaKey: 'AAAA' } as const;
const record = {
  id: testTenant,
  name: 'חנות',
  addedAt: 5,
  running: true,
  expectedNumber: '972501234567',
  proxy: 'http://proxy:8080',
  linkedAt: 7,
};
const other = tenantIdSchema.parse('another');
const callOf = (tenantId: typeof testTenant, number: number): OutboxEntry => ({
  number,
  at: 1,
  tenantId,
  id: `call-${tenantId}-${number}`,
  kind: 'status',
  body: { tenant_id: tenantId, status: 'connected', reason: 'linked' },
});

/** A tenant with everything that is kept for one, beside another one. */
async function fill({ tenants, credentials, keptSends, keptMedia, outbox }: Stores): Promise<void> {
  unwrap(await tenants.add(record));
  unwrap(await tenants.add({ ...record, id: other, name: 'Another' }));
  for (const id of [testTenant, other]) {
    const opened = unwrap(await credentials.open(id, () => undefined));
    Object.assign(opened.creds, { me: { id: linkedJid, name: 'Shop' }, account: createAccount() });
    await opened.keys.set({ session: { '1.0': 'a' }, 'pre-key': { 7: 'b' } });
    unwrap(await opened.save());
    unwrap(await opened.notePairing(true));
    await opened.close();
    await keptSends(id).keep(messageId, sent);
    await keptMedia(id).keep([{ messageId, media }]);
  }
  for (const call of [callOf(other, 1), callOf(testTenant, 2), callOf(other, 3), callOf(testTenant, 4)])
    unwrap(await outbox.put(call));
  unwrap(await outbox.putTold(new Map([testTenant, other].map((id) => [id, 'connected'] as const))));
}

/** Everything that is kept of a tenant. */
async function keptOf(stores: Stores, id = testTenant): Promise<object> {
  const { tenants, credentials, keptSends, keptMedia, outbox } = stores;
  const records = unwrap(await tenants.list());
  const opened = unwrap(await credentials.open(id, () => undefined));
  const keys = { ...(await opened.keys.get('session', ['1.0'])), ...(await opened.keys.get('pre-key', ['7'])) };
  await opened.close();
  const { entries, told } = unwrap(await outbox.load());
  const found = await keptSends(id).find(messageId);
  return {
    unreadable: records.unreadable,
    record: records.tenants.find((each) => each.id === id),
    found: opened.found,
    me: opened.creds.me,
    keys,
    sent: found && { to: found.to, content: Buffer.from(found.content) },
    media: await keptMedia(id).find(messageId),
    calls: entries.filter(({ tenantId }) => tenantId === id).map((call) => call.id),
    told: told.get(id),
  };
}

async function move(from: Place, to: Place): Promise<void> {
  expect(await moveTenant({ from: from.parcels, to: to.parcels }, testTenant)).toEqual(ok({ isProven: false }));
}

describe.each(pairs)('from %s to %s', (fromName, toName) => {
  let from: Place;
  let to: Place;
  let whole: object;
  beforeEach(async () => {
    [from, to] = [await (places[fromName] ?? fail)(), await (places[toName] ?? fail)()];
    await fill(await from.open());
    whole = await keptOf(await from.open());
  });
  afterEach(async () => {
    await from.remove();
    await to.remove();
  });
  const fail = () => Promise.reject(new Error('no such place'));

  it('a tenant moves whole, with what waits for the backend, and leaves the others alone', async () => {
    expect(whole).toMatchObject({
      record,
      found: { fate: 'kept', pairingPending: true },
      keys: { '1.0': 'a', 7: 'b' },
      sent,
      media,
      calls: [`call-${testTenant}-2`, `call-${testTenant}-4`],
      told: 'connected',
    });
    const beside = await keptOf(await from.open(), other);
    await move(from, to);
    expect(await keptOf(await to.open())).toEqual(whole);
    const left = await from.open();
    expect(unwrap(await left.tenants.list()).tenants.map(({ id }) => id)).toEqual([other]);
    expect(await keptOf(left, other)).toEqual(beside);
    expect(await keptOf(left)).toMatchObject({ found: { fate: 'none' }, calls: [], told: undefined });
    expect(unwrap(await from.parcels.tenantIds())).toEqual([other]);
    // Nobody is offered to bring back a link that has gone on elsewhere.
    expect(unwrap(await left.tenants.removed())).toEqual([]);
    expect(unwrap(await from.parcels.putBack(testTenant))).toBe(false);
    expect(unwrap(await left.credentials.listQuarantine()).map(({ tenantId }) => tenantId)).toContain(testTenant);
  });

  it('it goes there and back', async () => {
    await move(from, to);
    await move(to, from);
    expect(await keptOf(await from.open())).toEqual(whole);
  });

  it('a move that was cut off is taken up again, or undone, and nothing is lost', async () => {
    expect(unwrap(await from.parcels.takeOut(testTenant))?.link?.keys.length).toBe(2);
    expect(unwrap(await (await from.open()).tenants.list()).tenants.map(({ id }) => id)).toEqual([other]);
    // The next move of all takes it up, too.
    expect(unwrap(await from.parcels.tenantIds())).toContain(testTenant);
    expect(unwrap(await from.parcels.putBack(testTenant))).toBe(true);
    expect(await keptOf(await from.open())).toEqual(whole);
    await from.parcels.takeOut(testTenant);
    await move(from, to);
    expect(await keptOf(await to.open())).toEqual(whole);
  });

  it('a move that was closed is opened again, and nothing is lost', async () => {
    await move(from, to);
    unwrap(await from.parcels.reopen(testTenant));
    expect(unwrap(await from.parcels.tenantIds())).toContain(testTenant);
    expect(unwrap(await from.parcels.putBack(testTenant))).toBe(true);
    expect(await keptOf(await from.open())).toEqual(whole);
  });

  it('an id that is there in other letters is not written over', async () => {
    const loud = tenantIdSchema.parse(testTenant.toUpperCase());
    unwrap(await (await to.open()).tenants.add({ ...record, id: loud }));
    const parcel = unwrap(await from.parcels.takeOut(testTenant));
    if (parcel === undefined) throw new Error('it was there');
    expect(unwrap(await to.parcels.takeIn(parcel))).toBe(false);
    expect(unwrap(await to.parcels.has(testTenant))).toBe(true);
    expect(unwrap(await to.parcels.tenantIds())).toEqual([loud]);
  });

  it('what is not there is not moved', async () => {
    const nobody = tenantIdSchema.parse('nobody');
    expect(unwrap(await from.parcels.takeOut(nobody))).toBeUndefined();
    expect(unwrap(await from.parcels.putBack(nobody))).toBe(false);
  });
});
