import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createTemporaryFolder } from '../../support/credentials.ts';
import { type ServiceRig, buildService, createServiceRig } from './service-rig.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let rig: ServiceRig;
beforeAll(async () => {
  folder = await createTemporaryFolder();
  rig = await createServiceRig(await buildService(folder.path));
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
