import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createQuarantine, quarantinePeriodMs } from '../../../electron/auth/quarantine.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createTemporaryFolder, testTenant, unwrap } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

async function moveIn(quarantine: ReturnType<typeof createQuarantine>, content: string, reason: string) {
  const auth = join(folder.path, testTenant, 'auth');
  await mkdir(auth, { recursive: true });
  await writeFile(join(auth, 'creds.json'), content);
  return unwrap(await quarantine.moveIn(testTenant, auth, reason));
}

describe('the quarantine', () => {
  it('takes a folder whole, under its time and reason', async () => {
    const clock = createFakeClock(Date.UTC(2026, 9, 1, 12, 34, 56, 789));
    const quarantine = createQuarantine({ root: folder.path, clock });

    expect(await moveIn(quarantine, 'secret', 'Device removed / 401')).toBe(true);

    const path = join(folder.path, '.quarantine', testTenant, '2026-10-01T12-34-56.789Z-device-removed-401');
    expect(unwrap(await quarantine.list())).toEqual([
      { tenantId: testTenant, path, at: clock.now(), reason: 'device-removed-401' },
    ]);
    expect(await readFile(join(path, 'creds.json'), 'utf8')).toBe('secret');
    expect(await readdir(join(folder.path, testTenant))).toEqual([]);
  });

  it('keeps two folders of one moment apart', async () => {
    const quarantine = createQuarantine({ root: folder.path, clock: createFakeClock() });
    await moveIn(quarantine, 'one', 'relink');
    await moveIn(quarantine, 'two', 'relink');

    const kept = unwrap(await quarantine.list());
    const contents = await Promise.all(kept.map(({ path }) => readFile(join(path, 'creds.json'), 'utf8')));
    expect(contents.sort()).toEqual(['one', 'two']);
  });

  it('says when there was nothing to take', async () => {
    const quarantine = createQuarantine({ root: folder.path, clock: createFakeClock() });

    expect(unwrap(await quarantine.moveIn(testTenant, join(folder.path, 'none'), 'relink'))).toBe(false);
  });

  it('gives back the newest of a reason, whole, one after the other', async () => {
    const quarantine = createQuarantine({ root: folder.path, clock: createFakeClock() });
    const auth = join(folder.path, testTenant, 'auth');
    const content = () => readFile(join(auth, 'creds.json'), 'utf8');
    for (let n = 1; n <= 10; n += 1) await moveIn(quarantine, `removal ${n}`, 'removed');
    await moveIn(quarantine, 'another reason', 'removed elsewhere');

    expect(unwrap(await quarantine.moveBack(testTenant, auth, 'removed'))).toBe(true);
    expect(await content()).toBe('removal 10');
    expect(await quarantine.moveBack(testTenant, auth, 'removed')).toMatchObject({ ok: false });
    expect(await content()).toBe('removal 10');
    expect(unwrap(await quarantine.list())).toHaveLength(10);
    expect(unwrap(await quarantine.moveBack(testTenant, join(folder.path, 'other'), 'relink'))).toBe(false);
  });

  it('fails, and does not try again and again, where a folder cannot be taken', async () => {
    const quarantine = createQuarantine({ root: folder.path, clock: createFakeClock() });
    await writeFile(join(folder.path, 'file'), '');
    const auth = join(folder.path, 'file', 'auth');

    expect(await quarantine.moveIn(testTenant, auth, 'relink')).toEqual({
      ok: false,
      error: { code: 'storage-failed', place: auth },
    });
  });

  it('gives back the folder of one tenant only, also where another’s is newer', async () => {
    const clock = createFakeClock();
    const quarantine = createQuarantine({ root: folder.path, clock });
    await moveIn(quarantine, 'of the first', 'removed');
    await clock.advance(1000);
    const other = tenantIdSchema.parse('shop-2');
    const auth = join(folder.path, other, 'auth');
    await mkdir(auth, { recursive: true });
    unwrap(await quarantine.moveIn(other, auth, 'removed'));

    const back = join(folder.path, testTenant, 'auth');
    expect(unwrap(await quarantine.moveBack(testTenant, back, 'removed'))).toBe(true);
    expect(await readFile(join(back, 'creds.json'), 'utf8')).toBe('of the first');
    expect(unwrap(await quarantine.list()).map(({ tenantId }) => tenantId)).toEqual([other]);
  });

  it('passes over files that a file manager or a person left in it', async () => {
    const quarantine = createQuarantine({ root: folder.path, clock: createFakeClock() });
    await moveIn(quarantine, 'secret', 'removed');
    const shelf = join(folder.path, '.quarantine');
    await writeFile(join(shelf, '.DS_Store'), '');
    await writeFile(join(shelf, testTenant, 'notes'), '');

    expect(unwrap(await quarantine.list())).toHaveLength(1);
    expect(unwrap(await quarantine.sweep())).toBe(0);
    expect(unwrap(await quarantine.moveBack(testTenant, join(folder.path, 'back'), 'removed'))).toBe(true);
  });

  it('deletes after seven days and not before', async () => {
    const clock = createFakeClock();
    const quarantine = createQuarantine({ root: folder.path, clock });
    await moveIn(quarantine, 'old', 'relink');
    await clock.advance(quarantinePeriodMs);
    await moveIn(quarantine, 'new', 'relink');
    expect(unwrap(await quarantine.sweep())).toBe(0);

    await clock.advance(1);
    expect(unwrap(await quarantine.sweep())).toBe(1);
    expect(unwrap(await quarantine.list())).toHaveLength(1);
  });
});
