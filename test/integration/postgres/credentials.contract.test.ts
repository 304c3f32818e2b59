import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import type { Stores } from '../../../electron/console/stores.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createAccount, createTemporaryFolder, linkedJid, testTenant, unwrap } from '../../support/credentials.ts';
import { type StorePlace, storePlaces } from '../../support/postgres/store-places.ts';

type Store = Stores['credentials'];
type Opened = Awaited<ReturnType<typeof open>>;

const linked = { kind: 'paired', identity: { jid: linkedJid, name: 'Shop', platform: 'android' } } as const;
const other = tenantIdSchema.parse('other-2');
const day = 24 * 60 * 60 * 1000;
const pair = (byte: number) => ({ public: Buffer.alloc(32, byte), private: Buffer.alloc(32, byte + 1) });

async function open(store: Store, tenantId: TenantId = testTenant) {
  return unwrap(
    await store.open(tenantId, ({ code }) => {
      throw new Error(`unexpected fault: ${code}`);
    }),
  );
}

/** What a verified scan leaves in the credentials. */
function link({ creds }: Opened, jid = linkedJid): void {
  Object.assign(creds, { me: { id: jid, name: 'Shop' }, account: createAccount(), platform: 'android' });
}

async function saveLink(store: Store, tenantId: TenantId = testTenant): Promise<Opened['creds']> {
  const credentials = await open(store, tenantId);
  link(credentials);
  await credentials.keys.set({ 'pre-key': { 1: pair(1) }, session: { '972507654321.0': { secret: [1, 2] } } });
  expect(unwrap(await credentials.save())).toEqual(linked);
  await credentials.close();
  return credentials.creds;
}

async function foundBy(store: Store, tenantId: TenantId = testTenant) {
  const credentials = await open(store, tenantId);
  await credentials.close();
  return credentials.found;
}

