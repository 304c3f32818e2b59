import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import { fileTime } from '../../../electron/auth/file-time.ts';
import { encodeHeader, encodeRecord } from '../../../electron/auth/key-records.ts';
import type { Logger } from '../../../electron/pairing/ports.ts';
import type { StorageError } from '../../../shared/errors.ts';
import {
  createTemporaryFolder,
  createLinkedIdentity,
  createTestIdentity,
  createTestStore,
  link,
  linkedJid,
  testTenant,
  unwrap,
} from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { noSpace, sharedFileHandle } from '../../support/file-handles.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let auth: string;
let store: ReturnType<typeof createTestStore>;
/** Level, message and data of each line. */
let told: unknown[][];
let faults: StorageError[];
const clock = createFakeClock();
beforeEach(async () => {
  folder = await createTemporaryFolder();
  auth = join(folder.path, testTenant, 'auth');
  told = [];
  faults = [];
  const at =
    (level: string) =>
    (...line: unknown[]) =>
      void told.push([level, ...line]);
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  store = createTestStore(folder.path, { clock, logger });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

const linked = { kind: 'paired', identity: { jid: linkedJid, name: 'Shop', platform: 'android' } } as const;
const linkText = encodeCreds(createLinkedIdentity());
const keyLog = Buffer.concat([encodeHeader(), encodeRecord([['session/1.0', '"new"']])]);
/** A link as this program leaves it. */
const whole = { 'creds.json': linkText, 'creds.last-good.json': linkText, 'keys.log': keyLog };

async function write(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  await mkdir(auth, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(auth, name), content);
}

const tryToOpen = () => store.open(testTenant, (error) => faults.push(error));

async function open() {
  const credentials = unwrap(await tryToOpen());
  await credentials.close();
  return credentials;
}

async function contents(place: string): Promise<Record<string, string>> {
  const names = (await readdir(place)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(place, name), 'utf8')] as const)),
  );
}

describe('a link that is opened', () => {
  it('is not written again, and nothing is told, where both copies are whole', async () => {
    await write(whole);
    const marks = () => Promise.all(Object.keys(whole).map(async (name) => (await stat(join(auth, name))).ino));
    const before = await marks();

    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'kept' });
    expect(await marks()).toEqual(before);
    expect({ told, faults }).toEqual({ told: [], faults: [] });
  });

  it.each<[what: string, keys: Buffer | undefined, level: string, message: string, data: object]>([
    ['it has no keys', undefined, 'warn', 'A link was opened that has no keys', {}],
    [
      'a write of keys was cut off',
      Buffer.concat([keyLog, keyLog.subarray(16, -1)]),
      'warn',
      'A write of keys had been cut off',
      { tornBytes: keyLog.length - 17 },
    ],
    ['keys are damaged', Buffer.alloc(99, 7), 'error', 'Some keys could not be read', { damagedPlaces: 1 }],
  ])('is used, and the log says that %s', async (_what, keys, level, message, data) => {
    await write(whole);
    if (keys === undefined) await rm(join(auth, 'keys.log'));
    else await write({ 'keys.log': keys });

    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'kept' });
    expect(told).toEqual([[level, message, { folder: auth, ...data }]]);
  });

  it('is used where the folder cannot be put in order, and the log names what cannot', async () => {
    await write(whole);
    await symlink(join(auth, 'nowhere'), join(auth, 'pairing-pending.json'));

    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'kept', pairingPending: true });
    const names = ['pairing-pending.json'];
    expect(told).toEqual([['warn', 'A credentials folder could not be put in order', { folder: auth, names }]]);
  });

  it('comes from its last-good copy without any keys, which is a recovery and no import', async () => {
    await write({ 'creds.last-good.json': linkText });

    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'recovered' });
    expect(told).toEqual([
      ['warn', 'Credentials were recovered', { folder: auth, from: 'creds.last-good.json' }],
      ['warn', 'A link was opened that has no keys', { folder: auth }],
    ]);
    expect(await contents(auth)).toEqual({ 'creds.json': linkText, 'creds.last-good.json': linkText });
  });

  it.each([
    ['creds.json.bak', 'creds.json.bak'],
    ['972501234567.json', '….json'],
  ])('comes from %s without any keys, which is an import once', async (name, from) => {
    await write({ [name]: linkText });
    const imported = { from, keys: 0, types: {}, ambiguous: 0, unreadable: 0, skipped: 0, unknown: 0 };

    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'recovered', imported });
    expect(told).toEqual([
      ['info', 'keys of another service were imported', { folder: auth, ...imported }],
      ['warn', 'Credentials were recovered', { folder: auth, from }],
      ['warn', 'A link was opened that has no keys', { folder: auth }],
    ]);
    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'kept' });
  });

  it('is recovered also where the damaged creds.json cannot be kept, and that is a fault', async () => {
    await write({ ...whole, 'creds.json': 'damaged' });
    await mkdir(join(auth, `creds.json.damaged-${fileTime(clock.now())}`));

    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'recovered' });
    expect(faults).toEqual([{ code: 'storage-failed', place: auth }]);
    expect(await readFile(join(auth, 'creds.json'), 'utf8')).toBe(linkText);
  });

  it('is used where the disk takes no second copy, and that is a fault, told once', async () => {
    await write({ 'creds.json.bak': linkText });
    const spy = vi.spyOn(await sharedFileHandle(), 'writeFile').mockRejectedValue(noSpace());

    expect((await open()).found).toMatchObject({ classification: linked, fate: 'recovered' });
    expect(spy).toHaveBeenCalledTimes(2);
    expect(faults).toEqual([{ code: 'storage-full', place: auth }]);
  });

  it('is refused, and stays as it is, where its keys are of a later version of this program', async () => {
    const header = encodeHeader();
    header.writeUInt32LE(2, 8);
    header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
    await write({ ...whole, 'keys.log': header });
    const before = await contents(auth);

    for (let time = 1; time <= 2; time += 1) {
      expect(await tryToOpen()).toEqual({ ok: false, error: { code: 'storage-failed', place: auth } });
    }
    expect(await contents(auth)).toEqual(before);
  });
});

