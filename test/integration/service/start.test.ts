import { readFile, readdir, stat } from 'node:fs/promises';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { readIfPresent } from '../../../electron/files/durable-file.ts';
import { createServiceRig, serviceProgram } from './service-rig.ts';

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
  'the service keeps what Node has compiled of the client library for its next start',
  async () => {
    const rig = await createServiceRig();
    onTestFinished(() => rig.close());
    const service = await rig.start();
    await service.ask('POST', '/whatsapp/shop/start');
    await service.qr('shop');
    await service.stop();
    const folder = join(rig.dataFolder, 'compiled-code');
    const [version = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    const files = (await readdir(join(folder, version))).map((name) => stat(join(folder, version, name)));
    const largest = Math.max(...(await Promise.all(files)).map(({ size }) => size));
    expect(largest).toBeGreaterThan(1_000_000);
  },
);
