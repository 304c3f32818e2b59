import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import type { StorageError } from '../../../shared/errors.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import {
  createTemporaryFolder,
  createTestIdentity,
  createTestStore,
  link,
  linkedJid,
  openOrFail,
  testTenant,
  unwrap,
} from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let store: ReturnType<typeof createTestStore>;
let faults: StorageError[];
beforeEach(async () => {
  folder = await createTemporaryFolder();
  store = createTestStore(folder.path);
  faults = [];
});
afterEach(() => folder.remove());

const onFault = (error: StorageError) => void faults.push(error);
const authOf = (tenant: string) => join(folder.path, tenant, 'auth');
const unassigned = tenantIdSchema.parse('unassigned-1');
const linked = { kind: 'paired', identity: { jid: linkedJid, name: 'Shop', platform: 'android' } } as const;
const refused = (place: string) => ({ ok: false, error: { code: 'storage-failed', place } });

function linkOf(jid: string): string {
  const creds = createTestIdentity();
  link(creds, jid);
  return encodeCreds(creds);
}

const linkText = linkOf(linkedJid);
const otherLink = linkOf('447700900123:7@s.whatsapp.net');

async function write(tenant: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(authOf(tenant), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(authOf(tenant), name), text);
}

async function contents(place: string): Promise<Record<string, string>> {
  const names = (await readdir(place)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(place, name), 'utf8')] as const)),
  );
}

