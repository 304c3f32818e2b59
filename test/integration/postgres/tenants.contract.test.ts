import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Stores } from '../../../electron/console/stores.ts';
import type { TenantRecord } from '../../../electron/pairing/ports.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createAccount, linkedJid, testTenant, unwrap } from '../../support/credentials.ts';
import { type StorePlace, storePlaces } from '../../support/postgres/store-places.ts';

const day = 24 * 60 * 60 * 1000;
const sent = { to: ['972507654321@s.whatsapp.net'], content: Buffer.from('hello') };
const messageId = '3EB00123456789ABCDEF';
const media = { kind: 'image', mimetype: 'image/jpeg', path: '/x', mediaKey: 'AAAA' } as const;

function record(id: string, addedAt: number, change: Partial<TenantRecord> = {}): TenantRecord {
  return { id: tenantIdSchema.parse(id), name: `Shop ${id}`, addedAt, running: false, ...change };
}

/** A tenant with everything that is kept for one. */
async function fill({ tenants, credentials, keptSends, keptMedia }: Stores): Promise<TenantRecord> {
  const tenant = record(testTenant, 5, { name: 'חנות', expectedNumber: '972501234567', running: true });
  unwrap(await tenants.add(tenant));
  const opened = unwrap(await credentials.open(testTenant, () => undefined));
  Object.assign(opened.creds, { me: { id: linkedJid, name: 'Shop' }, account: createAccount() });
  await opened.keys.set({ session: { '1.0': 'a' } });
  unwrap(await opened.save());
  await opened.close();
  await keptSends(testTenant).keep(messageId, sent);
  await keptMedia(testTenant).keep([{ messageId, media }]);
  return tenant;
}

async function keptFor({ credentials, keptSends, keptMedia }: Stores): Promise<unknown[]> {
  const opened = unwrap(await credentials.open(testTenant, () => undefined));
  const keys = await opened.keys.get('session', ['1.0']);
  await opened.close();
  const found = await keptSends(testTenant).find(messageId);
  return [opened.found.fate, keys, found && { ...found }, await keptMedia(testTenant).find(messageId)];
}
const whole = ['kept', { '1.0': 'a' }, sent, media];
const nothing = ['none', {}, undefined, undefined];

describe.each(storePlaces)('tenants in %s', (_, make) => {
  let place: StorePlace;
  let stores: Stores;
  const reopen = async () => (stores = await place.open());
  beforeEach(async () => {
    place = await make();
    await reopen();
  });
  afterEach(() => place.remove());

  it('are none before the first, and come back as they were put, oldest first', async () => {
    expect(unwrap(await stores.tenants.list())).toEqual({ tenants: [], unreadable: [] });
    const tenants = [
      record('b', 1, { running: true, proxy: 'http://proxy:8080' }),
      record('a', 2, { name: 'חנות', linkedAt: 7, uncounted: true }),
    ];
    for (const tenant of [...tenants].reverse()) unwrap(await stores.tenants.add(tenant));
    await reopen();
    expect(unwrap(await stores.tenants.list())).toEqual({ tenants, unreadable: [] });
  });

  it('are what was put last, however close the writes', async () => {
    unwrap(await stores.tenants.add(record('a', 1)));
    await Promise.all(
      [...Array(20).keys()].map((index) => stores.tenants.put(record('a', 1, { name: `name ${index}` }))),
    );
    expect(unwrap(await stores.tenants.list()).tenants).toEqual([record('a', 1, { name: 'name 19' })]);
  });

  it('that are removed can be brought back whole for seven days', async () => {
    const tenant = await fill(stores);
    expect(await keptFor(stores)).toEqual(whole);
    unwrap(await stores.tenants.remove(testTenant));
    expect(unwrap(await stores.tenants.list()).tenants).toEqual([]);
    expect(await keptFor(stores)).toEqual(nothing);
    const removedAt = place.clock.now();
    const kept = { id: testTenant, name: 'חנות', removedAt, keptUntil: removedAt + 7 * day };
    expect(unwrap(await stores.tenants.removed())).toEqual([kept]);
    await reopen();
    expect(await stores.tenants.restore(testTenant)).toEqual({ ok: true, value: tenant });
    expect(unwrap(await stores.tenants.list()).tenants).toEqual([tenant]);
    expect(await keptFor(stores)).toEqual(whole);
    expect(unwrap(await stores.tenants.removed())).toEqual([]);
    expect(await stores.tenants.restore(testTenant)).toMatchObject({ ok: true, value: undefined });
  });

  it('that were removed are gone for good after seven days, and nothing of them is left', async () => {
    await fill(stores);
    unwrap(await stores.tenants.remove(testTenant));
    await place.clock.advance(7 * day + 1);
    await stores.sweep();
    expect(unwrap(await stores.tenants.removed())).toEqual([]);
    expect(await stores.tenants.restore(testTenant)).toEqual({ ok: true, value: undefined });
    expect(unwrap(await stores.credentials.listQuarantine())).toEqual([]);
  });

  it('are not brought back over one that is there', async () => {
    await fill(stores);
    unwrap(await stores.tenants.remove(testTenant));
    const newcomer = record(testTenant, 9);
    unwrap(await stores.tenants.add(newcomer));
    expect(await stores.tenants.restore(testTenant)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(unwrap(await stores.tenants.list()).tenants).toEqual([newcomer]);
    expect(unwrap(await stores.tenants.removed())).toHaveLength(1);
  });

  it('that are forgotten leave nothing', async () => {
    await fill(stores);
    unwrap(await stores.tenants.forget(testTenant));
    await reopen();
    expect(unwrap(await stores.tenants.list())).toEqual({ tenants: [], unreadable: [] });
    expect(unwrap(await stores.tenants.removed())).toEqual([]);
    expect(await keptFor(stores)).toEqual(nothing);
  });

  it('whose removal was once more removed come back as they were last', async () => {
    await fill(stores);
    unwrap(await stores.tenants.remove(testTenant));
    await place.clock.advance(1);
    unwrap(await stores.tenants.add(record(testTenant, 9, { name: 'Second' })));
    unwrap(await stores.tenants.remove(testTenant));
    expect(unwrap(await stores.tenants.removed()).map(({ name }) => name)).toEqual(['Second']);
    expect(unwrap(await stores.tenants.restore(testTenant))?.name).toBe('Second');
    expect(await keptFor(stores)).toEqual(nothing);
  });
});
