import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type SignalDataSet, initAuthCreds, proto, useMultiFileAuthState } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createAuthStore } from '../../../electron/auth/auth-store.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { createAccount, createTemporaryFolder, linkedJid, testTenant, unwrap } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let clock: ReturnType<typeof createFakeClock>;
let store: ReturnType<typeof createStore>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  store = createStore();
});
afterEach(() => folder.remove());

function createStore() {
  clock = createFakeClock();
  const root = join(folder.path, 'whatsapp');
  return createAuthStore({ root, sealer: openSealer, clock, createIdentity: initAuthCreds, logger: silentLogger });
}

function authFolder(): string {
  return join(folder.path, 'whatsapp', testTenant, 'auth');
}

const pair = (seed: number) => ({ public: Buffer.alloc(32, seed), private: Buffer.alloc(32, seed + 1) });
const hash = { version: 3, hash: Buffer.alloc(128, 9), indexValueMap: { 'a/b=': { valueMac: Buffer.from([1]) } } };
/** One value of every type that the library keeps, under ids of every shape. */
const values = {
  'pre-key': { '1': pair(1), '812': pair(3) },
  session: { '972501234567.0': Buffer.from('s'), '123456789_1.12': { _sessions: {}, version: 'v1' } },
  'identity-key': { '123456789_1.12': Buffer.alloc(33, 5) },
  'sender-key': { '120363041234567890@g.us::972501234567::3': Buffer.from('[]') },
  'sender-key-memory': { '972501234567-1500000000@g.us': { '972501234567@s.whatsapp.net': true } },
  'app-state-sync-key': { 'AAAAAL+/': { keyData: 'AQID', fingerprint: { rawId: 7 }, timestamp: '1700000000' } },
  'app-state-sync-version': { critical_unblock_low: hash },
  'lid-mapping': { '972501234567': '123456789', '123456789_reverse': '972501234567' },
  'device-list': { '972501234567': ['0', '12'] },
  tctoken: { __index: { token: Buffer.from('[]') }, '123456789@lid': { token: Buffer.from('t'), timestamp: '1' } },
};

/** An auth folder as a service that uses the library's own store leaves it. */
async function writeStockFolder(path: string) {
  const { state, saveCreds } = await useMultiFileAuthState(path);
  state.creds.me = { id: linkedJid, name: 'Shop' };
  state.creds.account = proto.ADVSignedDeviceIdentity.create(createAccount());
  await saveCreds();
  await state.keys.set(values as unknown as SignalDataSet);
  return state.creds;
}

async function open() {
  return unwrap(await store.open(testTenant, () => undefined));
}

describe('the stock layout', () => {
  it('moves in: the link and every key, with the old files kept whole', async () => {
    const creds = await writeStockFolder(authFolder());
    const before = await readdir(authFolder());

    const credentials = await open();
    expect(credentials.found.classification).toMatchObject({ kind: 'paired', identity: { jid: linkedJid } });
    expect(credentials.creds.advSecretKey).toBe(creds.advSecretKey);
    for (const [type, byId] of Object.entries(values)) {
      expect(await credentials.keys.get(type, Object.keys(byId))).toEqual(byId);
    }
    await credentials.close();

    const [aside = '', ...rest] = (await readdir(authFolder()))
      .sort()
      .reverse()
      .filter((name) => name.startsWith('imported-'));
    expect(rest).toEqual([]);
    expect((await readdir(join(authFolder(), aside))).sort()).toEqual(before.sort());
    expect((await readdir(authFolder())).filter((name) => name !== aside).sort()).toEqual([
      'creds.json',
      'creds.last-good.json',
      'keys.log',
    ]);
  });

  it('moves out again, for the library itself to read', async () => {
    const creds = await writeStockFolder(authFolder());
    await (await open()).close();
    const target = join(folder.path, 'export');

    const files = Object.values(values).flatMap((byId) => Object.keys(byId)).length + 1;
    expect(unwrap(await store.exportStockLayout(testTenant, target))).toBe(files);
    expect(await readdir(target)).toHaveLength(files);

    const { state } = await useMultiFileAuthState(target);
    expect(state.creds.signedIdentityKey).toEqual(creds.signedIdentityKey);
    expect(state.creds.me).toEqual(creds.me);
    for (const [type, byId] of Object.entries(values)) {
      const read = await state.keys.get(type as keyof SignalDataSet, Object.keys(byId));
      expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(byId)));
    }
  });

  it('does not move out over somebody else’s files, nor from where there is no link', async () => {
    const target = join(folder.path, 'export');
    expect(unwrap(await store.exportStockLayout(testTenant, target))).toBe(0);
    await writeStockFolder(authFolder());
    await (await open()).close();
    await mkdir(target);
    await writeFile(join(target, 'creds.json'), 'theirs');

    expect(await store.exportStockLayout(testTenant, target)).toEqual({
      ok: false,
      error: { code: 'storage-failed', place: target },
    });
    expect(await readFile(join(target, 'creds.json'), 'utf8')).toBe('theirs');
  });

  it('finishes a move that a crash cut off after the keys were safe', async () => {
    await writeStockFolder(authFolder());
    await (await open()).close();
    const aside = (await readdir(authFolder())).find((name) => name.startsWith('imported-')) ?? '';
    await rename(join(authFolder(), aside, 'pre-key-1.json'), join(authFolder(), 'pre-key-1.json'));
    await clock.advance(60_000);

    const credentials = await open();
    expect(await credentials.keys.get('pre-key', ['1'])).toEqual({ '1': pair(1) });
    await credentials.close();
    expect(await readdir(authFolder())).not.toContain('pre-key-1.json');
    expect(await readdir(join(authFolder(), aside))).toContain('pre-key-1.json');
  });

  it('takes a key file without content for a missing key, and keeps the link', async () => {
    await writeStockFolder(authFolder());
    await writeFile(join(authFolder(), 'pre-key-1.json'), '');

    const credentials = await open();
    expect(credentials.found.classification.kind).toBe('paired');
    expect(Object.keys(await credentials.keys.get('pre-key', ['1', '812']))).toEqual(['812']);
    await credentials.close();
  });

  it.each(['creds.json.bak', 'creds.last-good.json'])('moves in where only %s is left of creds.json', async (name) => {
    await writeStockFolder(authFolder());
    await rename(join(authFolder(), 'creds.json'), join(authFolder(), name));

    const credentials = await open();
    expect(credentials.found).toMatchObject({ classification: { kind: 'paired' }, fate: 'recovered' });
    expect(await credentials.keys.get('pre-key', ['1'])).toEqual({ '1': pair(1) });
    await credentials.close();
    expect(await readdir(authFolder())).not.toContain('pre-key-1.json');
  });

  it('sets files of another service aside when there is no link to move in', async () => {
    await writeStockFolder(authFolder());
    await rm(join(authFolder(), 'creds.json'));

    const credentials = await open();
    expect(credentials.found).toEqual({ classification: { kind: 'corrupt' }, fate: 'quarantined' });
    await credentials.close();
  });
});
