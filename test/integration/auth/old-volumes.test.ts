import { mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BufferJSON, type SignalDataSet, initAuthCreds, proto, useMultiFileAuthState } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createAuthStore } from '../../../electron/auth/auth-store.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { createAccount, createTemporaryFolder, linkedJid, testTenant, unwrap } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let path: (...parts: string[]) => string;
/** The text of a creds.json with a link. */
let link: string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  path = (...parts) => join(folder.path, 'whatsapp', testTenant, 'auth', ...parts);
  const { state, saveCreds } = await useMultiFileAuthState(path());
  state.creds.me = { id: linkedJid, name: 'Shop {with} "brackets"' };
  state.creds.account = proto.ADVSignedDeviceIdentity.create(createAccount());
  await saveCreds();
  const keys: SignalDataSet = { session: { '972501234567.0': Buffer.from('s') } };
  await state.keys.set(keys);
  link = await readFile(path('creds.json'), 'utf8');
});
afterEach(() => folder.remove());

async function open() {
  const root = join(folder.path, 'whatsapp');
  const store = createAuthStore({
    root,
    sealer: openSealer,
    clock: createFakeClock(),
    createIdentity: initAuthCreds,
    logger: silentLogger,
  });
  const credentials = unwrap(await store.open(testTenant, () => undefined));
  await credentials.close();
  return credentials;
}

it.each([
  ['23 bytes behind it', (text: string) => `${text}"},"platform":"android"`],
  ['a byte order mark before it', (text: string) => `\uFEFF${text}`],
  ['half of an older save before it', (text: string) => `${text.slice(0, 200)}${text}`],
  ['zeros behind it, as after a power cut', (text: string) => `${text}${'\0'.repeat(4096)}`],
])('reads a whole creds.json with %s, mends it, and keeps what was there', async (_what, damage) => {
  await writeFile(path('creds.json'), damage(link));
  const { found } = await open();
  expect(found.classification).toMatchObject({ kind: 'paired', identity: { jid: linkedJid } });
  expect(found.fate).toBe('recovered');
  expect(await readFile(path('creds.json'), 'utf8')).toBe(link);
  const kept = (await readdir(path())).find((name) => name.startsWith('creds.json.damaged-')) ?? '';
  expect(await readFile(path(kept), 'utf8')).toBe(damage(link));
  expect((await open()).found.fate).toBe('kept');
});

it.each(['creds.json.bak', 'creds.json.backup.1717000000000', 'creds.json.tmp', 'creds.json~', 'creds (1).json'])(
  'takes the link from %s where creds.json has none',
  async (name) => {
    await writeFile(path('creds.json'), link.slice(0, 300));
    await writeFile(path(name), link);
    const { found } = await open();
    expect(found).toMatchObject({ classification: { kind: 'paired' }, fate: 'recovered', imported: { from: name } });
    expect(await readFile(path('creds.json'), 'utf8')).toBe(link);
    expect(await readFile(path(name), 'utf8')).toBe(link);
  },
);

it('takes the newest copy, and none where creds.json has the link', async () => {
  const other = link.replace(linkedJid, '447700900123:7@s.whatsapp.net');
  await writeFile(path('creds.json.bak'), other);
  expect((await open()).found).toMatchObject({ classification: { identity: { jid: linkedJid } }, fate: 'kept' });
  for (const name of ['creds.json', 'creds.last-good.json']) await rm(path(name));
  await writeFile(path('creds.json.old'), link);
  await utimes(path('creds.json.old'), 1_000, 1_000);
  expect((await open()).found).toMatchObject({
    classification: { identity: { jid: '447700900123:7@s.whatsapp.net' } },
  });
});

/** A state as `useSingleFileAuthState` of the client library's release 4 wrote it. */
function oneFileState(): string {
  const pair = { private: Buffer.alloc(32, 1), public: Buffer.alloc(32, 2) };
  const keys = {
    preKeys: { 1: pair, 2: pair },
    sessions: { '972501234567.0': Buffer.from('s') },
    senderKeyMemory: { '120363041234567890@g.us': { '972501234567:1@s.whatsapp.net': true } },
    somethingElse: { a: 1 },
  };
  const creds: unknown = JSON.parse(link, BufferJSON.reviver);
  return JSON.stringify({ creds, keys }, BufferJSON.replacer, 2);
}

