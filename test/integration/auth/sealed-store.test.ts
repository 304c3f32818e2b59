import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { sealedName } from '../../../electron/auth/creds-file.ts';
import { createSealer, openSealer } from '../../../electron/files/sealer.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createTemporaryFolder, createTestStore, link, testTenant, unwrap } from '../../support/credentials.ts';
import { noSpace, sharedFileHandle } from '../../support/file-handles.ts';
import { otherKey, testKey } from '../../support/seals.ts';

const sealer = createSealer(testKey);
const kiosk = tenantIdSchema.parse('kiosk-2');
const other = tenantIdSchema.parse('other-3');
const secret = 'a secret of the customer';
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder.remove();
});

const pathTo = (tenantId: TenantId, ...names: string[]) => join(folder.path, tenantId, 'auth', ...names);
const store = (own = sealer) => createTestStore(folder.path, { sealer: own });

async function save(tenantId: TenantId, own = sealer): Promise<void> {
  const credentials = unwrap(await store(own).open(tenantId, () => undefined));
  link(credentials.creds);
  credentials.creds.additionalData = secret;
  await credentials.keys.set({ session: { '1.0': { secret } } });
  unwrap(await credentials.save());
  await credentials.close();
}

/** Every file below a folder, with its bytes. */
async function filesIn(path: string): Promise<Record<string, string>> {
  const names = await readdir(path, { recursive: true });
  const files: [string, string][] = [];
  for (const name of names.sort()) {
    if ((await stat(join(path, name))).isFile())
      files.push([name, (await readFile(join(path, name))).toString('latin1')]);
  }
  return Object.fromEntries(files);
}

async function inTheClear(path = folder.path): Promise<string[]> {
  const files = Object.entries(await filesIn(path));
  return files.filter(([, bytes]) => /secret of|noiseKey|privKey/.test(bytes)).map(([name]) => name);
}

async function opened(tenantId: TenantId, own = sealer) {
  const faults: string[] = [];
  const credentials = unwrap(await store(own).open(tenantId, ({ code }) => void faults.push(code)));
  const { '1.0': session } = await credentials.keys.get('session', ['1.0']);
  await credentials.close();
  const { fate, classification } = credentials.found;
  return { fate, kind: classification.kind, data: credentials.creds.additionalData, session, faults };
}

const kept = { fate: 'kept', kind: 'paired', data: secret, session: { secret }, faults: [] };

describe('credentials that are sealed', () => {
  it('open as they were saved, and nothing of them is in the clear', async () => {
    await save(testTenant);
    expect(await inTheClear()).toEqual([]);
    expect(await opened(testTenant)).toEqual(kept);
    expect(await store().identify(testTenant)).toMatchObject({ name: 'Shop' });
    expect(unwrap(await store().inspect(testTenant))).toMatchObject({ credentials: 'paired', lastGood: 'paired' });
  });

  it.each([
    ['with another key', createSealer(otherKey)],
    ['without a key', openSealer],
  ])('are refused %s, and nothing is set aside or replaced for it', async (_what, wrong) => {
    await save(testTenant);
    const before = await filesIn(folder.path);
    const refusal = { ok: false, error: { code: 'storage-sealed', place: pathTo(testTenant) } };
    expect(await store(wrong).open(testTenant, () => undefined)).toEqual(refusal);
    expect(await store(wrong).inspect(testTenant)).toEqual(refusal);
    expect(await store(wrong).exportStockLayout(testTenant, join(folder.path, 'out'))).toEqual(refusal);
    expect(await store(wrong).identify(testTenant)).toBeUndefined();
    expect(await filesIn(folder.path)).toEqual(before);
    expect(await opened(testTenant)).toEqual(kept);
  });

  it('are refused in the folder of another tenant, and open where they were', async () => {
    await save(testTenant);
    await rename(join(folder.path, testTenant), join(folder.path, kiosk));
    expect(await store().open(kiosk, () => undefined)).toMatchObject({ error: { code: 'storage-sealed' } });
    await rename(join(folder.path, kiosk), join(folder.path, testTenant));
    expect(await opened(testTenant)).toEqual(kept);
  });

  it.each(['creds.json', 'creds.last-good.json'])('come from the other copy where %s is damaged', async (name) => {
    await save(testTenant);
    const bytes = await readFile(pathTo(testTenant, name));
    bytes[80] = (bytes[80] ?? 0) ^ 1;
    await writeFile(pathTo(testTenant, name), bytes);
    expect(await opened(testTenant)).toEqual({ ...kept, fate: name === 'creds.json' ? 'recovered' : 'kept' });
    await rm(pathTo(testTenant, name === 'creds.json' ? 'creds.last-good.json' : 'creds.json'));
    expect(await opened(testTenant)).toMatchObject({ kind: 'paired', data: secret });
  });

  it('are set aside as corrupt where both copies are damaged, and not before', async () => {
    await save(testTenant);
    for (const name of ['creds.json', 'creds.last-good.json']) {
      await writeFile(pathTo(testTenant, name), (await readFile(pathTo(testTenant, name))).subarray(0, 100));
    }
    expect(await opened(testTenant)).toMatchObject({ fate: 'quarantined', kind: 'corrupt' });
    expect(unwrap(await store().listQuarantine())).toMatchObject([{ tenantId: testTenant, reason: 'corrupt' }]);
  });
});

