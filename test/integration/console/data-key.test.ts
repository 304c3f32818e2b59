import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { dataFolderAt } from '../../../electron/console/data-folder.ts';
import {
  beginRenewal,
  changeOpener,
  confirmRecoveryCode,
  findKey,
  makeRecoveryCode,
  openDataFolder,
  renewDataKey,
} from '../../../electron/console/data-key.ts';
import { readRecoveryCode } from '../../../electron/crypto/recovery-code.ts';
import { type Sealer, createSealer, openSealer } from '../../../electron/files/sealer.ts';
import { bundle } from '../../support/bundle.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { contentsOf, fillDataFolder, filesInTheClear } from '../../support/data-folder-rig.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';
import { noSpace, sharedFileHandle } from '../../support/file-handles.ts';
import { otherKey } from '../../support/seals.ts';

const opener = { kind: 'file', secret: Buffer.alloc(32, 5) } as const;
const other = { kind: 'file', secret: Buffer.alloc(32, 6) } as const;
const kills = Number(process.env.KILLS ?? 20);
/** Of the flushes of a start, how many lie between two at which it is killed. */
const step = Number(process.env.KILL_STEP ?? 5);

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let plain: string;
let contents: unknown;
let program: string;
beforeAll(async () => {
  folder = await createTemporaryFolder();
  program = await bundle(join(import.meta.dirname, '../../support/seal-child.ts'), folder.path);
  plain = join(folder.path, 'plain');
  await fillDataFolder(plain);
  contents = await contentsOf(plain, openSealer);
});
afterAll(() => folder.remove());

let path: string;
let count = 0;
beforeEach(async () => {
  path = join(folder.path, `data ${(count += 1)}`);
  await cp(plain, path, { recursive: true, preserveTimestamps: true });
});
afterEach(() => vi.restoreAllMocks());

const places = () => dataFolderAt(path);
async function open(by: typeof opener | typeof other | null = opener): Promise<Sealer> {
  const opened = await openDataFolder(places(), by ?? undefined, logger);
  return opened.ok ? opened.value : expect.unreachable(opened.error.code);
}
const refusalOf = async (by?: typeof opener | typeof other) => {
  const opened = await openDataFolder(places(), by, logger);
  return opened.ok ? 'opened' : opened.error.code;
};

