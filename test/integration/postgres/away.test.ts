import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { systemClock as clock } from '../../../electron/clock/system-clock.ts';
import { type Console, createConsole } from '../../../electron/console/console.ts';
import { openDatabaseStores } from '../../../electron/console/database-stores.ts';
import { createNotices } from '../../../electron/console/notices.ts';
import { openSealer } from '../../../electron/files/sealer.ts';
import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import type { Phone } from '../../../electron/loopback/phone.ts';
import { migrate } from '../../../electron/postgres/migrate.ts';
import { type SessionSnapshot, isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';
import { type TestServer, startPostgres } from '../../support/postgres/server.ts';
import { takeEveryLink } from '../../support/postgres/sole-fence.ts';
import { type TestDatabase, openTestDatabase } from '../../support/postgres/test-database.ts';

const shop = tenantIdSchema.parse('shop');
/** In place of 20 s. */
const patienceMs = 1_000;
let folder: string;
let server: TestServer;
let database: TestDatabase;
let whatsapp: LoopbackWhatsApp;
let ana: Phone;
let core: Console;
let onChange: () => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'away-'));
  server = await startPostgres();
  database = openTestDatabase(await server.createDatabase());
  await migrate(database);
  whatsapp = await createLoopbackWhatsApp();
  ana = whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  const notices = createNotices();
  const fence = await takeEveryLink(database);
  const kept = { database, fence, secret: 'any', sealer: openSealer, patienceMs };
  const stores = await openDatabaseStores({ ...kept, notices, clock, logger });
  const webVersionFile = join(folder, 'wa-version.json');
  core = await createConsole({ stores, notices, webVersionFile, whatsappUrl: whatsapp.url, clock, logger });
  onChange = () => undefined;
  core.subscribe({ onChange: () => onChange() });
  await core.registry.open();
  await core.registry.add(shop, 'Shop');
  await core.registry.start(shop);
  const { qr } = await until(({ qr }) => qr !== undefined);
  await whatsapp.addPhone({ number: '972501234567' }).scan(qr?.text ?? '');
  await until(isConnected);
}, 60_000);
afterEach(async () => {
  await core.close();
  await whatsapp.close();
  await database.close();
  await server.remove();
  await rm(folder, { recursive: true, force: true });
});

function until(fits: (snapshot: SessionSnapshot) => boolean): Promise<SessionSnapshot> {
  return new Promise((resolve) => {
    onChange = () => {
      const now = core.registry.view(shop)?.session;
      if (now !== undefined && fits(now)) resolve(now);
    };
    onChange();
  });
}
const send = (text: string) => core.registry.sendText(shop, '972507654321@s.whatsapp.net', text);

it('calls no message sent whose keys are not kept, though WhatsApp has taken it, and keeps them before the next', async () => {
  expect(await send('before')).toMatchObject({ ok: true });
  await server.halt();
  expect(await send('meanwhile')).toEqual({ ok: false, error: { code: 'send-timeout' } });
  expect(ana.messages.map(({ text }) => text)).toContain('meanwhile');
  await server.start();
  await until(isConnected);
  expect(await send('after')).toMatchObject({ ok: true });
  await expect.poll(() => ana.messages.map(({ text }) => text), { timeout: 15_000 }).toContain('after');
}, 120_000);
