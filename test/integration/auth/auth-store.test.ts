import { chmod, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import { openKeyLog } from '../../../electron/auth/key-log.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import type { StorageError } from '../../../shared/errors.ts';
import {
  type TestCreds,
  createTemporaryFolder,
  createTestIdentity,
  createTestStore,
  link,
  linkedJid,
  openOrFail,
  renewSecret,
  testTenant,
  unwrap,
} from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let store: ReturnType<typeof createTestStore>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  store = createTestStore(folder.path);
});
afterEach(() => folder.remove());

function pathTo(...parts: readonly string[]): string {
  return join(folder.path, testTenant, 'auth', ...parts);
}

const linked = { kind: 'paired', identity: { jid: linkedJid, name: 'Shop', platform: 'android' } } as const;

async function saveLink(): Promise<TestCreds> {
  const credentials = await openOrFail(store);
  link(credentials.creds);
  await credentials.keys.set({ 'pre-key': { 1: { public: Buffer.alloc(32, 1), private: Buffer.alloc(32, 2) } } });
  expect(unwrap(await credentials.save())).toEqual(linked);
  await credentials.close();
  return credentials.creds;
}

async function write(name: string, creds: TestCreds): Promise<void> {
  await mkdir(pathTo(), { recursive: true });
  await writeFile(pathTo(name), encodeCreds(creds));
}

async function openAndClose() {
  const credentials = await openOrFail(store);
  await credentials.close();
  return credentials;
}

