import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { openSeal } from '../../../electron/files/sealer.ts';
import { openAttemptsFile } from '../../../electron/tenants/attempts-file.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

const number = '972501234567';
let folder: string;
let path: string;
const clock = createFakeClock();
const open = () => openAttemptsFile({ path, seal: openSeal, clock, logger: silentLogger });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attempts-'));
  path = join(folder, 'link-attempts.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('attempts outlive the program, without the number', async () => {
  const before = await open();
  before.add({ at: clock.now(), number: before.markOf(number) });
  before.add({ at: clock.now() });
  await vi.waitFor(async () => expect(JSON.parse(await readFile(path, 'utf8'))).toHaveLength(2));
  expect(await readFile(path, 'utf8')).not.toContain(number.slice(3));
  const after = await open();
  expect(after.list()).toEqual([{ at: clock.now(), number: after.markOf(number) }, { at: clock.now() }]);
});

test('what is older than any window is forgotten, and a damaged file counts as none', async () => {
  const attempts = await open();
  attempts.add({ at: clock.now() });
  await clock.advance(2 * 3_600_000);
  attempts.add({ at: clock.now() });
  expect(attempts.list()).toHaveLength(1);
  // The first save has left one attempt as well: only its time tells them apart.
  await vi.waitFor(async () => expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([{ at: clock.now() }]));
  await writeFile(path, '[{"at":');
  expect((await open()).list()).toEqual([]);
});