describe('a data folder in the clear', () => {
  it('is told where its tenants cannot be read, and gets no key then', async () => {
    await rm(places().tenants, { recursive: true });
    await writeFile(places().tenants, '');
    expect(await refusalOf(opener)).toBe('storage-failed');
    expect(await open(null)).toBe(openSealer);
    await expect(readFile(places().dataKey)).rejects.toThrow('ENOENT');
  });

  it('stays so without an opener', async () => {
    expect(await open(null)).toBe(openSealer);
    expect(await filesInTheClear(path)).toEqual(await filesInTheClear(plain));
  });

  it('is sealed with an opener, all of it, and holds what it held', async () => {
    const sealer = await open();
    expect(await filesInTheClear(path)).toEqual([]);
    expect(JSON.parse(await readFile(places().dataKey, 'utf8'))).toMatchObject({ state: 'sealed', former: [] });
    expect(await contentsOf(path, sealer)).toEqual(contents);
    expect(await contentsOf(path, await open())).toEqual(contents);
    expect(await filesInTheClear(path)).toEqual([]);
  });

  it('tells how far it is while it is sealed, and once whether something was left', async () => {
    const told: unknown[] = [];
    const watch = { onProgress: (progress: unknown) => told.push(progress), onLeft: () => told.push('left') };
    await openDataFolder(places(), opener, logger, watch);
    const total = told.length - 1;
    expect(total).toBeGreaterThan(1);
    expect(told).toEqual(Array.from({ length: total + 1 }, (_, done) => ({ done, total })));
    // What is sealed is not gone through again.
    await openDataFolder(places(), opener, logger, watch);
    expect(told).toHaveLength(total + 1);
    await rm(places().webhooks, { recursive: true });
    await writeFile(places().webhooks, '');
    await renewDataKey(places(), opener, logger);
    await openDataFolder(places(), opener, logger, watch);
    expect(told.at(-1)).toBe('left');
  });

  it('is sealed with what a crash left of replacements, and what older releases kept in it', async () => {
    const left = ['link-attempts.json', 'send-keys.jsonl', 'webhooks/told.json', 'settings.json'];
    for (const name of left) await writeFile(join(path, `${name}.0123456789ab.tmp`), 'secret');
    const shelf = join(places().tenants, '.quarantine', 'removed-3');
    for (const folder of [join(places().tenants, 'shop-1'), join(shelf, (await readdir(shelf))[0] ?? '')]) {
      await mkdir(join(folder, 'sends'));
      await writeFile(join(folder, 'sends', 'MESSAGE-1'), 'secret');
    }
    await open();
    // The settings are not kept by this store.
    expect(await filesInTheClear(path)).toEqual(['settings.json.0123456789ab.tmp']);
  });

  it('is not told as sealed while the system refuses a part of it', async () => {
    await rm(places().webhooks, { recursive: true });
    await writeFile(places().webhooks, '');
    await open();
    expect(JSON.parse(await readFile(places().dataKey, 'utf8'))).toMatchObject({ state: 'moving' });
    await rm(places().webhooks);
    await open();
    expect(JSON.parse(await readFile(places().dataKey, 'utf8'))).toMatchObject({ state: 'sealed' });
  });

  it('holds what it held wherever the disk refuses a flush on the way, and is sealed by the next start', async () => {
    const files = await sharedFileHandle();
    let flushes = 0;
    const spy = vi.spyOn(files, 'sync').mockImplementation(() => Promise.resolve(void (flushes += 1)));
    await open();
    spy.mockRestore();
    expect(flushes).toBeGreaterThan(40);
    for (let nth = 1; nth <= flushes; nth += 3) {
      await rm(path, { recursive: true });
      await cp(plain, path, { recursive: true });
      let asked = 0;
      const failing = vi.spyOn(files, 'sync').mockImplementation(() => {
        asked += 1;
        return asked >= nth ? Promise.reject(noSpace()) : Promise.resolve();
      });
      const first = await openDataFolder(places(), opener, logger);
      failing.mockRestore();
      // A start that goes on reads both what is sealed and what is not.
      if (first.ok) expect(await contentsOf(path, first.value)).toEqual(contents);
      expect(await contentsOf(path, await open())).toEqual(contents);
      expect(await filesInTheClear(path), `flush ${nth}`).toEqual([]);
    }
  }, 120_000);
});

describe('a program that is killed', () => {
  async function killed(task: string, spreadMs: number): Promise<boolean> {
    const child = spawn(process.execPath, [program, path, task], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    await pause(Math.random() * spreadMs);
    child.kill('SIGKILL');
    const [, signal] = (await ended) as [number | null, string | null];
    return signal === 'SIGKILL';
  }

  it.each([
    ['while it seals', ''],
    ['while it changes the key', 'renew'],
  ])(
    `loses nothing %s (${kills} times)`,
    async (_when, task) => {
      let inTheMiddle = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        await rm(path, { recursive: true });
        await cp(plain, path, { recursive: true });
        if (task === 'renew') await open();
        const before = await filesInTheClear(path);
        await killed(task, 60);
        const state = await readFile(places().dataKey, 'utf8').catch(() => '');
        if (state.includes('moving')) inTheMiddle += 1;
        expect(before.length === 0).toBe(task === 'renew');
        expect(await contentsOf(path, await open())).toEqual(contents);
        expect(await filesInTheClear(path)).toEqual([]);
      }
      expect(inTheMiddle).toBeGreaterThan(kills / 10);
    },
    60_000 + kills * 3000,
  );
});