it.each(['auth_info.json', 'auth_info_multi.json', 'session.json', '972501234567.json', 'creds.json'])(
  'takes the link and the keys from %s, where both are in one file',
  async (name) => {
    const state = oneFileState();
    await rm(path(), { recursive: true });
    await mkdir(path());
    await writeFile(path(name), state);
    const { found, keys } = await open();
    expect(found).toMatchObject({
      classification: { kind: 'paired', identity: { jid: linkedJid } },
      fate: 'recovered',
      imported: {
        from: name.replace('972501234567', '…'),
        keys: 4,
        types: { 'pre-key': 2, session: 1, 'sender-key-memory': 1 },
        unreadable: 1,
        unknown: 0,
      },
    });
    expect(await keys.get('pre-key', ['1'])).toMatchObject({ 1: { public: Buffer.alloc(32, 2) } });
    expect(await keys.get('session', ['972501234567.0'])).toEqual({ '972501234567.0': Buffer.from('s') });
    expect(JSON.parse(await readFile(path('creds.json'), 'utf8'))).toEqual(JSON.parse(link));
    const names = await readdir(path());
    const kept = name === 'creds.json' ? names.find((each) => each.startsWith('creds.json.damaged-')) : name;
    expect(await readFile(path(kept ?? ''), 'utf8')).toBe(state);
    expect((await open()).found).toMatchObject({ fate: 'kept' });
    expect((await open()).found).not.toHaveProperty('imported');
  },
);

it.each(['auth_info_multi', 'auth_info_baileys'])('takes the link from %s/ inside of the folder', async (name) => {
  const files = await readdir(path());
  await mkdir(path(name));
  for (const file of files) await rename(path(file), path(name, file));
  const { found, keys } = await open();
  expect(found).toMatchObject({ classification: { kind: 'paired' }, fate: 'kept', imported: { keys: 1 } });
  expect(await keys.get('session', ['972501234567.0'])).not.toEqual({});
});

it('leaves files alone that hold no credentials', async () => {
  await rm(path(), { recursive: true });
  await mkdir(path());
  await writeFile(path('settings.json'), '{"theme":"dark"}');
  const { found } = await open();
  expect(found).toMatchObject({ classification: { kind: 'empty' }, fate: 'none' });
  expect(await readdir(path())).toContain('settings.json');
});

it('skips folders and dangling links with the names of keys or copies, reports them, and opens the link', async () => {
  await mkdir(path('session-972507654321.0.json'));
  await symlink('/nowhere/at/all', path('session-972500000000.0.json'));
  await symlink('pre-key-1.json', path('pre-key-1.json'));
  await mkdir(path('creds.json.bak'));
  await writeFile(path('pre-key-2.json'), '{"half');
  await writeFile(path('notes.txt'), 'of somebody');
  const { found, keys } = await open();
  expect(found).toMatchObject({
    classification: { kind: 'paired' },
    fate: 'kept',
    imported: {
      from: 'creds.json',
      keys: 1,
      types: { session: 1 },
      ambiguous: 0,
      unreadable: 1,
      skipped: 3,
      unknown: 2,
    },
  });
  expect(await keys.get('session', ['972501234567.0'])).not.toEqual({});
  const [aside = ''] = (await readdir(path())).filter((name) => name.startsWith('imported-'));
  expect(await readdir(path(aside))).toHaveLength(6);
  expect(await readdir(path())).toContain('notes.txt');
  expect((await open()).found).not.toHaveProperty('imported');
});

it('reads a sender key as releases 5 and 6 kept it, a list, for release 7, which wants its bytes', async () => {
  const states = [{ senderKeyId: 7, senderChainKey: { iteration: 1, seed: { type: 'Buffer', data: 'AQID' } } }];
  const id = '120363041234567890@g.us::972501234567::0';
  await writeFile(path('sender-key-120363041234567890@g.us--972501234567--0.json'), JSON.stringify(states));
  const { keys } = await open();
  const { [id]: value } = await keys.get('sender-key', [id]);
  expect(JSON.parse(Buffer.from(value as Buffer).toString('utf8'))).toEqual(states);
});

it('knows at the next start that a phone may list a device whose credentials are lost', async () => {
  const root = join(folder.path, 'whatsapp');
  const store = createAuthStore({
    root,
    sealer: openSealer,
    clock: createFakeClock(),
    createIdentity: initAuthCreds,
    logger: silentLogger,
  });
  const first = unwrap(await store.open(testTenant, () => undefined));
  expect(first.found).not.toHaveProperty('pairingPending');
  unwrap(await first.notePairing(true));
  await first.close();
  for (const name of ['creds.json', 'creds.last-good.json']) await rm(path(name));

  const second = unwrap(await store.open(testTenant, () => undefined));
  expect(second.found).toMatchObject({ pairingPending: true, classification: { kind: 'corrupt' } });
  await second.close();
  expect((await open()).found).not.toHaveProperty('pairingPending');
});

it('forgets the note once the first login was accepted', async () => {
  const root = join(folder.path, 'whatsapp');
  const store = createAuthStore({
    root,
    sealer: openSealer,
    clock: createFakeClock(),
    createIdentity: initAuthCreds,
    logger: silentLogger,
  });
  const credentials = unwrap(await store.open(testTenant, () => undefined));
  unwrap(await credentials.notePairing(true));
  await credentials.close();
  const pending = unwrap(await store.open(testTenant, () => undefined));
  expect(pending.found).toMatchObject({ pairingPending: true, classification: { kind: 'paired' } });
  unwrap(await pending.notePairing(false));
  await pending.close();
  expect((await open()).found).not.toHaveProperty('pairingPending');
});
