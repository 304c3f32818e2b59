import { type Page, expect, test } from '@playwright/test';

import { tenantIdSchema } from '../../shared/tenant.ts';
import { bridgeOf, tenantOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { linkTenant, readQr, someLanguages, speak } from './support/steps.ts';
import { button } from './support/ways.ts';

const station = useStation();
test.beforeEach(() => station.launch());

const shops = [
  { id: 'bakery', name: 'Northside Bakery', number: '972501234517' },
  { id: 'flowers', name: 'הפרחים של רונית', number: '972507654323' },
  { id: 'garage', name: 'Garage', number: undefined },
] as const;

async function addShops(page: Page): Promise<void> {
  for (const { id, name, number } of shops) {
    const tenant = {
      tenantId: tenantIdSchema.parse(id),
      name,
      ...(number !== undefined && { expectedNumber: number }),
    };
    expect((await bridgeOf(page).tenants.add(tenant)).ok).toBe(true);
  }
  await expect(page.getByRole('option')).toHaveCount(shops.length);
}
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** Chooses an item of the program's menu, as its keys do. */
async function choose(id: string): Promise<void> {
  await station.app.evaluate(({ BrowserWindow, Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    item?.click({}, BrowserWindow.getAllWindows()[0], {});
  }, id);
}

/** As a scanner types, without a pause; keys that come from the test one by one are too slow on a busy machine. */
async function scan(page: Page, text: string): Promise<void> {
  // As text: the tests' own types have no DOM.
  await page.evaluate(`{
    document.activeElement.blur();
    for (const key of [...${JSON.stringify(text)}, 'Enter']) {
      const code = /[0-9]/.test(key) ? 'Digit' + key : 'Key' + key.toUpperCase();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
    }
  }`);
}

for (const language of someLanguages.oneWay) {
  test(`a tenant is found by the end of its number, by an order's text and by a scanner, in ${language}`, async () => {
    const { page } = station;
    const words = await speak(page, language);
    await addShops(page);
    await choose('palette');
    const palette = page.getByRole('dialog', { name: words('palette.title') });
    // The palette is loaded when it is first wanted.
    await expect(palette.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('4517');
    await expect(palette.getByRole('menuitem')).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(title(page, 'Northside Bakery')).toBeVisible();
    await expect(palette).toBeHidden();

    const search = page.getByRole('searchbox', { name: words('list.search') });
    await search.fill('Order 77: 2 phones, 050-765-4323, before noon');
    await expect(page.getByRole('option')).toHaveCount(1);
    await search.press('Enter');
    await expect(title(page, 'הפרחים של רונית')).toBeVisible();
    await search.fill('');

    await scan(page, 'garage');
    await expect(title(page, 'Garage')).toBeVisible();
    await scan(page, '0501234517');
    await expect(title(page, 'Northside Bakery')).toBeVisible();
    await scan(page, 'unknown');
    await expect(palette.getByRole('searchbox')).toHaveValue('unknown');
  });
}

test('single keys go through the list, show a code and make it large, and stay out of fields', async () => {
  const { page } = station;
  const words = await speak(page, 'en');
  await addShops(page);
  await page.getByRole('option', { name: /Garage/ }).click();
  await page.keyboard.press('j');
  await expect(title(page, 'Northside Bakery')).toBeVisible();
  await page.keyboard.press('k');
  await expect(title(page, 'Garage')).toBeVisible();
  await page.keyboard.press('q');
  await readQr(page, words);
  await page.keyboard.press('f');
  const large = page.getByRole('dialog', { name: 'Garage' });
  await expect(large).toBeVisible();
  await expect.poll(() => page.evaluate("document.activeElement?.closest('[role=dialog]') !== null")).toBe(true);
  await page.keyboard.press('q');
  await page.keyboard.press('Escape');
  await expect(large).toBeHidden();
  await page.keyboard.press('n');
  await expect(title(page, 'Northside Bakery')).toBeVisible();
  await page.getByRole('searchbox').press('q');
  await page.getByRole('searchbox').press('Escape');
  // The same key outside the field, of the next tenant, shows a code: the field has kept it from this one.
  await title(page, 'Northside Bakery').click();
  await page.keyboard.press('j');
  await expect(title(page, 'הפרחים של רונית')).toBeVisible();
  await page.keyboard.press('q');
  await readQr(page, words);
  expect((await tenantOf(page, tenantIdSchema.parse('bakery')))?.session.phase).toBe('idle');

  // The kind of phone that was chosen last outlives a start.
  await page.getByRole('option', { name: /Garage/ }).click();
  await page.getByText(words('guide.iphone'), { exact: true }).click();
  const { page: again } = await station.launch();
  await again.getByRole('option', { name: /Garage/ }).click();
  await expect(again.getByRole('radio', { name: words('guide.iphone') })).toBeChecked();
});

for (const language of someLanguages.otherWay) {
  test(`today's figures follow a link, and they and the customer's slip are printed, in ${language}`, async () => {
    const { page, whatsapp } = station;
    const words = await speak(page, language);
    await linkTenant(page, whatsapp.addPhone({ number: '972501234517', name: 'Dana' }), 'shop', 'Shop', words);
    await bridgeOf(page).tenants.add({ tenantId: tenantIdSchema.parse('next'), name: 'Next' });
    await button(page, words('shift.title')).click();
    const figure = (name: 'linked' | 'failed' | 'waiting') =>
      page
        .getByRole('main')
        .getByRole('definition')
        .and(page.locator(`[data-name=${name}] dd`));
    await expect(figure('linked')).toHaveText('1');
    await expect(figure('failed')).toHaveText('0');
    await expect(figure('waiting')).toHaveText('1');

    // What is on paper while the system asks how to print it.
    const printed = await station.app.evaluateHandle(({ BrowserWindow }) => {
      const pages: string[] = [];
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) throw new Error('no window');
      contents.print = (_options, done) => {
        void contents
          .executeJavaScript(`document.querySelector('[data-print-sheet]').textContent`)
          .then((text: string) => {
            pages.push(text);
            done?.(true, '');
          });
      };
      return pages;
    });
    await button(page, words('shift.print')).click();
    await expect.poll(() => printed.evaluate((pages) => pages.length)).toBe(1);
    await page.getByRole('main').getByText(words('slip.print'), { exact: true }).click();
    await expect.poll(() => printed.evaluate((pages) => pages.length)).toBe(2);
    const [day = '', slip = ''] = await printed.evaluate((pages) => pages);
    for (const text of [day, slip]) {
      expect(text).toContain('Shop');
      expect(text).toMatch(/972•+17/);
      expect(text).not.toContain('501234517');
    }
    expect(slip).toContain(words('slip.unlink'));
    await expect(page.locator('[data-print-sheet]')).toHaveCount(0);
  });
}
