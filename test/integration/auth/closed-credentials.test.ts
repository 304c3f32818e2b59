import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import { fileTime } from '../../../electron/auth/file-time.ts';
import { inspectFolder } from '../../../electron/auth/inspect.ts';
import { encodeHeader, encodeRecord } from '../../../electron/auth/key-records.ts';
import { quarantinePeriodMs } from '../../../electron/auth/quarantine.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import {
  createTemporaryFolder,
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
let clock: ReturnType<typeof createFakeClock>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  auth = join(folder.path, testTenant, 'auth');
  clock = createFakeClock();
  store = createTestStore(folder.path, { clock });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

const otherJid = '447700900123:7@s.whatsapp.net';

function linkOf(jid: string): string {
  const creds = createTestIdentity();
  link(creds, jid);
  return encodeCreds(creds);
}

const linkText = linkOf(linkedJid);
const otherLink = linkOf(otherJid);
const unlinked = encodeCreds(createTestIdentity());
const halfPaired = encodeCreds({ ...createTestIdentity(), me: { id: linkedJid, name: 'Shop' } });
/** Stands for a folder where a file is expected: the system refuses to read it. */
const aFolder = null;
const refused = (place: string, code = 'storage-failed') => ({ ok: false, error: { code, place } });

async function write(files: Readonly<Record<string, string | Buffer | typeof aFolder>>): Promise<void> {
  await mkdir(auth, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    if (content === aFolder) await mkdir(join(auth, name));
    else await writeFile(join(auth, name), content);
  }
}

/** A file where the folder of the credentials is expected. */
async function blockFolder(): Promise<void> {
  await mkdir(join(folder.path, testTenant));
  await writeFile(auth, '');
}

describe('whose link a folder holds', () => {
  it.each<[what: string, files: Readonly<Record<string, string | typeof aFolder>>, jid: string | undefined]>([
    ['creds.json', { 'creds.json': linkText, 'creds.last-good.json': otherLink }, linkedJid],
    ['the last-good copy alone', { 'creds.last-good.json': linkText }, linkedJid],
    ['the last-good copy before another', { 'creds.last-good.json': linkText, 'creds.json.bak': otherLink }, linkedJid],
    ['a copy by another program', { 'creds.json.bak': linkText }, linkedJid],
    ['a state that is one file', { 'creds.json': 'rubbish', 'auth_info.json': linkText }, linkedJid],
    ['a copy beside an identity without one', { 'creds.json': unlinked, 'creds.last-good.json': linkText }, linkedJid],
    ['a copy beside half of one', { 'creds.json': halfPaired, 'creds.last-good.json': linkText }, linkedJid],
    ['a copy beside what cannot be read', { 'creds.json': aFolder, 'creds.last-good.json': linkText }, linkedJid],
    ['nothing but half of one', { 'creds.json': halfPaired }, undefined],
    ['nothing but rubbish', { 'creds.json': 'rubbish' }, undefined],
    ['nothing', {}, undefined],
  ])('is told by %s', async (_what, files, jid) => {
    await write(files);
    const before = (await readdir(auth)).sort();
    expect(await store.identify(testTenant)).toEqual(
      jid === undefined ? undefined : { jid, name: 'Shop', platform: 'android' },
    );
    expect((await readdir(auth)).sort()).toEqual(before);
  });

  it('is not known where there is no folder, or where it cannot be read', async () => {
    expect(await store.identify(testTenant)).toBeUndefined();
    await blockFolder();
    expect(await store.identify(testTenant)).toBeUndefined();
  });
});

describe('credentials that are set aside', () => {
  it('are none where the folder is empty, and it stays', async () => {
    await write({});
    expect(unwrap(await store.quarantine(testTenant, 'relink'))).toBe(false);
    expect(await readdir(auth)).toEqual([]);
    expect(unwrap(await store.listQuarantine())).toEqual([]);
  });

  it('are not taken for none where the system refuses to look', async () => {
    await blockFolder();
    expect(await store.quarantine(testTenant, 'relink')).toEqual(refused(auth));
  });

  it('are deleted by a sweep after seven days', async () => {
    await write({ 'creds.json': linkText });
    unwrap(await store.quarantine(testTenant, 'relink'));
    expect(unwrap(await store.sweep())).toBe(0);
    await clock.advance(quarantinePeriodMs + 1);
    expect(unwrap(await store.sweep())).toBe(1);
    expect(unwrap(await store.listQuarantine())).toEqual([]);
  });
});

