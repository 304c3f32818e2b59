import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { type WorkstationOptions, createWorkstationChecks } from '../../../electron/diagnostics/workstation-checks.ts';
import { isPrivateAddress } from '../../../electron/network/addresses.ts';
import type { CheckId } from '../../../shared/preflight-rules.ts';
import type { Finding } from '../../../shared/preflight.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairing-console-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clock = createFakeClock();
const hour = 3_600_000;

type Versions = ReturnType<WorkstationOptions['versions']>;
const noVersion: Versions = { pin: undefined, published: undefined, isFetched: true };

function look(id: CheckId, options: Partial<WorkstationOptions> = {}) {
  const checks = createWorkstationChecks({
    dataFolder: folder,
    clock,
    versions: () => noVersion,
    otherInstance: () => Promise.resolve('none'),
    hasKeyring: () => Promise.resolve(true),
    ...options,
  });
  return checks.find((check) => check.id === id)?.run(new AbortController().signal);
}

it('writes to the disk, reads it back, and leaves nothing', async () => {
  expect(await look('disk')).toEqual({ code: 'disk-written', ms: 0 });
  expect(await readdir(folder)).toEqual([]);
});

it('says why the disk takes nothing', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  // A file where a folder must be: the system refuses that to everybody.
  expect(await look('disk', { dataFolder: file })).toEqual({ code: 'disk-failed' });
});

// Linux has a disk that is always full, and one that takes nothing; both refuse root, too.
it.skipIf(process.platform !== 'linux')('knows a disk that may not be written', async () => {
  expect((await look('disk', { dataFolder: '/proc/self' }))?.code).toMatch(/^disk-(denied|failed)$/);
});

it('measures the space that is left', async () => {
  const found = await look('space');
  expect(found?.code).toMatch(/^space-(enough|low|none)$/);
  expect(found).toHaveProperty('bytes', expect.any(Number));
  expect(await look('space', { dataFolder: join(folder, 'absent') })).toEqual({ code: 'space-unknown' });
});

it.each<[Versions, Finding]>([
  [
    { ...noVersion, pin: [2, 3000, 7] },
    { code: 'version-pinned', version: '2.3000.7' },
  ],
  [noVersion, { code: 'version-own' }],
  [{ ...noVersion, isFetched: false }, { code: 'version-not-needed' }],
  [
    { ...noVersion, published: { version: [2, 3000, 8], fetchedAt: clock.now() - 5 * hour } },
    { code: 'version-fresh', version: '2.3000.8', ms: 5 * hour },
  ],
  [
    { ...noVersion, published: { version: [2, 3000, 8], fetchedAt: clock.now() - 100 * hour } },
    { code: 'version-old', version: '2.3000.8', ms: 100 * hour },
  ],
])('judges the version by where it comes from: %o', async (versions, finding) => {
  expect(await look('version', { versions: () => versions })).toEqual(finding);
});

it('says who else has the folder', async () => {
  expect(await look('instance')).toEqual({ code: 'instance-alone' });
  expect(await look('instance', { otherInstance: () => Promise.resolve('unknown') })).toEqual({
    code: 'instance-unknown',
  });
  expect(await look('instance', { otherInstance: () => Promise.resolve({ pid: 77 }) })).toEqual({
    code: 'instance-other',
    pid: 77,
  });
});

it('says whether a keyring guards the secrets', async () => {
  expect(await look('keyring')).toEqual({ code: 'keyring-there' });
  expect(await look('keyring', { hasKeyring: () => Promise.resolve(false) })).toEqual({ code: 'keyring-missing' });
});

it.each([
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['100.64.0.1', true],
  ['127.0.0.1', true],
  ['157.240.0.60', false],
  ['::1', true],
  ['fd00::1', true],
  ['2a03:2880:f20c::1', false],
])('knows whether %s can be on the internet', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});