describe('keys of another service', () => {
  it('that cannot be read are reported, with files that this program does not know', async () => {
    await write({ 'creds.json': linkText, 'session-1.0.json': '{"half', 'notes of what was imported-': '' });
    await mkdir(join(auth, 'imported-2026-01-01T00-00-00.000Z'));
    const imported = { from: 'creds.json', keys: 0, types: {}, ambiguous: 0, unreadable: 1, skipped: 0, unknown: 1 };

    expect((await open()).found).toStrictEqual({ classification: linked, fate: 'kept', imported });
    expect(told).toEqual([['info', 'keys of another service were imported', { folder: auth, ...imported }]]);
  });

  it('are not imported over newer ones', async () => {
    await write({ ...whole, 'session-1.0.json': '"old"' });
    const credentials = unwrap(await tryToOpen());
    expect(await credentials.keys.get('session', ['1.0'])).toEqual({ '1.0': 'new' });
    expect(credentials.found).toStrictEqual({ classification: linked, fate: 'kept' });
    await credentials.close();
    expect(await readdir(auth)).not.toContain('session-1.0.json');
    expect(told).toEqual([]);
  });

  it('stay where they are until the disk has room for them', async () => {
    const files = { 'creds.json': linkText, 'session-1.0.json': '"s"' };
    await write(files);
    vi.spyOn(await sharedFileHandle(), 'write').mockRejectedValueOnce(noSpace());
    expect(await tryToOpen()).toEqual({ ok: false, error: { code: 'storage-full', place: auth } });
    expect(await contents(auth)).toEqual(files);

    const credentials = unwrap(await tryToOpen());
    expect(credentials.found).toMatchObject({ fate: 'kept', imported: { keys: 1, types: { session: 1 } } });
    expect(await credentials.keys.get('session', ['1.0'])).toEqual({ '1.0': 's' });
    await credentials.close();
  });

  it.runIf(process.platform === 'linux')('are not left out because the system refuses to read one', async () => {
    await write({ 'creds.json': linkText, 'session-1.0.json': '"s"' });
    // A socket has a name like a file, and cannot be read like one.
    const socket = createServer().listen(join(auth, 'session-2.0.json'));
    onTestFinished(() => void socket.close());
    await new Promise((resolve) => socket.once('listening', resolve));

    expect(await tryToOpen()).toEqual({ ok: false, error: { code: 'storage-failed', place: auth } });
    expect((await readdir(auth)).sort()).toEqual(['creds.json', 'session-1.0.json', 'session-2.0.json']);
  });
});

const unlinked = encodeCreds(createTestIdentity());
const halfPaired = encodeCreds({ ...createTestIdentity(), me: { id: linkedJid, name: 'Shop' } });

