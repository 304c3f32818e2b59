import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { openAudit } from '../../../electron/audit/audit.ts';
import { systemClock } from '../../../electron/clock/system-clock.ts';
import { dataFolderAt } from '../../../electron/console/data-folder.ts';
import type { Phone } from '../../../electron/loopback/phone.ts';
import { silentLogger } from '../../support/fake-ports.ts';
import { findPostgres } from '../../support/postgres/find-server.ts';
import { createEmptyDatabase } from '../../support/postgres/test-database.ts';
import { type Service, type ServiceRig, createServiceRig } from '../service/service-rig.ts';

const run = promisify(execFile);
let folder: string;
let rig: ServiceRig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withRig(work: () => Promise<void>): Promise<void> {
  rig = await createServiceRig();
  try {
    await work();
  } finally {
    await rig.close();
  }
}

const send = (service: Service, tenantId: string, text: string) =>
  service.ask('POST', '/send', { tenantId, to: '972507654321', text });

/** A message of one phone to another number; resolves once the companion of that has read it. */
async function readByCompanion(from: Phone | undefined, to: string, id: string): Promise<void> {
  const read = rig.whatsapp.next('receipt', (said) => said.id === id && said.receipt !== 'retry');
  await from?.send(to, { id, content: { conversation: id } });
  await read;
}
const textsOf = (number: string) =>
  rig.whatsapp.phones.find((phone) => phone.number === number)?.messages.map(({ text }) => text);

/** The commands in a data folder's audit. */
async function movesIn(path: string): Promise<readonly (string | null)[]> {
  const audit = await openAudit({ folder: dataFolderAt(path).audit, clock: systemClock, logger: silentLogger });
  const moves = audit.list().entries.filter(({ act }) => act === 'move');
  await audit.close();
  return moves.map(({ about }) => about);
}