describe('credentials that have no tenant yet', () => {
  it('are in memory only, and answer what is in it', async () => {
    const { credentials } = await store.draft();
    expect(credentials.found).toEqual({ classification: { kind: 'empty' }, fate: 'none' });
    expect(credentials.keyDamage).toEqual({ tornBytes: 0, damagedPlaces: 0 });
    expect(await credentials.save()).toEqual({ ok: true, value: { kind: 'unpaired' } });
    expect(await credentials.notePairing(true)).toEqual({ ok: true, value: null });
    await credentials.keys.set({ session: { '1.0': 'a', '2.0': 'b' } });
    await credentials.keys.set({ session: { '1.0': null } });
    expect(await credentials.keys.get('session', ['1.0', '2.0'])).toEqual({ '2.0': 'b' });
    await credentials.keys.clear();
    expect(await credentials.keys.get('session', ['2.0'])).toEqual({});

    link(credentials.creds);
    expect(credentials.classify()).toEqual(linked);
    expect(await credentials.save()).toEqual({ ok: true, value: linked });
    await credentials.close();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('are on disk with all their keys once they are filed, and everything later goes there', async () => {
    const draft = await store.draft();
    const { credentials } = draft;
    await credentials.keys.set({ session: { '1.0': 'before', '2.0': 'before' } });
    link(credentials.creds);
    const home = unwrap(await draft.fileUnder(testTenant, onFault)) ?? expect.unreachable('a link was there');
    expect(home.creds).toBe(credentials.creds);
    await credentials.keys.set({ session: { '2.0': 'after' } });
    expect(await credentials.keys.get('session', ['1.0', '2.0'])).toEqual({ '1.0': 'before', '2.0': 'after' });
    expect(unwrap(await credentials.notePairing(true))).toBeNull();
    expect(await credentials.save()).toEqual({ ok: true, value: linked });
    await home.close();
    expect(await credentials.save()).toEqual(refused(authOf(testTenant)));

    const again = await openOrFail(store);
    expect(again.found).toEqual({ classification: linked, fate: 'kept', pairingPending: true });
    expect(await again.keys.get('session', ['1.0', '2.0'])).toEqual({ '1.0': 'before', '2.0': 'after' });
    await again.keys.clear();
    await again.close();
    expect(faults).toEqual([]);
  });

  it('are not filed where a link lies, which stays as it is and may be opened', async () => {
    await write(testTenant, { 'creds.json': otherLink, 'creds.last-good.json': otherLink });
    const draft = await store.draft();
    const { credentials } = draft;
    link(credentials.creds);
    expect(unwrap(await draft.fileUnder(testTenant, onFault))).toBeUndefined();

    expect(await contents(authOf(testTenant))).toEqual({ 'creds.json': otherLink, 'creds.last-good.json': otherLink });
    await (await openOrFail(store)).close();
  });

  it('are not filed where the folder cannot be opened, and may be filed later', async () => {
    await mkdir(join(authOf(testTenant), 'creds.json'), { recursive: true });
    const draft = await store.draft();
    const { credentials } = draft;
    link(credentials.creds);
    expect(await draft.fileUnder(testTenant, onFault)).toEqual(refused(authOf(testTenant)));

    await rm(authOf(testTenant), { recursive: true });
    const home = unwrap(await draft.fileUnder(testTenant, onFault));
    expect(await home?.save()).toEqual({ ok: true, value: linked });
    await home?.close();
  });
});

describe('a link that is given to a tenant', () => {
  const files = { 'creds.json': linkText, 'creds.last-good.json': linkText, 'keys.log': 'keys' };

  it('moves there whole', async () => {
    await write(unassigned, files);
    expect(await store.move(unassigned, testTenant)).toEqual({ ok: true, value: true });
    expect(await contents(authOf(testTenant))).toEqual(files);
    expect(await readdir(join(folder.path, unassigned))).toEqual([]);
    expect(unwrap(await store.listQuarantine())).toEqual([]);
  });

  it('takes the place of what holds no link, which goes to quarantine whole', async () => {
    await write(unassigned, files);
    const before = { 'creds.json': 'rubbish', 'session-1.0.json': '"s"' };
    await write(testTenant, before);
    expect(await store.move(unassigned, testTenant)).toEqual({ ok: true, value: true });

    expect(await contents(authOf(testTenant))).toEqual(files);
    const [kept, ...others] = unwrap(await store.listQuarantine());
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ tenantId: testTenant, reason: 'assigned' });
    expect(await contents(kept?.path ?? '')).toEqual(before);
  });

  it.each<[what: string, from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>]>([
    ['the tenant has one', files, { 'creds.json': otherLink }],
    ['the tenant has one in a copy', files, { 'creds.json.bak': otherLink }],
    ['there is none to give', { 'creds.json': encodeCreds(createTestIdentity()) }, { 'notes.txt': '' }],
    ['there is nothing to give', {}, { 'notes.txt': '' }],
  ])('stays where it is where %s', async (_what, from, to) => {
    await write(unassigned, from);
    await write(testTenant, to);
    expect(await store.move(unassigned, testTenant)).toEqual({ ok: true, value: false });
    expect(await contents(authOf(unassigned))).toEqual(from);
    expect(await contents(authOf(testTenant))).toEqual(to);
    expect(unwrap(await store.listQuarantine())).toEqual([]);
  });

  it('stays where it is where the tenant’s folder cannot be set aside or looked into', async () => {
    await write(unassigned, files);
    await write(testTenant, { 'creds.json': 'rubbish' });
    await writeFile(join(folder.path, '.quarantine'), 'a file where the folder should be');
    expect(await store.move(unassigned, testTenant)).toEqual(refused(authOf(testTenant)));
    expect(await contents(authOf(testTenant))).toEqual({ 'creds.json': 'rubbish' });

    await rm(authOf(testTenant), { recursive: true });
    await writeFile(authOf(testTenant), 'a file where the folder should be');
    expect(await store.move(unassigned, testTenant)).toEqual(refused(authOf(testTenant)));
    expect(await contents(authOf(unassigned))).toEqual(files);
  });

  it('stays where it is where the tenant may have one in a file that the system refuses to read', async () => {
    await write(unassigned, files);
    await mkdir(join(authOf(testTenant), 'creds.json'), { recursive: true });
    expect(await store.move(unassigned, testTenant)).toEqual(refused(authOf(testTenant)));
    expect(await contents(authOf(unassigned))).toEqual(files);
    expect(await readdir(authOf(testTenant))).toEqual(['creds.json']);
  });

  it.each([
    ['from', testTenant, unassigned],
    ['to', unassigned, testTenant],
  ] as const)('is a bug while the credentials it goes %s are open', async (_what, from, to) => {
    await write(from, files);
    const credentials = await openOrFail(store);
    await expect(store.move(from, to)).rejects.toThrow('open');
    await credentials.close();
  });
});

it('a link in a folder inside, as older services keep it, is not given another', async () => {
  await write(unassigned, { 'creds.json': otherLink });
  await mkdir(join(authOf(testTenant), 'auth_info_multi'), { recursive: true });
  await writeFile(join(authOf(testTenant), 'auth_info_multi', 'creds.json'), linkText);
  expect(await store.identify(testTenant)).toMatchObject({ jid: linkedJid });
  expect(await store.move(unassigned, testTenant)).toEqual({ ok: true, value: false });
  expect(await contents(join(authOf(testTenant), 'auth_info_multi'))).toEqual({ 'creds.json': linkText });
});