describe('files of another service that were imported', () => {
  it('are deleted after seven days, and not before', async () => {
    const aside = `imported-${fileTime(clock.now())}`;
    await write({ 'creds.json': linkText });
    await mkdir(join(auth, aside));
    await mkdir(join(auth, 'imported-by-hand'));
    await clock.advance(quarantinePeriodMs);
    expect(unwrap(await store.sweep())).toBe(0);
    expect((await readdir(auth)).sort()).toEqual(['creds.json', aside, 'imported-by-hand'].sort());
    await clock.advance(1);
    expect(unwrap(await store.sweep())).toBe(1);
    expect((await readdir(auth)).sort()).toEqual(['creds.json', 'imported-by-hand']);
  });

  it('stay where the link that they gave is gone', async () => {
    await mkdir(join(auth, `imported-${fileTime(clock.now() - quarantinePeriodMs - 1)}`), { recursive: true });
    expect(unwrap(await store.sweep())).toBe(0);
  });
});

describe('a link that is exported', () => {
  const keys = Buffer.concat([
    encodeHeader(),
    encodeRecord([
      ['session/1.0', '"s"'],
      ['pre-key/1', '"k"'],
    ]),
  ]);
  let target: string;
  beforeEach(() => {
    target = join(folder.path, 'export');
  });

  it.each<[what: string, files: Readonly<Record<string, string>>]>([
    ['creds.json', { 'creds.json': linkText, 'creds.last-good.json': otherLink }],
    [
      'the last-good copy where creds.json holds no link',
      { 'creds.json': halfPaired, 'creds.last-good.json': linkText },
    ],
    ['the last-good copy where creds.json is damaged', { 'creds.json': 'rubbish', 'creds.last-good.json': linkText }],
  ])('comes with its keys from %s', async (_what, files) => {
    await write({ ...files, 'keys.log': keys });
    expect(unwrap(await store.exportStockLayout(testTenant, target))).toBe(3);
    expect((await readdir(target)).sort()).toEqual(['creds.json', 'pre-key-1.json', 'session-1.0.json']);
    expect(await readFile(join(target, 'creds.json'), 'utf8')).toBe(linkText);
  });

  it('costs one flush for each file and one for their names', async () => {
    await write({ 'creds.json': linkText, 'keys.log': keys });
    await mkdir(target);
    const flush = vi.spyOn(await sharedFileHandle(), 'sync');
    unwrap(await store.exportStockLayout(testTenant, target));
    expect(flush).toHaveBeenCalledTimes(4);
  });

  it('is none where no phone has linked it, and nothing is written', async () => {
    await write({ 'creds.json': halfPaired, 'creds.last-good.json': unlinked, 'keys.log': keys });
    expect(unwrap(await store.exportStockLayout(testTenant, target))).toBe(0);
    expect(await readdir(folder.path)).toEqual([testTenant]);
  });

  it('is not exported from its copy where the system refuses to read creds.json', async () => {
    await write({ 'creds.json': aFolder, 'creds.last-good.json': linkText });
    expect(await store.exportStockLayout(testTenant, target)).toEqual(refused(auth));
  });

  it('is not exported without keys that a later version of this program wrote', async () => {
    const header = encodeHeader();
    header.writeUInt32LE(2, 8);
    header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
    await write({ 'creds.json': linkText, 'keys.log': header });
    expect(await store.exportStockLayout(testTenant, target)).toEqual(refused(auth));
    expect(await readdir(folder.path)).toEqual([testTenant]);
  });

  it('is refused by a full disk as such', async () => {
    await write({ 'creds.json': linkText, 'keys.log': keys });
    vi.spyOn(await sharedFileHandle(), 'writeFile').mockRejectedValueOnce(noSpace());
    expect(await store.exportStockLayout(testTenant, target)).toEqual(refused(target, 'storage-full'));
    expect(await readdir(target)).not.toContain('creds.json');
  });
});

describe('a look into a folder', () => {
  it('tells what lies in it, open or closed', async () => {
    await write({ 'creds.json': linkText, 'notes.txt': '' });
    expect(await store.inspect(testTenant)).toEqual({ ok: true, value: await inspectFolder(auth, openSeal) });
    const credentials = unwrap(await store.open(testTenant, () => undefined));
    expect(await store.inspect(testTenant)).toEqual({ ok: true, value: await inspectFolder(auth, openSeal) });
    await credentials.close();
  });

  it('fails where the system refuses to look', async () => {
    await blockFolder();
    expect(await store.inspect(testTenant)).toEqual(refused(auth));
  });
});

describe('the note of a pairing that awaits its first login', () => {
  it('is a JSON file, and may be removed where there is none', async () => {
    await write({ 'creds.json': linkText });
    const credentials = unwrap(await store.open(testTenant, () => undefined));
    unwrap(await credentials.notePairing(false));
    unwrap(await credentials.notePairing(true));
    expect(JSON.parse(await readFile(join(auth, 'pairing-pending.json'), 'utf8'))).toEqual({});
    unwrap(await credentials.notePairing(false));
    unwrap(await credentials.notePairing(false));
    expect(await readdir(auth)).not.toContain('pairing-pending.json');
    await credentials.close();
  });
});
