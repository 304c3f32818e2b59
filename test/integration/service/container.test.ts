import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { readServiceEnvironment } from '../../../electron/console/environment.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type ServiceRig, createServiceRig } from './service-rig.ts';

const inRepository = (name: string) => readFile(join(import.meta.dirname, '../../..', name), 'utf8');

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let rig: ServiceRig;
let dockerfile: string;
beforeAll(async () => {
  dockerfile = await inRepository('Dockerfile');
  folder = await createTemporaryFolder();
  rig = await createServiceRig();
}, 60_000);
afterAll(async () => {
  await rig.close();
  await folder.remove();
});

/** The variables of the image. */
function imageEnvironment(): Record<string, string> {
  const [, variables = ''] = /^ENV (.*)$/m.exec(dockerfile) ?? [];
  return Object.fromEntries(variables.split(' ').map((each) => each.split('=') as [string, string]));
}

/** The exit code of the image's health check. */
async function checkHealth(port: number): Promise<number | null> {
  const [, check = '[]'] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const [program = '', ...args] = JSON.parse(check) as string[];
  const child = spawn(program, args, { env: { ...process.env, BRIDGE_PORT: String(port) }, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

test('with the image’s variables it serves other machines, warns of that, and the health check knows when it is gone', async () => {
  const { DATA_DIR, BRIDGE_PORT, ...rest } = imageEnvironment();
  expect({ DATA_DIR, BRIDGE_PORT }).toEqual({ DATA_DIR: '/data', BRIDGE_PORT: '3300' });
  const service = await rig.start(rest);
  expect(service.logs.join('')).toContain('"level":"warn"');
  expect(service.logs.join('')).toContain('the bridge can be reached from other machines');
  expect(await checkHealth(service.port)).toBe(0);
  await service.stop();
  expect(await checkHealth(service.port)).toBe(1);
});

test('the variables that compose sets are ones that the service knows, and may stay empty', async () => {
  const [, block = ''] = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(await inRepository('compose.yaml')) ?? [];
  const set = [...block.matchAll(/^ {6}(\w+): (?:\$\{\w+:([-?])(.*)\}|(.*))$/gm)].map(
    ([, name = '', kind, fallback = '', fixed]) => [name, kind === '?' ? 'x'.repeat(32) : (fixed ?? fallback)] as const,
  );
  const read = readServiceEnvironment(Object.fromEntries(set));
  expect(read).toMatchObject({ ok: true, value: { BRIDGE_NAMES: ['pairing-console'], LOG_LEVEL: 'info' } });
  // One that is unknown is left out, as is what stays empty.
  const known = Object.keys(read.ok ? read.value : {});
  expect(set.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([
    'DATA_KEY_FILE',
    'DATA_IN_THE_CLEAR',
    'BACKEND_URL',
  ]);
});
