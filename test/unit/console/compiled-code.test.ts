import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { keepCompiledCode } from '../../../electron/console/compiled-code.ts';
import { silentLogger } from '../../support/fake-ports.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'compiled-'));
  folder = join(root, 'compiled-code');
  for (const version of ['v22.1.0-x64', 'v24.1.0-x64']) {
    await mkdir(join(folder, version), { recursive: true });
    await writeFile(join(folder, version, 'a1b2c3d4'), 'code');
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const nodeThatUses = (directory: string) => ({ enableCompileCache: () => ({ directory }) });

it('keeps what this Node uses and deletes what another has left', async () => {
  const compiled = keepCompiledCode(folder, silentLogger, nodeThatUses(join(folder, 'v24.1.0-x64')));
  await compiled.tidy();
  expect(await readdir(folder)).toEqual(['v24.1.0-x64']);
  expect(await readdir(join(folder, 'v24.1.0-x64'))).toEqual(['a1b2c3d4']);
});

it('deletes nothing where Node was told another folder, cannot use one, or is older', async () => {
  for (const node of [nodeThatUses(join(root, 'elsewhere', 'v24.1.0-x64')), { enableCompileCache: () => ({}) }, {}])
    await keepCompiledCode(folder, silentLogger, node).tidy();
  expect(await readdir(folder)).toEqual(['v22.1.0-x64', 'v24.1.0-x64']);
});

it('needs no folder', async () => {
  const missing = join(root, 'missing');
  await keepCompiledCode(missing, silentLogger, nodeThatUses(join(missing, 'v24.1.0-x64'))).tidy();
  expect(await readdir(root)).toEqual(['compiled-code']);
});