describe.each(storePlaces)('credentials in %s', (_, make) => {
  let place: StorePlace;
  let store: Store;
  const reopen = async () => (store = (await place.open()).credentials);
  beforeEach(async () => {
    place = await make();
    await reopen();
  });
  afterEach(() => place.remove());

  it('are none before the first, and a fresh identity comes', async () => {
    const credentials = await open(store);
    expect(credentials.found).toEqual({ classification: { kind: 'empty' }, fate: 'none' });
    expect(credentials.classify()).toEqual({ kind: 'unpaired' });
    await credentials.keys.set({ 'pre-key': { 1: pair(3) } });
    await credentials.close();
    expect(await foundBy(store)).toEqual({ classification: { kind: 'empty' }, fate: 'none' });
    expect(await store.identify(testTenant)).toBeUndefined();
  });

  it('that no phone has linked are saved, which proves the place, and the next start makes others', async () => {
    const credentials = await open(store);
    expect(await credentials.save()).toEqual({ ok: true, value: { kind: 'unpaired' } });
    await credentials.close();
    await reopen();
    const next = await open(store);
    expect(next.found).toEqual({ classification: { kind: 'unpaired' }, fate: 'none' });
    expect(next.creds.advSecretKey).not.toBe(credentials.creds.advSecretKey);
    expect(await next.keys.get('pre-key', ['1'])).toEqual({});
    await next.close();
  });

  it('of a link come back whole, with their keys', async () => {
    const saved = await saveLink(store);
    await reopen();
    expect(await store.identify(testTenant)).toEqual(linked.identity);
    const credentials = await open(store);
    expect(credentials.found).toEqual({ classification: linked, fate: 'kept' });
    expect(encodeCreds(credentials.creds)).toBe(encodeCreds(saved));
    expect(await credentials.keys.get('pre-key', ['1', '2'])).toEqual({ 1: pair(1) });
    expect(await credentials.keys.get('session', ['972507654321.0'])).toEqual({
      '972507654321.0': { secret: [1, 2] },
    });
    expect(credentials.keyDamage).toEqual({ tornBytes: 0, damagedPlaces: 0 });
    await credentials.close();
  });

  it('of a link keep every change of keys that was answered, deletions included', async () => {
    await saveLink(store);
    const credentials = await open(store);
    await credentials.keys.set({ 'pre-key': { 1: null, 2: pair(5) }, session: { 'a.0': { n: 1 } } });
    await Promise.all(
      Array.from({ length: 40 }, (_unused, n) =>
        credentials.keys.set({ session: { 'a.0': { n }, [`b${n}.0`]: { n } } }),
      ),
    );
    await reopen();
    // No `close` came between: the program was killed.
    const next = await open(store);
    expect(await next.keys.get('pre-key', ['1', '2'])).toEqual({ 2: pair(5) });
    expect(await next.keys.get('session', ['a.0', 'b0.0', 'b39.0'])).toEqual({
      'a.0': { n: 39 },
      'b0.0': { n: 0 },
      'b39.0': { n: 39 },
    });
    await next.keys.clear();
    await next.close();
    await credentials.close();
    const emptied = await open(store);
    expect(await emptied.keys.get('session', ['a.0', '972507654321.0'])).toEqual({});
    await emptied.close();
  });

  it('hold a thousand keys of a first login', async () => {
    await saveLink(store);
    const credentials = await open(store);
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_unused, n) => [n + 2, pair(n % 200)]));
    await credentials.keys.set({ 'pre-key': many });
    await credentials.close();
    const next = await open(store);
    expect(await next.keys.get('pre-key', Object.keys(many))).toEqual(many);
    await next.close();
  });

  it('are what was saved last, however close the saves', async () => {
    await saveLink(store);
    const credentials = await open(store);
    const saves = Array.from({ length: 30 }, (_unused, count) => {
      credentials.creds.accountSyncCounter = count;
      return credentials.save();
    });
    for (const saved of await Promise.all(saves)) expect(saved).toEqual({ ok: true, value: linked });
    await credentials.close();
    const next = await open(store);
    expect(next.creds.accountSyncCounter).toBe(29);
    await next.close();
  });

  it('take no write after they are closed', async () => {
    const credentials = await open(store);
    link(credentials);
    await credentials.close();
    expect(await credentials.save()).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    await expect(credentials.keys.set({ session: { a: 1 } })).rejects.toThrow('closed');
    expect(await foundBy(store)).toEqual({ classification: { kind: 'empty' }, fate: 'none' });
  });

  it('remember a pairing that waits for its first login, until it is over', async () => {
    const credentials = await open(store);
    await credentials.save();
    expect(await credentials.notePairing(true)).toEqual({ ok: true, value: null });
    await credentials.close();
    await reopen();
    expect(await foundBy(store)).toMatchObject({ classification: { kind: 'unpaired' }, pairingPending: true });
    expect(await foundBy(store)).toEqual({ classification: { kind: 'empty' }, fate: 'none' });

    const next = await open(store);
    link(next);
    await next.notePairing(true);
    await next.save();
    await next.close();
    expect(await foundBy(store)).toMatchObject({ classification: linked, pairingPending: true });
    const third = await open(store);
    await third.notePairing(false);
    await third.close();
    expect(await foundBy(store)).toEqual({ classification: linked, fate: 'kept' });
  });

  it('of half a link are set aside and never used again', async () => {
    const credentials = await open(store);
    Object.assign(credentials.creds, { me: { id: linkedJid, name: 'Shop' } });
    await credentials.save();
    await credentials.close();
    const next = await open(store);
    expect(next.found).toEqual({ classification: { kind: 'half-paired' }, fate: 'quarantined' });
    expect(next.classify()).toEqual({ kind: 'unpaired' });
    await next.close();
    expect(unwrap(await store.listQuarantine())).toMatchObject([{ tenantId: testTenant, reason: 'half-paired' }]);
    expect(await foundBy(store)).toMatchObject({ fate: 'none' });
  });

  it('that are set aside are gone from their place, and kept for seven days', async () => {
    expect(await store.quarantine(testTenant, 'relink')).toEqual({ ok: true, value: false });
    await saveLink(store);
    expect(await store.quarantine(testTenant, 'relink')).toEqual({ ok: true, value: true });
    expect(await store.identify(testTenant)).toBeUndefined();
    expect(await foundBy(store)).toEqual({ classification: { kind: 'empty' }, fate: 'none' });
    await place.clock.advance(1);
    await saveLink(store);
    expect(await store.quarantine(testTenant, 'relink')).toEqual({ ok: true, value: true });
    expect(unwrap(await store.listQuarantine()).map(({ at }) => at)).toEqual([
      place.clock.now(),
      place.clock.now() - 1,
    ]);
    await place.clock.advance(7 * day);
    expect(await store.sweep()).toEqual({ ok: true, value: 1 });
    await place.clock.advance(1);
    expect(await store.sweep()).toEqual({ ok: true, value: 1 });
    expect(unwrap(await store.listQuarantine())).toEqual([]);
  });

  it('are given to another tenant whole, and to none that has a link', async () => {
    expect(await store.move(testTenant, other)).toEqual({ ok: true, value: false });
    const saved = await saveLink(store);
    expect(await store.move(testTenant, other)).toEqual({ ok: true, value: true });
    expect(await store.identify(testTenant)).toBeUndefined();
    await reopen();
    const moved = await open(store, other);
    expect(encodeCreds(moved.creds)).toBe(encodeCreds(saved));
    expect(await moved.keys.get('pre-key', ['1'])).toEqual({ 1: pair(1) });
    await moved.keys.set({ session: { 'c.0': { moved: true } } });
    await moved.close();
    await saveLink(store);
    expect(await store.move(testTenant, other)).toEqual({ ok: true, value: false });
    expect(await store.identify(testTenant)).toEqual(linked.identity);
    await reopen();
    const again = await open(store, other);
    expect(await again.keys.get('session', ['c.0'])).toEqual({ 'c.0': { moved: true } });
    await again.close();
  });

  it('of a draft are in memory until they are filed, and in the tenant’s place from then on', async () => {
    const draft = await store.draft();
    const drafted = draft.credentials;
    await drafted.keys.set({ session: { '1.0': 'a' } });
    expect(await drafted.save()).toEqual({ ok: true, value: { kind: 'unpaired' } });
    link(drafted);
    const home = unwrap(await draft.fileUnder(testTenant, () => undefined));
    expect(home?.found.fate).toBe('none');
    expect(await drafted.save()).toEqual({ ok: true, value: linked });
    await drafted.keys.set({ session: { '2.0': 'b' } });
    await home?.close();
    await reopen();
    const opened = await open(store);
    expect(await opened.keys.get('session', ['1.0', '2.0'])).toEqual({ '1.0': 'a', '2.0': 'b' });
    await opened.close();
    const second = await store.draft();
    expect(unwrap(await second.fileUnder(testTenant, () => undefined))).toBeUndefined();
    expect(await store.identify(testTenant)).toEqual(linked.identity);
  });

  it('may be open once at a time', async () => {
    const credentials = await open(store);
    await expect(store.open(testTenant, () => undefined)).rejects.toThrow('open');
    await expect(store.quarantine(testTenant, 'relink')).rejects.toThrow('open');
    await credentials.close();
    await (await open(store)).close();
  });

  it('are written for another service in the client library’s own layout', async () => {
    const target = await createTemporaryFolder();
    expect(await store.exportStockLayout(testTenant, target.path)).toEqual({ ok: true, value: 0 });
    await saveLink(store);
    expect(await store.exportStockLayout(testTenant, target.path)).toEqual({ ok: true, value: 3 });
    await target.remove();
  });

  it('can be looked at without their contents', async () => {
    expect(unwrap(await store.inspect(testTenant))).toMatchObject({ credentials: 'empty', files: [] });
    await saveLink(store);
    const { credentials, files } = unwrap(await store.inspect(testTenant));
    expect(credentials).toBe('paired');
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['creds.json', 'keys.log']));
    for (const { bytes } of files) expect(bytes).toBeGreaterThan(100);
  });
});
