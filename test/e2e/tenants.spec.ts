import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { bridgeOf } from './support/bridge.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';

let launched: LaunchedConsole;
test.beforeEach(async () => {
  launched = await launchConsole();
});
test.afterEach(() => launched.close());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

for (const language of ['en', 'he'] as const) {
  const words = wordsOf(language);
  /** Without what is filled in: enough to find the text by. */
  const stem = (key: Parameters<typeof words>[0]) =>
    words(key)
      .split(/[{“”"]/)[0]
      ?.trim() ?? '';

  async function openPractice(): Promise<Page> {
    const opened = launched.app.waitForEvent('window');
    await press(launched.page, words('welcome.practise'));
    const practice = await opened;
    await expect(practice.getByText(words('practice.detail'))).toBeVisible();
    return practice;
  }

  async function addTenant(page: Page, id: string, name: string): Promise<void> {
    await page
      .getByRole('main')
      .getByRole('button', { name: words('tenants.add'), exact: true })
      .click();
    await page.getByRole('dialog').getByLabel(words('tenant.name')).fill(name);
    await page.getByRole('dialog').getByLabel(words('tenant.id'), { exact: true }).fill(id);
    await press(page, words('tenant.add.submit'));
    await expect(page.getByRole('img', { name: words('qr.label') })).toBeVisible();
  }

  test(`a newcomer practises a link, a refusal and its log, in ${language}`, async () => {
    await bridgeOf(launched.page).preferences.set({ language });
    const practice = await openPractice();
    await addTenant(practice, 'flowers', 'Flowers');

    await press(practice, words('practice.reject-next'));
    await press(practice, words('practice.scan'));
    await expect(practice.getByText(stem('practice.outcome.rejected'))).toBeVisible();
    const cause = words('cause.rejected-after-scan.title');
    await expect(practice.getByRole('region', { name: cause })).toBeVisible();
    await expect(practice.getByRole('img', { name: words('qr.label') })).toBeVisible();

    await press(practice, words('practice.scan'));
    await expect(standing(practice)).toHaveText(words('standing.probation.title'));
    await press(practice, words('test.send'));
    await expect(practice.getByRole('complementary')).toContainText(words('test.default'));

    await press(practice, words('log.title'));
    await practice.getByRole('rowheader', { name: cause }).click();
    await practice
      .getByRole('dialog')
      .getByRole('button', { name: words('common.copy') })
      .click();
    await expect(practice.getByRole('button', { name: words('common.copied') })).toBeVisible();
    const copied = await launched.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toContain('rejected-after-scan');
    expect(copied.startsWith(words('practice.name'))).toBe(true);
    await practice.keyboard.press('Escape');

    await practice.close();
    await expect(launched.page.getByRole('heading', { name: words('welcome.title') })).toBeVisible();
  });

  test(`a list is imported, found, filtered, a tenant renamed, and a removal undone, in ${language}`, async () => {
    const { page, userData } = launched;
    await bridgeOf(page).preferences.set({ language });
    const file = path.join(userData, 'list.csv');
    // As a spreadsheet on a Hebrew Windows saves it: "שם" in the old code page.
    await writeFile(file, Buffer.from('id;name\r\nroses;Rosie\r\ncon;Bad\r\nlily;\xf9\xed\r\n', 'latin1'));
    await page
      .getByRole('navigation')
      .getByRole('button', { name: words('import.open') })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(file);
    await expect(dialog.getByRole('row').nth(1)).toContainText(words('tenant.id.problem.reserved-name'));
    await dialog.getByRole('button').last().click();
    await press(page, words('common.close'));
    await expect(page.getByRole('option')).toHaveCount(2);

    await page.getByRole('searchbox').fill('שם');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.getByRole('option').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('שם');
    await press(page, words('tenant.rename'));
    await page.getByRole('dialog').getByLabel(words('tenant.name')).fill('שם חדש');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('שם חדש');
    await press(page, words('tenant.remove'));
    await press(page, words('common.undo'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('שם חדש');
    await press(page, words('list.clear'));

    await press(page, words('list.options'));
    await page.getByRole('menuitemradio', { name: words('list.only.connected') }).click();
    await expect(page.getByText(words('list.empty'))).toBeVisible();
  });

  test(`settings take effect at once, and the menu leads everywhere, in ${language}`, async () => {
    const { page, app } = launched;
    await bridgeOf(page).preferences.set({ language });
    const choose = (id: string) =>
      app.evaluate(({ Menu }, item) => {
        Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
      }, id);
    await page.getByRole('main').waitFor();

    await choose('settings');
    await expect(page.getByRole('heading', { level: 1, name: words('settings.title') })).toBeVisible();
    await page.getByText(words('settings.theme.dark'), { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByText(words('settings.notifications'), { exact: true }).click();
    await expect
      .poll(async () => bridgeOf(page).preferences.get())
      .toMatchObject({ value: { notifications: false, theme: 'dark' } });
    await expect(page.getByText(launched.userData)).toBeVisible();
    await press(page, words('licences.title'));
    await expect(page.getByRole('dialog').getByText(/^react \d/)).toBeVisible();
    await page.keyboard.press('Escape');

    await choose('shortcuts');
    await expect(page.getByRole('dialog', { name: words('shortcuts.title') })).toBeVisible();
    await page.keyboard.press('Escape');
    await choose('failure-log');
    await expect(page.getByRole('heading', { level: 1, name: words('log.title') })).toBeVisible();
    await choose('add-tenant');
    await expect(page.getByRole('dialog', { name: words('tenant.add.title') })).toBeVisible();
  });
}