describe('credentials that were in the clear', () => {
  it('are sealed when they are opened with a key, and every copy beside them with them', async () => {
    await save(testTenant, openSealer);
    const creds = await readFile(pathTo(testTenant, 'creds.json'));
    await writeFile(pathTo(testTenant, 'creds.json.bak'), creds);
    await writeFile(pathTo(testTenant, 'session-9725.0.json'), JSON.stringify({ secret: 'secret of a session' }));
    await rm(pathTo(testTenant, 'keys.log'));
    const first = await opened(testTenant);
    expect(first).toMatchObject({ fate: 'kept', kind: 'paired', data: secret, faults: [] });
    expect(await inTheClear()).toEqual([]);
    const aside = (await readdir(pathTo(testTenant))).find((name) => name.startsWith('imported-'));
    expect(await readdir(pathTo(testTenant, aside ?? ''))).toEqual(['creds.json', 'session-9725.0.json']);
    expect(await opened(testTenant)).toMatchObject({ fate: 'kept', kind: 'paired', data: secret });
  });

  it('are sealed with their key log and every copy, where there was nothing to import', async () => {
    await save(testTenant, openSealer);
    await writeFile(pathTo(testTenant, 'creds.json.bak'), await readFile(pathTo(testTenant, 'creds.json')));
    expect(await opened(testTenant)).toEqual(kept);
    expect(await inTheClear()).toEqual([]);
    expect(await opened(testTenant)).toEqual(kept);
  });

  it('are sealed where they are set aside', async () => {
    const session = JSON.stringify({ secret });
    const damaged = `{"noiseKey":"${secret}`;
    await save(testTenant);
    for (const tenant of [kiosk, other]) {
      await mkdir(pathTo(tenant), { recursive: true });
      await writeFile(pathTo(tenant, 'session-9725.0.json'), session);
      await writeFile(pathTo(tenant, 'creds.json'), damaged);
    }
    expect(await opened(other)).toMatchObject({ fate: 'quarantined', kind: 'corrupt' });
    expect(unwrap(await store().move(testTenant, kiosk))).toBe(true);
    const aside = unwrap(await store().listQuarantine());
    expect(aside.map(({ reason }) => reason).sort()).toEqual(['assigned', 'corrupt']);
    expect(await inTheClear()).toEqual([]);
    const bytes = await readFile(join(aside[0]?.path ?? '', 'session-9725.0.json'));
    expect(
      sealer
        .of(aside[0]?.tenantId ?? '')
        .open('session-9725.0.json', bytes)
        ?.toString(),
    ).toBe(session);
  });

  it('give a link from a sealed copy, and from sealed stock files', async () => {
    await save(testTenant, openSealer);
    const own = sealer.of(testTenant);
    const creds = await readFile(pathTo(testTenant, 'creds.json'));
    const session = Buffer.from(JSON.stringify({ secret }));
    await rm(pathTo(testTenant), { recursive: true });
    await mkdir(pathTo(testTenant));
    await writeFile(pathTo(testTenant, 'creds.json.bak'), own.seal(sealedName, creds));
    await writeFile(pathTo(testTenant, 'session-1.0.json'), own.seal('session-1.0.json', session));
    expect(await opened(testTenant)).toEqual({ ...kept, fate: 'recovered' });
  });
});

describe('a link that moves to another tenant', () => {
  it('is sealed for that tenant, its keys with it, and no longer for the former', async () => {
    await save(testTenant);
    expect(unwrap(await store().move(testTenant, kiosk))).toBe(true);
    expect((await readdir(pathTo(kiosk))).sort()).toEqual(['creds.json', 'creds.last-good.json', 'keys.log']);
    expect(await opened(kiosk)).toEqual(kept);
    await rename(join(folder.path, kiosk), join(folder.path, testTenant, 'again'));
    await rm(join(folder.path, testTenant, 'auth'), { recursive: true, force: true });
    await rename(join(folder.path, testTenant, 'again', 'auth'), pathTo(testTenant));
    expect(await store().open(testTenant, () => undefined)).toMatchObject({ error: { code: 'storage-sealed' } });
  });

  it.each([1, 2, 3])('opens at its new place although the disk refuses to seal file %i anew', async (nth) => {
    await save(testTenant);
    const files = await sharedFileHandle();
    let asked = 0;
    const sync = vi.spyOn(files, 'sync').mockImplementation(async function (this: typeof files) {
      // Files are flushed, and folders; after the rename every file that is sealed anew is.
      if (await stat(pathTo(kiosk)).catch(() => undefined)) asked += 1;
      if (asked > 2 * nth) throw noSpace();
    });
    expect(unwrap(await store().move(testTenant, kiosk))).toBe(true);
    expect(asked).toBeGreaterThan(2 * nth);
    sync.mockRestore();
    expect(await readdir(pathTo(kiosk))).toContain('moved-from.json');
    expect(await store().identify(kiosk)).toMatchObject({ name: 'Shop' });
    expect(await opened(kiosk)).toEqual(kept);
    expect(await readdir(pathTo(kiosk))).not.toContain('moved-from.json');
    expect(await opened(kiosk)).toEqual(kept);
  });

  it('stays with its tenant after a crash between the note and the rename', async () => {
    await save(testTenant);
    const note = sealer.of(kiosk).seal('moved-from.json', JSON.stringify({ from: testTenant }));
    await writeFile(pathTo(testTenant, 'moved-from.json'), note);
    expect(await opened(testTenant)).toEqual(kept);
    expect(await readdir(pathTo(testTenant))).not.toContain('moved-from.json');
  });

  it('is not opened by a note that somebody without the key has made', async () => {
    await save(testTenant);
    await rename(join(folder.path, testTenant), join(folder.path, kiosk));
    await writeFile(pathTo(kiosk, 'moved-from.json'), JSON.stringify({ from: testTenant }));
    expect(await store().open(kiosk, () => undefined)).toMatchObject({ error: { code: 'storage-sealed' } });
  });
});
