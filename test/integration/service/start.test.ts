import { execFile } from 'node:child_process';
import { readFile, readdir, rm } from 'node:fs/promises';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { readIfPresent } from '../../../electron/files/durable-file.ts';
import { serviceProgram } from './service-rig.ts';

/** The packages in a built file, and in all that it loads before its first line runs. */
async function packagesAtStart(file: string, seen = new Set<string>()): Promise<readonly string[]> {
  if (seen.has(file)) return [];
  seen.add(file);
  // The bundler's own helpers have no map.
  const map = (await readIfPresent(`${file}.map`)) ?? '{"sources":[]}';
  const { sources } = JSON.parse(String(map)) as { readonly sources: readonly string[] };
  const own = sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
  const text = await readFile(file, 'utf8');
  const loaded = Array.from(text.matchAll(/^(?:import|export)\b[^"';]*"(\.[^"]+)";$/gm), ([, name = '']) => name);
  const others = await Promise.all(loaded.map((name) => packagesAtStart(join(dirname(file), name), seen)));
  return [...own, ...others.flat()];
}

test('the service starts without the client library, which costs 40 MB and 200 ms, and without that of a database, 70 ms', async () => {
  const packages = await packagesAtStart(serviceProgram);
  expect(packages).toEqual(expect.arrayContaining(['zod', 'fastify', 'pino']));
  expect(packages.filter((name) => /baileys|libsignal|whatsapp-rust-bridge|^pg/.test(name))).toEqual([]);
});

test.runIf('enableCompileCache' in nodeModule)(
  'npm run service keeps what Node has compiled, beside the code',
  async () => {
    const kept = join(dirname(serviceProgram), 'compiled-code');
    await rm(kept, { recursive: true, force: true });
    await promisify(execFile)(process.execPath, [join(dirname(serviceProgram), '../../scripts/service.js'), 'version']);
    const [version = ''] = await readdir(kept);
    expect(await readdir(join(kept, version))).not.toEqual([]);
  },
);
