import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { type UpdateServer, createUpdateServer, tamper } from '../support/update-server.ts';
import { useStation } from './support/station.ts';
import { addTenant, readQr } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button, openSettings, scrollTo } from './support/ways.ts';

const station = useStation();
let server: UpdateServer;

test.beforeEach(async () => {
  server = await createUpdateServer();
});
test.afterEach(() => server.close());

/** Stands in for an AppImage: one file that can be started. It notes its name and its arguments. */
const program = (version: string) => `#!/bin/sh\necho "${version} $*" > "$0.started"\n`;

async function publish(): Promise<void> {
  await server.publish({
    version: '9.2.0',
    rollout: 100,
    changes: { en: 'Links come back faster.', he: 'קישורים חוזרים מהר יותר.' },
    files: [await server.installer('Console-9.2.0.AppImage', program('9.2.0'))],
  });
}

async function launch() {
  const appImage = path.join(station.userData, 'Console.AppImage');
  const key = path.join(station.userData, 'key.pem');
  await writeFile(appImage, program('0.1.0'), { mode: 0o755 });
  await writeFile(key, server.publicKey);
  const launched = await station.launch({ env: { APPIMAGE: appImage, PAIRING_CONSOLE_UPDATE_KEY: key } });
  return { ...launched, appImage };
}

test('a new version is found, waits while a phone is being linked, and is there after a restart', async () => {
  await publish();
  const { app, page, appImage } = await launch();
  const words = wordsOf('en');
  await addTenant(page, 'shop', 'Corner shop');
  await readQr(page);
  await openSettings(page, words);
  const section = page.getByRole('region', { name: words('updates.title'), exact: true });
  await section.getByRole('textbox').fill(server.url);
  await section.getByRole('textbox').press('Enter');
  await expect(section.getByText('Links come back faster.')).toBeVisible();
  await expect(page.getByText(words('notice.update-ready'))).toBeVisible();
  await scrollTo(section, 'start');
  await page.screenshot({ path: 'test-output/screenshots/update-ready.png' });

  await button(section, words('updates.restart')).click();
  await expect(section.getByText(words('error.update-while-linking'))).toBeVisible();
  expect(await readFile(appImage, 'utf8')).toBe(program('0.1.0'));

  await page.evaluate("pairingConsole.session.disconnect({ tenantId: 'shop' })");
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await button(section, words('updates.restart')).click();
  await ended;
  expect(await readFile(appImage, 'utf8')).toBe(program('9.2.0'));
  await expect
    .poll(() => readFile(`${appImage}.started`, 'utf8').catch(() => ''), { timeout: 10_000 })
    .toContain('9.2.0');
});

test('a tampered file is refused in words, in each direction', async () => {
  await publish();
  await tamper(path.join(server.folder, 'Console-9.2.0.AppImage'));
  const { page, appImage } = await launch();
  for (const language of ['en', 'he'] as const) {
    const words = wordsOf(language);
    await page.evaluate(`pairingConsole.preferences.set({ language: '${language}' })`);
    await openSettings(page, words);
    const section = page.getByRole('region', { name: words('updates.title'), exact: true });
    if (language === 'en') {
      await section.getByRole('textbox').fill(server.url);
      await section.getByRole('textbox').press('Enter');
    } else {
      await button(section, words('updates.look')).click();
    }
    await expect(section.getByText(words('error.update-tampered'))).toBeVisible();
    await scrollTo(section, 'start');
    await page.screenshot({ path: `test-output/screenshots/update-tampered-${language}.png` });
  }
  expect(await readFile(appImage, 'utf8')).toBe(program('0.1.0'));
});

test('without a key there are no updates, and the window says so', async () => {
  const { page } = await station.launch();
  const words = wordsOf('en');
  await openSettings(page, words);
  await expect(page.getByText(words('updates.off.no-key'))).toBeVisible();
});
