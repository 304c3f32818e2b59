import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { keyCommands } from '../../../electron/console/service-data.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { type ServiceRig, createServiceRig } from './service-rig.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let rig: ServiceRig;
beforeAll(async () => {
  folder = await createTemporaryFolder();
  rig = await createServiceRig();
}, 60_000);
afterAll(async () => {
  await rig.close();
  await folder.remove();
});

it('tests the program from the command line, without a secret or a network, and its exit code says how it went', async () => {
  const passed = await rig.ended({ INTERNAL_SECRET: '', WHATSAPP_URL: '' }, 'self-test');
  expect(passed.printed).toMatch(/^folder passed \d+ ms\n[^]*restart passed \d+ ms\nclean-up passed \d+ ms\n$/);
  expect(passed).toMatchObject({ code: 0, said: '' });
  expect(await readdir(rig.dataFolder)).toEqual([]);

  await writeFile(join(rig.dataFolder, 'self-test'), '');
  const failed = await rig.ended({}, 'self-test');
  expect(failed.printed).toMatch(/^folder failed \d+ ms \{"code":"disk","systemCode":"EEXIST"\}\nstart not-reached/);
  expect(failed.code).toBe(1);
});

it('names its version and its commands, with dashes and without', async () => {
  const version = await rig.ended({ INTERNAL_SECRET: '' }, '--version');
  expect(version).toMatchObject({ code: 0, said: '' });
  expect(version.printed).toMatch(/^Pairing Console \d+\.\d+\.\d+ \(Node \d+\.\d+\.\d+\)\n$/);
  const help = await rig.ended({ INTERNAL_SECRET: '' }, 'help');
  expect(help).toMatchObject({ code: 0, said: '' });
  for (const command of ['export', ...keyCommands, 'self-test', 'diagnose']) expect(help.printed).toContain(command);
  expect(await rig.ended({}, 'nonsense')).toMatchObject({ code: 1, printed: '' });
});

it('checks the machine and the way to WhatsApp, and its exit code says whether something failed', async () => {
  const fine = await rig.ended({ INTERNAL_SECRET: '' }, 'diagnose');
  expect(fine).toMatchObject({ code: 0, said: '' });
  for (const line of [/^tcp ok tcp-connected \d+ ms$/m, /^websocket ok websocket-opened/m, /^disk ok disk-written/m]) {
    expect(fine.printed).toMatch(line);
  }
  const broken = await rig.ended({ WHATSAPP_URL: 'ws://127.0.0.1:9/' }, 'diagnose');
  expect(broken.code).toBe(1);
  expect(broken.printed).toMatch(/^tcp failed tcp-refused \d+ ms$/m);
  const unusable = await rig.ended({ BRIDGE_PORT: 'planted' }, 'diagnose');
  expect(unusable).toMatchObject({ code: 2, printed: '' });
  expect(unusable.said).toMatch(/^The environment variable BRIDGE_PORT/);
});