describe('a folder without a link', () => {
  it.each<[what: string, files: Readonly<Record<string, string>>, kind: string, fate: string]>([
    ['rubbish in creds.json', { 'creds.json': 'rubbish' }, 'corrupt', 'quarantined'],
    ['rubbish in the last-good copy', { 'creds.last-good.json': 'rubbish' }, 'corrupt', 'quarantined'],
    ['rubbish in another copy', { 'creds.json.bak': 'rubbish' }, 'corrupt', 'quarantined'],
    ['keys alone', { 'keys.log': 'keys' }, 'corrupt', 'quarantined'],
    ['keys of another service alone', { 'session-1.0.json': '"s"' }, 'corrupt', 'quarantined'],
    ['half of a pairing', { 'creds.json': halfPaired }, 'half-paired', 'quarantined'],
    [
      'another service’s identity that no phone linked, and keys',
      { 'creds.json': unlinked, 'session-1.0.json': '"s"' },
      'unpaired',
      'none',
    ],
  ])('goes to quarantine whole: %s', async (_what, files, kind, fate) => {
    await write(files);

    expect((await open()).found).toStrictEqual({ classification: { kind }, fate });
    expect(told).toEqual([['warn', 'Credentials were set aside', { folder: auth, found: kind }]]);
    const [kept, ...others] = unwrap(await store.listQuarantine());
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ tenantId: testTenant, reason: kind });
    expect(await contents(kept?.path ?? '')).toEqual(files);
  });

  it('stays as it is where it cannot be set aside, and no identity is made', async () => {
    await write({ 'creds.json': halfPaired });
    await writeFile(join(folder.path, '.quarantine'), 'a file where the folder should be');
    expect(await tryToOpen()).toEqual({ ok: false, error: { code: 'storage-failed', place: auth } });
    expect(await contents(auth)).toEqual({ 'creds.json': halfPaired });

    await rm(join(folder.path, '.quarantine'));
    expect((await open()).found.fate).toBe('quarantined');
  });

  it('loses what belongs to an identity that no phone linked, and nothing else', async () => {
    await write({
      'creds.json': unlinked,
      'creds.last-good.json': unlinked,
      'keys.log': 'keys',
      'pairing-pending.json': '{}',
      'creds.json.bak': 'rubbish',
      'notes.txt': 'of a person',
    });

    expect((await open()).found).toStrictEqual({
      classification: { kind: 'unpaired' },
      fate: 'none',
      pairingPending: true,
    });
    expect(await contents(auth)).toEqual({ 'creds.json.bak': 'rubbish', 'notes.txt': 'of a person' });
    expect(unwrap(await store.listQuarantine())).toEqual([]);
    expect(told).toEqual([]);
  });
});

describe('credentials on a full disk', () => {
  it('are not saved before the keys that they count on', async () => {
    const credentials = unwrap(await tryToOpen());
    await credentials.keys.set({ session: { '1.0': 'a' } });
    link(credentials.creds);
    vi.spyOn(await sharedFileHandle(), 'write').mockRejectedValueOnce(noSpace());
    expect(await credentials.save()).toEqual({ ok: false, error: { code: 'storage-full', place: auth } });
    expect(await readdir(auth)).toEqual([]);

    expect(await credentials.save()).toEqual({ ok: true, value: linked });
    await credentials.close();
  });

  it('write the keys of a refused write when they are closed', async () => {
    await write(whole);
    const credentials = unwrap(await tryToOpen());
    vi.spyOn(await sharedFileHandle(), 'datasync').mockRejectedValueOnce(noSpace());
    await expect(credentials.keys.set({ session: { '1.0': 'newer' } })).rejects.toThrow('storage-full');
    await credentials.close();

    const error = { code: 'storage-full', place: auth };
    expect(told).toEqual([['error', 'Keys could not be saved', error]]);
    expect(faults).toEqual([error]);
    const again = unwrap(await tryToOpen());
    expect(await again.keys.get('session', ['1.0'])).toEqual({ '1.0': 'newer' });
    await again.close();
  });

  it('tell in the log what could not be written when they were closed, and are closed', async () => {
    await write(whole);
    const credentials = unwrap(await tryToOpen());
    vi.spyOn(await sharedFileHandle(), 'datasync').mockRejectedValue(noSpace());
    await expect(credentials.keys.set({ session: { '1.0': 'newer' } })).rejects.toThrow('storage-full');
    await credentials.close();

    const error = { code: 'storage-full', place: auth };
    expect(told).toEqual([
      ['error', 'Keys could not be saved', error],
      ['error', 'Keys could not be saved while closing', error],
    ]);
    expect((await open()).found.fate).toBe('kept');
  });
});