describe('opening credentials', () => {
  it('finds nothing where there is nothing, and writes nothing', async () => {
    const credentials = await openOrFail(store);
    expect(credentials.found).toEqual({ classification: { kind: 'empty' }, fate: 'none' });
    expect(credentials.classify()).toEqual({ kind: 'unpaired' });
    await credentials.keys.set({ 'pre-key': { 1: { public: Buffer.alloc(32), private: Buffer.alloc(32) } } });
    await credentials.close();

    expect(await readdir(folder.path)).toEqual([]);
  });

  it('brings a link back with its keys', async () => {
    const saved = await saveLink();

    const credentials = await openOrFail(store);
    expect(credentials.found).toEqual({ classification: linked, fate: 'kept' });
    expect(encodeCreds(credentials.creds)).toBe(encodeCreds(saved));
    expect(await credentials.keys.get('pre-key', ['1', '2'])).toEqual({
      1: { public: Buffer.alloc(32, 1), private: Buffer.alloc(32, 2) },
    });
    await credentials.close();
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['empty', (path) => truncate(path, 0)],
    ['cut off', (path) => truncate(path, 200)],
    ['missing', (path) => rm(path)],
    ['zeros', (path) => writeFile(path, Buffer.alloc(900))],
    ['an identity that was never linked', (path) => writeFile(path, encodeCreds(createTestIdentity()))],
  ])('recovers from the last-good copy when creds.json is %s', async (_, damage) => {
    const saved = await saveLink();
    await damage(pathTo('creds.json'));

    const { found, creds } = await openAndClose();
    expect(found).toEqual({ classification: linked, fate: 'recovered' });
    expect(encodeCreds(creds)).toBe(encodeCreds(saved));
    expect(await readFile(pathTo('creds.json'), 'utf8')).toBe(encodeCreds(saved));
    expect((await openAndClose()).found.fate).toBe('kept');
  });

  it('makes a new last-good copy when that one is damaged', async () => {
    const saved = await saveLink();
    await truncate(pathTo('creds.last-good.json'), 10);

    expect((await openAndClose()).found.fate).toBe('kept');
    expect(await readFile(pathTo('creds.last-good.json'), 'utf8')).toBe(encodeCreds(saved));
  });

  it('sets aside, whole and aloud, what neither copy can give back', async () => {
    const saved = await saveLink();
    await truncate(pathTo('creds.json'), 10);
    await truncate(pathTo('creds.last-good.json'), 20);
    const before = await readFile(pathTo('keys.log'));

    const { found, creds } = await openAndClose();
    expect(found).toEqual({ classification: { kind: 'corrupt' }, fate: 'quarantined' });
    expect(creds.advSecretKey).not.toBe(saved.advSecretKey);
    const [kept] = unwrap(await store.listQuarantine());
    expect(kept).toMatchObject({ tenantId: testTenant, reason: 'corrupt' });
    expect(await readFile(join(kept?.path ?? '', 'keys.log'))).toEqual(before);
    expect(await readdir(kept?.path ?? '')).toHaveLength(3);
  });

  it.each<[string, Partial<TestCreds>, string]>([
    ['half-paired credentials', { me: { id: linkedJid, name: 'Shop' } }, 'half-paired'],
    ['an abandoned code', { me: { id: '972501234567@s.whatsapp.net', name: '~' } }, 'code-pending'],
  ])('sets %s aside and goes on with a fresh identity', async (_, change, kind) => {
    const stale = { ...createTestIdentity(), ...change };
    await write('creds.json', stale);

    const credentials = await openAndClose();
    expect(credentials.found).toEqual({ classification: { kind }, fate: 'quarantined' });
    expect(credentials.classify()).toEqual({ kind: 'unpaired' });
    expect(credentials.creds.advSecretKey).not.toBe(stale.advSecretKey);
    expect(unwrap(await store.listQuarantine())).toMatchObject([{ reason: kind }]);
  });

  it('never shows an identity twice that was not linked the first time', async () => {
    const first = await openOrFail(store);
    await first.keys.set({ 'pre-key': { 1: { public: Buffer.alloc(32), private: Buffer.alloc(32) } } });
    expect(unwrap(await first.save())).toEqual({ kind: 'unpaired' });
    await first.close();
    // As a crash leaves it, in the middle of the first save after a scan.
    const log = unwrap(await openKeyLog(pathTo(), openSeal));
    log.change([['pre-key/1', '"of the first identity"']]);
    unwrap(await log.commit());
    await log.close();

    const second = await openOrFail(store);
    expect(second.found).toEqual({ classification: { kind: 'unpaired' }, fate: 'none' });
    expect(second.creds.advSecretKey).not.toBe(first.creds.advSecretKey);
    expect(await second.keys.get('pre-key', ['1'])).toEqual({});
    await second.close();
    expect(unwrap(await store.listQuarantine())).toEqual([]);
  });

  it.each<[string, (path: string) => Promise<void>, number]>([
    ['missing', (path) => rm(path), 0],
    ['nonsense', (path) => writeFile(path, 'nonsense'), 1],
  ])('keeps the link when its keys are %s', async (_, damage, damagedPlaces) => {
    await saveLink();
    await damage(pathTo('keys.log'));

    const { found, keyDamage } = await openAndClose();
    expect(found).toEqual({ classification: linked, fate: 'kept' });
    expect(keyDamage.damagedPlaces).toBe(damagedPlaces);
  });

  it('does not take what the system refuses to read for corruption', async () => {
    await saveLink();
    await rm(pathTo('creds.json'));
    await mkdir(pathTo('creds.json'));

    const opened = await store.open(testTenant, () => undefined);
    expect(opened).toEqual({ ok: false, error: { code: 'storage-failed', place: pathTo() } });
    expect(unwrap(await store.listQuarantine())).toEqual([]);
    await rm(pathTo('creds.json'), { recursive: true });
    expect((await openAndClose()).found.fate).toBe('recovered');
  });

  it('makes files private again and sweeps what a crash left', async () => {
    await saveLink();
    await chmod(pathTo(), 0o755);
    await chmod(pathTo('keys.log'), 0o644);
    await writeFile(pathTo('creds.json.0011aabbccdd.tmp'), 'half');

    await openAndClose();
    expect((await stat(pathTo())).mode & 0o777).toBe(0o700);
    expect(await readdir(pathTo())).toEqual(['creds.json', 'creds.last-good.json', 'keys.log']);
    for (const name of await readdir(pathTo())) expect((await stat(pathTo(name))).mode & 0o777).toBe(0o600);
  });

  it('is a bug while the same credentials are open', async () => {
    const credentials = await openOrFail(store);
    await expect(store.open(testTenant, () => undefined)).rejects.toThrow('open');
    await expect(store.quarantine(testTenant, 'relink')).rejects.toThrow('open');
    await credentials.close();
    await openAndClose();
  });
});