describe('a program that is killed at a flush', () => {
  it.each([
    ['while it seals', ''],
    ['while it changes the key', 'renew'],
  ])(
    `loses nothing %s, and the next start finishes (every ${step})`,
    async (_when, task) => {
      let [nth, isKilled, inTheMiddle] = [1, true, 0];
      for (; isKilled; nth += step) {
        await rm(path, { recursive: true });
        await cp(plain, path, { recursive: true });
        if (task === 'renew') await open();
        const child = spawn(process.execPath, [program, path, task, String(nth)], { stdio: 'ignore' });
        const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
        isKilled = signal === 'SIGKILL';
        const state = await readFile(places().dataKey, 'utf8').catch(() => '');
        if (state.includes('moving')) inTheMiddle += 1;
        expect(await contentsOf(path, await open()), `flush ${nth}`).toEqual(contents);
        expect(await filesInTheClear(path), `flush ${nth}`).toEqual([]);
      }
      expect(nth).toBeGreaterThan(40);
      expect(inTheMiddle).toBeGreaterThan(30 / step);
    },
    600_000,
  );
});

describe('the key of a sealed folder', () => {
  it('is refused where it is another, or none; nothing is changed', async () => {
    await open();
    const before = await readFile(places().dataKey, 'utf8');
    expect(await refusalOf(other)).toBe('data-key-wrong');
    expect(await refusalOf()).toBe('data-key-needed');
    expect(await readFile(places().dataKey, 'utf8')).toBe(before);
    expect(await contentsOf(path, await open())).toEqual(contents);
  });

  it.each(['dataKey', 'dataKeyCopy'] as const)(
    'comes from the other file where %s is damaged or gone',
    async (which) => {
      await open();
      await writeFile(places()[which], '{"version":1,');
      expect(await contentsOf(path, await open())).toEqual(contents);
      await rm(places()[which]);
      expect(await contentsOf(path, await open())).toEqual(contents);
      expect(await readFile(places().dataKey)).toEqual(await readFile(places().dataKeyCopy));
    },
  );

  it('is left alone where what was given does not open it, the damaged file of the two as well', async () => {
    await open();
    await writeFile(places().dataKey, '{"version":1,');
    expect(await refusalOf(other)).toBe('data-key-wrong');
    expect(await refusalOf()).toBe('data-key-needed');
    expect(await readFile(places().dataKey, 'utf8')).toBe('{"version":1,');
  });

  it.each([
    ['dataKey', 'dataKeyCopy'],
    ['dataKeyCopy', 'dataKey'],
  ] as const)('is not lost where %s comes back from a backup with a former key', async (old, current) => {
    await open();
    const former = await readFile(places()[old]);
    await renewDataKey(places(), opener, logger);
    const kept = await readFile(places()[current]);
    await writeFile(places()[old], former);
    expect(await refusalOf(opener)).toBe('data-key-differs');
    expect(await readFile(places()[current])).toEqual(kept);
    await rm(places()[old]);
    expect(await contentsOf(path, await open())).toEqual(contents);
  });

  it('is told as damaged or lost where both are, and no new one is made', async () => {
    await open();
    const kept = await readFile(places().dataKey);
    for (const file of [places().dataKey, places().dataKeyCopy]) await writeFile(file, '');
    expect(await refusalOf(opener)).toBe('data-key-damaged');
    for (const file of [places().dataKey, places().dataKeyCopy]) await rm(file);
    expect(await refusalOf(opener)).toBe('data-key-lost');
    expect(await refusalOf()).toBe('data-key-lost');
    await writeFile(places().dataKeyCopy, kept);
    expect(await contentsOf(path, await open())).toEqual(contents);
  });

  it('is opened by the recovery code for another opener, until a newer code is made', async () => {
    const recovered = (code: string) => {
      const secret = readRecoveryCode(code);
      return secret.ok ? ({ kind: 'recovery', secret: secret.value } as const) : expect.unreachable('no code');
    };
    await open();
    const first = await makeRecoveryCode(places(), opener);
    const second = await makeRecoveryCode(places(), opener);
    if (!first.ok || !second.ok) return expect.unreachable('no code was made');
    expect(await changeOpener(places(), recovered(first.value), other)).toMatchObject({
      error: { code: 'data-key-wrong' },
    });
    expect(await changeOpener(places(), recovered(second.value), other)).toMatchObject({ ok: true });
    expect(await refusalOf(opener)).toBe('data-key-wrong');
    expect(await contentsOf(path, await open(other))).toEqual(contents);
  });

  it('is changed: the former key and its recovery code open nothing any more', async () => {
    const former = await open();
    const code = await makeRecoveryCode(places(), opener);
    expect(await renewDataKey(places(), other, logger)).toMatchObject({ error: { code: 'data-key-wrong' } });
    expect(await renewDataKey(places(), opener, logger)).toEqual({ ok: true, value: true });
    expect(JSON.parse(await readFile(places().dataKey, 'utf8'))).toMatchObject({ state: 'sealed', former: [] });
    const secret = readRecoveryCode(code.ok ? code.value : '');
    const by = { kind: 'recovery', secret: secret.ok ? secret.value : Buffer.alloc(15) } as const;
    expect(await changeOpener(places(), by, other)).toMatchObject({ error: { code: 'data-key-wrong' } });
    await expect(contentsOf(path, former)).rejects.toThrow();
    expect(await contentsOf(path, await open())).toEqual(contents);
  });

  it('is changed by the next start where files are open: both keys open it until then, then the new one', async () => {
    const former = await open();
    expect(await beginRenewal(places(), opener)).toMatchObject({ ok: true });
    // What is open goes on, and what it writes is read by the next start.
    expect(await contentsOf(path, former)).toEqual(contents);
    await writeFile(join(path, 'link-attempts.json'), former.of('/console').seal('link-attempts.json', '[]'));
    const next = await open();
    expect(JSON.parse(await readFile(places().dataKey, 'utf8'))).toMatchObject({ state: 'sealed', former: [] });
    const attempts = await readFile(join(path, 'link-attempts.json'));
    expect(next.of('/console').open('link-attempts.json', attempts)?.toString()).toBe('[]');
    await expect(contentsOf(path, former)).rejects.toThrow();
  });

  it('says what opens it before it is opened, and whether somebody has the code on paper', async () => {
    const kinds = async () => {
      const found = await findKey(places());
      if (!found.ok) return found.error.code;
      return found.value.kind === 'kept' ? found.value.openers : found.value.kind;
    };
    expect(await kinds()).toBe('none');
    await open();
    // The file and its copy, each.
    expect(await kinds()).toMatchObject([{ kind: 'file' }, { kind: 'file' }]);
    await makeRecoveryCode(places(), opener, { isConfirmed: false });
    expect(await kinds()).toContainEqual(expect.objectContaining({ kind: 'recovery', unconfirmed: true }));
    expect(await confirmRecoveryCode(places(), other)).toMatchObject({ error: { code: 'data-key-wrong' } });
    expect(await kinds()).toContainEqual(expect.objectContaining({ unconfirmed: true }));
    expect(await confirmRecoveryCode(places(), opener)).toMatchObject({ ok: true });
    expect(await kinds()).toContainEqual(expect.objectContaining({ kind: 'recovery' }));
    expect(await kinds()).not.toContainEqual(expect.objectContaining({ unconfirmed: true }));
    for (const file of [places().dataKey, places().dataKeyCopy]) await writeFile(file, '');
    expect(await kinds()).toBe('data-key-damaged');
    for (const file of [places().dataKey, places().dataKeyCopy]) await rm(file);
    expect(await kinds()).toBe('lost');
  });

  it('is not told as changed everywhere where a file stays under another', async () => {
    await open();
    const foreign = createSealer(otherKey).of('shop-1').seal('creds', 'x');
    await writeFile(join(places().tenants, 'shop-1', 'auth', 'creds.json.bak'), foreign);
    expect(await renewDataKey(places(), opener, logger)).toEqual({ ok: true, value: false });
    expect(JSON.parse(await readFile(places().dataKey, 'utf8'))).toMatchObject({ state: 'moving' });
  });
});