test(
  'links go from a data folder into a database that a service uses, and back, without another scan',
  () =>
    withRig(async () => {
      const before = await rig.start();
      await rig.link(before, 'shop', '972501234567');
      await rig.link(before, 'cafe', '972507654321');
      expect(await send(before, 'shop', 'from the folder')).toMatchObject({ status: 200 });

      const DATABASE_URL = await createEmptyDatabase();
      const DATA_DIR = join(rig.dataFolder, 'of-the-service');
      const inUse = await rig.ended({ DATABASE_URL, DATA_DIR }, 'move-in', rig.dataFolder);
      expect(inUse.code).toBe(1);
      expect(inUse.said).toContain('Another program uses');
      expect((await before.stop()).code).toBe(0);

      const service = await rig.start({ DATABASE_URL, DATA_DIR });
      const moved = await rig.ended({ DATABASE_URL, DATA_DIR }, 'move-in', rig.dataFolder, 'shop');
      expect(moved).toMatchObject({ code: 0, printed: '1 of 1  shop  moved, and linked there\n1 done\n' });
      await service.connected('shop');
      expect(await send(service, 'shop', 'from the database')).toMatchObject({ status: 200 });
      expect(await rig.ended({ DATABASE_URL, DATA_DIR }, 'move-in', rig.dataFolder, 'shop')).toMatchObject({ code: 1 });
      const others = await rig.ended({ DATABASE_URL, DATA_DIR }, 'move-in', rig.dataFolder);
      expect(others).toMatchObject({ code: 0, printed: '1 of 1  cafe  moved, and linked there\n1 done\n' });
      await service.connected('cafe');

      const back = join(rig.dataFolder, 'back');
      const out = await rig.ended({ DATABASE_URL, DATA_DIR }, 'move-out', back, 'shop');
      expect(out).toMatchObject({ code: 0, printed: '1 of 1  shop  moved\n1 done\n' });
      const after = await rig.start({ DATA_DIR: back });
      await after.connected('shop');
      expect(await send(after, 'shop', 'from the folder again')).toMatchObject({ status: 200 });
      expect(await movesIn(back)).toEqual(['move-out']);
      expect(await movesIn(rig.dataFolder)).toEqual(['move-in', 'move-in', 'move-in']);
      // The service has let go of it, and keeps the other.
      await expect
        .poll(async () => (await service.ask('GET', '/tenants')).body, { timeout: 15_000 })
        .toMatchObject({ tenants: [{ tenantId: 'cafe' }] });

      expect(textsOf('972507654321')).toEqual(['from the folder', 'from the database', 'from the folder again']);
      expect(rig.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([1, 1]);
      expect(rig.whatsapp.violations).toEqual([]);
    }),
  180_000,
);

test(
  'a link that does not log in at its new place goes back where it was',
  () =>
    withRig(async () => {
      const before = await rig.start();
      await rig.link(before, 'shop', '972501234567');
      expect((await before.stop()).code).toBe(0);
      const [phone] = rig.whatsapp.phones;
      phone?.unlink(phone.devices[0]?.jid ?? '');

      const DATABASE_URL = await createEmptyDatabase();
      const DATA_DIR = join(rig.dataFolder, 'of-the-service');
      const service = await rig.start({ DATABASE_URL, DATA_DIR });
      const moved = await rig.ended({ DATABASE_URL, DATA_DIR }, 'move-in', rig.dataFolder);
      expect(moved.code).toBe(1);
      expect(moved.printed).toContain('shop  not moved: it could not log in: login-refused');
      expect(moved.printed).toContain(`it is back at ${rig.dataFolder}`);
      // It finds out with its next beat.
      await expect
        .poll(async () => (await service.ask('GET', '/tenants')).body, { timeout: 15_000 })
        .toEqual({ tenants: [] });
    }),
  180_000,
);

test(
  'links of a database that went back to an earlier moment are safe after after-restore',
  () =>
    withRig(async () => {
      const programs = await findPostgres();
      const [here, there] = [await createEmptyDatabase(), await createEmptyDatabase()];
      const first = await rig.start({ DATABASE_URL: here, INCOMING_MESSAGES: 'true' });
      await rig.link(first, 'shop', '972501234567');
      const customer = rig.whatsapp.addPhone({ number: '972507654321' });
      expect(await send(first, 'shop', 'one')).toMatchObject({ status: 200 });
      await readByCompanion(customer, '972501234567', 'A-QUESTION-BEFORE');
      const dump = join(folder, 'earlier.dump');
      await run(join(programs, 'pg_dump'), ['--format=custom', `--file=${dump}`, here]);
      // What the dump does not know.
      for (const text of ['two', 'three', 'four'])
        expect(await send(first, 'shop', text)).toMatchObject({ status: 200 });
      await readByCompanion(customer, '972501234567', 'A-QUESTION-SINCE');
      const inUse = await rig.ended({ DATABASE_URL: here, DATA_DIR: join(rig.dataFolder, 'b') }, 'after-restore');
      expect(inUse).toMatchObject({ code: 1, said: 'A service uses this database: stop every one first\n' });
      expect((await first.stop()).code).toBe(0);
      await run(join(programs, 'pg_restore'), ['--exit-on-error', '--no-owner', `--dbname=${there}`, dump]);

      const renewed = await rig.ended({ DATABASE_URL: there }, 'after-restore');
      expect(renewed).toMatchObject({ code: 0, printed: '1 of 1  shop  safe to use\n1 done\n' });
      const service = await rig.start({ DATABASE_URL: there, INCOMING_MESSAGES: 'true' });
      await service.connected('shop');
      // The customer writes in the chain that is gone, is asked to write again, and does.
      await readByCompanion(customer, '972501234567', 'A-QUESTION-AFTER');
      expect(await send(service, 'shop', 'five')).toMatchObject({ status: 200 });
      expect(textsOf('972507654321')).toEqual(['one', 'two', 'three', 'four', 'five']);
      expect(rig.whatsapp.phones[0]?.devices.length).toBe(1);
      expect(rig.whatsapp.violations).toEqual([]);
    }),
  180_000,
);
