import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { type Page, expect, test } from '@playwright/test';

import { dataFolderAt } from '../../electron/console/data-folder.ts';
import { ensureElectron } from '../../scripts/runtime/electron.ts';
import { needsNoSandbox } from '../../scripts/system/sandbox.ts';
import { createServiceRig, secret } from '../integration/service/service-rig.ts';
import { filesInTheClear } from '../support/data-folder-rig.ts';
import { startPostgres } from '../support/postgres/server.ts';
import { tenantOf } from './support/bridge.ts';
import { startKeyring } from './support/keyring.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { useStation } from './support/station.ts';
import { addTenant, linkTenant } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button } from './support/ways.ts';

test.skip(process.platform !== 'linux', 'elsewhere every computer has a keyring, which a test must not fill');
test.describe.configure({ timeout: 300_000 });

const root = path.join(import.meta.dirname, '../..');
const station = useStation();
const words = wordsOf('en');

/** The console's window. On a slow machine a page in front of it says that the folder is being opened. */
async function consoleOf({ app }: LaunchedConsole): Promise<Page> {
  const found = async () => {
    for (const page of app.windows()) if (await page.getByRole('main').isVisible()) return page;
    return undefined;
  };
  await expect.poll(async () => (await found()) !== undefined, { timeout: 60_000 }).toBe(true);
  return (await found()) ?? app.firstWindow();
}

/** Calls `move` of the built program; answers what it printed once it has ended. */
async function move(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { executable } = await ensureElectron(() => undefined);
  const switches = ['--password-store=gnome-libsecret', ...(needsNoSandbox() ? ['--no-sandbox'] : [])];
  const program = spawn(executable, [root, ...switches, 'move', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PAIRING_CONSOLE_USER_DATA: station.userData, INTERNAL_SECRET: secret, ...env },
  });
  const ended = once(program, 'exit') as Promise<[number | null]>;
  const [printed, said] = await Promise.all([text(program.stdout), text(program.stderr)]);
  const [code] = await ended;
  return { code, printed, said };
}

test('tenants of a sealed desk go to the service and back, by its keyring alone, and without another scan', async () => {
  const keyring = await startKeyring();
  const postgres = await startPostgres();
  const rig = await createServiceRig();
  try {
    const DATABASE_URL = await postgres.createDatabase();
    const DATA_KEY_FILE = path.join(rig.dataFolder, 'database.key');
    await writeFile(DATA_KEY_FILE, 'the secret of a database in a test of 32 letters');
    const service = await rig.start({ DATABASE_URL, DATA_KEY_FILE, WHATSAPP_URL: station.whatsapp.url });
    const launch = async () =>
      consoleOf(await station.launch({ env: { DATA_IN_THE_CLEAR: '', ...keyring.env }, keyring: true }));
    const page = await launch();
    await button(page.getByRole('alertdialog'), words('data.recovery.later')).click();
    await linkTenant(page, station.whatsapp.addPhone({ number: '972501234567' }), 'flowers', 'Flowers');
    await addTenant(page, 'bread', 'Bread');
    const env = { ...keyring.env, DATABASE_URL, DATA_KEY_FILE };

    const open = await move(env);
    expect(open).toMatchObject({ code: 2, printed: '' });
    expect(open.said).toContain(`Pairing Console is open on ${station.userData} (process `);
    await station.launched.close();
    const unknown = await move({ ...env, DATABASE_URL: '' }, '--bakc', 'flowers');
    expect(unknown).toMatchObject({ code: 2, printed: '' });
    expect(unknown.said).toContain('move does not know --bakc');
    expect(unknown.said).toContain('The environment variable DATABASE_URL: is required');

    const moved = await move(env, 'flowers', 'nobody');
    expect(moved.printed).toContain('1 of 2  flowers  moved, and linked there\n');
    expect(moved.printed).toMatch(/^2 of 2 {2}nobody {2}not moved: .* has no tenant of this id$/m);
    expect(moved.code).toBe(1);
    await service.connected('flowers');
    // The desk has the other one, and no link that would take the service's.
    const desk = await launch();
    await expect(desk.getByText('Bread').first()).toBeVisible();
    await expect(desk.getByText('Flowers')).toBeHidden();
    await station.launched.close();

    expect(await move(env, '--back', 'flowers')).toMatchObject({
      code: 0,
      printed: '1 of 1  flowers  moved\n1 done\n',
    });
    const again = await launch();
    await expect
      .poll(async () => (await tenantOf(again, 'flowers'))?.session.phase, { timeout: 60_000 })
      .toBe('connected');
    await station.launched.close();
    expect(await filesInTheClear(dataFolderAt(station.userData).tenants)).toEqual([]);
    expect(station.whatsapp.phones.map(({ devices }) => devices.length)).toEqual([1]);
    expect((await service.stop()).code).toBe(0);
  } finally {
    await rig.close();
    await postgres.remove();
    await keyring.close();
  }
});
