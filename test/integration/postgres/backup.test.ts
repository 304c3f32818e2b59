import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { findPostgres } from '../../support/postgres/find-server.ts';
import { createEmptyDatabase } from '../../support/postgres/test-database.ts';
import { type ServiceRig, createServiceRig } from '../service/service-rig.ts';

const run = promisify(execFile);
let folder: string;
let rig: ServiceRig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-test-'));
  rig = await createServiceRig();
}, 120_000);
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

/** docs/scaling.md has the same commands. */
test('a dump of a database whose services are stopped moves every link to another one', async () => {
  const programs = await findPostgres();
  const [here, there] = [await createEmptyDatabase(), await createEmptyDatabase()];
  const service = await rig.start({ DATABASE_URL: here });
  await rig.link(service, 'shop', '972501234567');
  await rig.link(service, 'cafe', '972507654321');
  const send = { tenantId: 'shop', to: '972507654321', text: 'two coffees', idempotencyKey: 'the-same-key' };
  const { body } = await service.ask('POST', '/send', send);
  expect((await service.stop()).code).toBe(0);
  const dump = join(folder, 'console.dump');
  await run(join(programs, 'pg_dump'), ['--format=custom', `--file=${dump}`, here]);
  await run(join(programs, 'pg_restore'), ['--exit-on-error', '--no-owner', `--dbname=${there}`, dump]);

  const moved = await rig.start({ DATABASE_URL: there });
  for (const tenant of ['shop', 'cafe']) await moved.connected(tenant);
  // Sent once, although it is asked for again.
  expect((await moved.ask('POST', '/send', send)).body).toMatchObject({ messageId: body.messageId });
  const next = { ...send, text: 'and a cake', idempotencyKey: 'another-key' };
  expect(await moved.ask('POST', '/send', next)).toMatchObject({ status: 200 });
  expect(await moved.ask('GET', '/whatsapp/cafe/failures')).toMatchObject({ body: { failures: [] } });
  expect(rig.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([1, 1]);
  expect(rig.whatsapp.violations).toEqual([]);
}, 120_000);