describe('saving credentials', () => {
  it('shares one write among calls that wait together, and saves what is in memory by then', async () => {
    const credentials = await openOrFail(store);
    link(credentials.creds);
    const first = credentials.save();
    credentials.creds.accountSyncCounter = 7;
    const later = [credentials.save(), credentials.save()];
    credentials.creds.accountSyncCounter = 8;
    expect(await Promise.all([first, ...later])).toEqual(Array(3).fill({ ok: true, value: linked }));
    await credentials.close();

    expect((await openAndClose()).creds.accountSyncCounter).toBe(8);
  });

  it('writes an identity that no phone has linked once, and again with another secret or once a code was asked for', async () => {
    const { creds, ...credentials } = await openOrFail(store);
    const savedCounter = async () => {
      expect((await credentials.save()).ok).toBe(true);
      return z
        .object({ accountSyncCounter: z.number() })
        .parse(JSON.parse(await readFile(pathTo('creds.json'), 'utf8'))).accountSyncCounter;
    };
    expect(await savedCounter()).toBe(0);
    creds.accountSyncCounter = 1;
    expect(await savedCounter()).toBe(0);
    renewSecret(creds);
    expect(await savedCounter()).toBe(1);

    creds.me = { id: '972501234567@s.whatsapp.net', name: '~' };
    creds.accountSyncCounter = 2;
    expect(await savedCounter()).toBe(2);
    // The code is taken back: what it left on disk must not stay.
    delete creds.me;
    creds.accountSyncCounter = 3;
    expect(await savedCounter()).toBe(3);
    await credentials.close();
  });

  it('writes keys that were held in memory before the credentials that count on them', async () => {
    const credentials = await openOrFail(store);
    const keys = [...Array(812).keys()].map((id) => [id, { public: Buffer.alloc(32), private: Buffer.alloc(32) }]);
    await credentials.keys.set({ 'pre-key': Object.fromEntries(keys) as Record<string, unknown> });
    await credentials.save();
    expect(await readdir(pathTo())).not.toContain('keys.log');
    link(credentials.creds);
    await credentials.save();
    const onDisk = unwrap(await openKeyLog(pathTo(), openSeal));
    expect([...onDisk.entries()]).toHaveLength(812);
    await onDisk.close();
    await credentials.close();

    const again = await openOrFail(store);
    expect(Object.keys(await again.keys.get('pre-key', ['0', '400', '811', '812']))).toEqual(['0', '400', '811']);
    await again.close();
  });

  it('finishes what was asked for before it closes, and refuses what comes later', async () => {
    const credentials = await openOrFail(store);
    link(credentials.creds);
    await credentials.save();
    credentials.creds.accountSyncCounter = 1;
    const save = credentials.save();
    const set = credentials.keys.set({ session: { '1.0': Buffer.from('a') } });
    const finished: string[] = [];
    const both = Promise.all([save, set]).then(() => finished.push('writes'));
    await Promise.all([credentials.close(), credentials.close()]);
    finished.push('close');
    await both;
    expect(finished).toEqual(['writes', 'close']);
    expect(await credentials.save()).toEqual({ ok: false, error: { code: 'storage-failed', place: pathTo() } });
    await expect(credentials.keys.set({ session: { '1.0': null } })).rejects.toThrow('closed');
    expect(await save).toEqual({ ok: true, value: linked });

    const again = await openOrFail(store);
    expect(again.creds.accountSyncCounter).toBe(1);
    expect(await again.keys.get('session', ['1.0'])).toEqual({ '1.0': Buffer.from('a') });
    await again.close();
  });

  it('deletes keys by null and undefined, and all of them by clear', async () => {
    const credentials = await openOrFail(store);
    link(credentials.creds);
    await credentials.save();
    await credentials.keys.set({ 'lid-mapping': { 1: 'a', 2: 'b', 3: 'c' }, session: undefined });
    await credentials.keys.set({ 'lid-mapping': { 1: null, 2: undefined } });
    await credentials.close();

    const again = await openOrFail(store);
    expect(await again.keys.get('lid-mapping', ['1', '2', '3'])).toEqual({ 3: 'c' });
    await again.keys.clear();
    await again.close();
    const empty = await openOrFail(store);
    expect(await empty.keys.get('lid-mapping', ['3'])).toEqual({});
    await empty.close();
  });

  it('tells once of keys that cannot be written, and writes them when that is possible again', async () => {
    const faults: StorageError[] = [];
    const credentials = unwrap(await store.open(testTenant, (error) => faults.push(error)));
    link(credentials.creds);
    await credentials.save();
    await rm(pathTo('keys.log'), { force: true });
    await mkdir(pathTo('keys.log'));
    await expect(credentials.keys.set({ session: { '1.0': 'a' } })).rejects.toThrow('storage-failed');
    await expect(credentials.keys.set({ session: { '2.0': 'b' } })).rejects.toThrow('storage-failed');
    expect(faults).toEqual([{ code: 'storage-failed', place: pathTo() }]);

    await rm(pathTo('keys.log'), { recursive: true });
    await credentials.keys.set({ session: { '3.0': 'c' } });
    await credentials.close();
    const again = await openOrFail(store);
    expect(await again.keys.get('session', ['1.0', '2.0', '3.0'])).toEqual({ '1.0': 'a', '2.0': 'b', '3.0': 'c' });
    await again.close();
  });
});

describe('wiping credentials', () => {
  it('moves them to quarantine, whole, and starts afresh', async () => {
    await saveLink();
    expect(unwrap(await store.quarantine(testTenant, 'relink'))).toBe(true);
    expect(unwrap(await store.quarantine(testTenant, 'relink'))).toBe(false);

    expect((await openAndClose()).found.classification).toEqual({ kind: 'empty' });
    const [kept] = unwrap(await store.listQuarantine());
    expect((await readdir(kept?.path ?? '')).sort()).toEqual(['creds.json', 'creds.last-good.json', 'keys.log']);
  });
});
