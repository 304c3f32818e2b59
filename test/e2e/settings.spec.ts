import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { type ElectronApplication, type Page, expect, test } from '@playwright/test';

import manifest from '../../package.json' with { type: 'json' };
import { languageCodes, languages } from '../../shared/i18n/languages.ts';
import { shortcuts } from '../../shared/shortcuts.ts';
import { bridgeOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { addTenant, filled, inEachLanguage, readQr, someLanguages, speak } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { withTrayHost } from './support/tray.ts';
import { type Words, button, openSettings } from './support/ways.ts';

const station = useStation();

const choose = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, item) => {
    Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
  }, id);

for (const language of someLanguages.oneWay) {
  test(`settings take effect at once, and the menu leads everywhere, in ${language}`, async () => {
    const { page, app } = await station.launch();
    const words = await speak(page, language);
    await choose(app, 'settings');
    await expect(page.getByRole('heading', { level: 1, name: words('settings.title') })).toBeVisible();
    await page.getByText(words('settings.theme.dark'), { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByText(words('settings.notifications'), { exact: true }).click();
    await expect
      .poll(async () => bridgeOf(page).preferences.get())
      .toMatchObject({ value: { notifications: false, theme: 'dark' } });

    const about = page.getByRole('region', { name: words('settings.about') });
    await expect(about).toContainText(manifest.version);
    await button(about, words('licences.title')).click();
    await expect(page.getByRole('dialog').getByText(/^react \d/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(button(about, words('licences.title'))).toBeFocused();

    await choose(app, 'shortcuts');
    const sheet = page.getByRole('dialog', { name: words('shortcuts.title') });
    for (const name of Object.keys(shortcuts) as (keyof typeof shortcuts)[]) {
      await expect(sheet.getByText(words(`shortcuts.${name}`), { exact: true })).toBeVisible();
    }
    await page.keyboard.press('Escape');
    await choose(app, 'failure-log');
    await expect(page.getByRole('heading', { level: 1, name: words('log.title') })).toBeVisible();
    await choose(app, 'diagnostics');
    await expect(page.getByRole('heading', { level: 1, name: words('diagnostics.title') })).toBeVisible();
    await choose(app, 'add-tenant');
    await expect(page.getByRole('dialog', { name: words('tenant.add.title') })).toBeVisible();
  });
}

test('the data folder is shown and opened, and the window says where the system cannot open it', async () => {
  const { page, app, userData } = await station.launch();
  const times = languageCodes.length;
  await app.evaluate(({ shell }, opens) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openPath = (folder) => Promise.resolve(opened.push(folder) > opens ? 'no program for it' : '');
  }, times);
  await openSettings(page, wordsOf('en'));
  const section = (words: Words) => page.getByRole('region', { name: words('settings.data') });
  await inEachLanguage(page, async (words) => {
    await expect(section(words).getByText(userData)).toHaveAttribute('dir', 'ltr');
    await button(section(words), words('settings.data.open')).click();
    await expect(section(words).getByRole('alert')).toHaveCount(0);
  });
  const opened = await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  expect(opened).toEqual(Array.from({ length: times }, () => userData));
  await button(section(wordsOf('en')), wordsOf('en')('settings.data.open')).click();
  await inEachLanguage(page, async (words) => {
    await expect(section(words).getByRole('alert')).toHaveText(
      filled(words('error.folder-not-opened'), { folder: userData }),
    );
  });
});

test('the language is chosen in the window, which turns around at once', async () => {
  const { page } = await station.launch();
  await addTenant(page, 'flowers', 'הפרחים של דנה');
  const code = await readQr(page);
  const list = page.getByRole('listbox');
  await openSettings(page, wordsOf('en'));
  for (const { code: language, name, direction } of [...languages].reverse()) {
    await page.getByText(name, { exact: true }).click();
    const words = wordsOf(language);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('settings.title'));
    await expect(page.getByRole('radio', { name, exact: true })).toBeChecked();
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const box = await list.boundingBox();
    expect((box?.x ?? 0) > 500).toBe(direction === 'rtl');
    await page.getByRole('option', { name: 'הפרחים של דנה' }).click();
    expect(await readQr(page, words)).toBe(code);
    await openSettings(page, words);
  }
});

test('starting with the system and staying in the tray are switched in the window', async () => {
  test.skip(process.platform !== 'linux', 'the other systems keep their lists and trays elsewhere');
  const { userData } = station;
  const env = { ...(await withTrayHost(userData)), XDG_CONFIG_HOME: path.join(userData, 'config') };
  const { page } = await station.launch({ env });
  const entry = path.join(userData, 'config', 'autostart', 'pairing-console.desktop');
  const kept = async (window: Page) => {
    const answer = await bridgeOf(window).preferences.get();
    return answer.ok ? answer.value : undefined;
  };
  await openSettings(page, wordsOf('en'));
  await inEachLanguage(page, async (words) => {
    const flip = async (name: 'startWithSystem' | 'keepInTray', on: boolean): Promise<void> => {
      await page.getByText(words(`settings.${name}`), { exact: true }).click();
      await expect(page.getByRole('switch', { name: words(`settings.${name}`) })).toBeChecked({ checked: on });
      await expect.poll(async () => (await kept(page))?.[name]).toBe(on);
    };
    await flip('startWithSystem', true);
    expect(await readFile(entry, 'utf8')).toMatch(/^Exec="[^"]+" "[^"]+"$/m);
    await flip('startWithSystem', false);
    await expect(readFile(entry)).rejects.toThrow('ENOENT');
    await flip('keepInTray', true);
    await flip('keepInTray', false);
  });
});

test('where the desktop has no tray, the switch says so', async () => {
  const { userData } = station;
  const { page } = await station.launch({ env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${userData}/no-bus` } });
  await openSettings(page, wordsOf('en'));
  await inEachLanguage(page, async (words) => {
    const tray = page.getByRole('switch', { name: words('settings.keepInTray') });
    await expect(tray).toBeDisabled();
    await expect(tray).toHaveAccessibleDescription(words('error.no-tray'));
  });
});
