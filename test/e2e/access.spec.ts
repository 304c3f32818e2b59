import { type Locator, type Page, expect, test } from '@playwright/test';

import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import type { MessageKey } from '../../shared/i18n/catalogue.ts';
import { bridgeOf } from './support/bridge.ts';
import { openGallery } from './support/gallery.ts';
import { launchConsole } from './support/launch.ts';
import { readQr, someLanguages, standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';

test('at 200 % in the smallest window the list and the page take turns, and the keyboard focus follows', async () => {
  const gallery = await openGallery();
  const { page } = gallery;
  const words = wordsOf('he');
  await gallery.show('stable', { language: 'he', theme: 'light', size: { width: 900, height: 600 }, zoom: 2 });
  const title = page.getByRole('heading', { level: 1 });
  const [optician, flowers] = ['אופטיקה כהן', 'הפרחים של רונית'].map((name) => page.getByRole('option', { name }));
  if (optician === undefined || flowers === undefined) throw new Error('the scene has two tenants');
  const tenants = page.getByRole('main').getByRole('button', { name: words('tenants.title'), exact: true });
  await expect(title).toBeInViewport();
  await expect(flowers).toBeHidden();

  await tenants.press('Enter');
  await expect(title).toBeHidden();
  await flowers.click();
  await expect(title).toHaveText('הפרחים של רונית');
  await expect(title).toBeInViewport();
  await expect(page.getByRole('main')).toBeFocused();

  await tenants.click();
  await expect(flowers).toBeFocused();
  await flowers.click();
  await expect(title).toBeInViewport();

  await tenants.click();
  await page.keyboard.press('Home');
  await expect(optician).toBeFocused();
  await expect(title).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(title).toHaveText('אופטיקה כהן');
  await expect(title).toBeInViewport();
  await gallery.close();
});

test('with forced colours, what is chosen looks different from what is not', async () => {
  const gallery = await openGallery();
  const { page } = gallery;
  const words = wordsOf('en');
  await page.emulateMedia({ forcedColors: 'active' });
  const looks = (target: Locator) =>
    target.evaluate((element: unknown) => {
      const { getComputedStyle } = globalThis as unknown as {
        getComputedStyle: (of: unknown) => Record<'backgroundColor' | 'borderColor' | 'outlineStyle', string>;
      };
      const { backgroundColor, borderColor, outlineStyle } = getComputedStyle(element);
      return [backgroundColor, borderColor, outlineStyle].join(' ');
    });
  await gallery.show('awaiting-scan', { language: 'en', theme: 'light' });
  const rows = page.getByRole('option');
  await rows.first().click();
  expect(await looks(rows.first())).not.toBe(await looks(rows.nth(1)));
  await page.getByRole('option', { name: 'הפרחים של רונית' }).click();
  const kinds = page
    .getByRole('main')
    .locator('label')
    .filter({ has: page.getByRole('radio') });
  expect(await looks(kinds.first())).not.toBe(await looks(kinds.nth(1)));

  await page.getByRole('button', { name: words('settings.title') }).click();
  const choice = page
    .locator('label')
    .filter({ has: page.getByRole('switch') })
    .first();
  const track = choice.locator('span > span').first().locator('..');
  const before = await looks(track);
  await choice.click();
  await expect.poll(() => looks(track)).not.toBe(before);
  await gallery.photograph('forced-colours');
  await gallery.close();
});

/** Presses Tab until the element has the focus, at most as often as a person would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not get there');
}

for (const language of someLanguages.oneWay) {
  const words = wordsOf(language);

  test(`a phone is linked with the keyboard alone, in ${language}`, async () => {
    const whatsapp = await createLoopbackWhatsApp();
    const { page, close } = await launchConsole({ whatsappUrl: whatsapp.url });
    await bridgeOf(page).preferences.set({ language });
    const button = (name: MessageKey) => page.getByRole('button', { name: words(name), exact: true });
    await tabTo(page, page.getByRole('main').getByRole('button', { name: words('tenants.add') }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: words('tenant.name') })).toBeFocused();
    await page.keyboard.type('Dana’s Flowers');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: words('tenant.id'), exact: true })).toHaveValue('danas-flowers');
    await page.keyboard.type('flowers');
    await page.keyboard.press('Enter');
    const code = await readQr(page, words);

    await tabTo(page, button('qr.enlarge'));
    await page.keyboard.press('Enter');
    const large = page.getByRole('dialog', { name: 'Dana’s Flowers' });
    await expect(large.getByRole('button', { name: words('common.close') })).toBeFocused();
    await whatsapp.addPhone({ number: '972501234567', name: 'Dana' }).scan(code);
    await expect(large).toContainText(words('standing.probation.title'));
    await page.keyboard.press('Escape');
    await expect(standing(page)).toHaveText(words('standing.probation.title'));

    await tabTo(page, page.getByRole('textbox', { name: words('test.text') }));
    const arrived = whatsapp.next('message');
    await page.keyboard.press('Enter');
    expect((await arrived).message.text).toBe(words('test.default'));
    await expect(page.getByText(words('test.sent').split('{')[0]?.trim() ?? '')).toBeVisible();
    await close();
    await whatsapp.close();
  });
}
