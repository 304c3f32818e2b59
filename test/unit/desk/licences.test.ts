import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { readLicences, runtimeLicences } from '../../../electron/desk/licences.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

function build(name: string, contents: unknown): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  writeFileSync(join(path, 'licences.json'), JSON.stringify(contents));
  return path;
}
const licence = (name: string, version = '1.0.0') => ({ name, version, licence: 'MIT', text: 'words' });

it('lists what the programs are made of by name, each version once', async () => {
  const folders = [
    build('main', [licence('zod', '4.6.7'), licence('ajv')]),
    build('renderer', [licence('zod', '4.6.7'), licence('zod', '3.0.0')]),
    join(folder.path, 'not-built'),
  ];
  const read = await readLicences(folders, runtimeLicences({ electron: '45.0.0', chrome: '150', node: '24' }));
  expect(read.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'ajv 1.0.0',
    'Chromium 150',
    'Electron 45.0.0',
    'Node.js 24',
    'zod 3.0.0',
    'zod 4.6.7',
  ]);
});

it('does not take a damaged list for an empty one', async () => {
  await expect(readLicences([build('main', [{ name: 'zod' }])], [])).rejects.toThrow();
});
