import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import type { Gallery, Look } from './support/gallery.ts';
import { openGallery } from './support/gallery.ts';
import { launchConsole } from './support/launch.ts';
import { readQr, standing } from './support/steps.ts';
import { stops, wordsOf } from './support/stops.ts';

const looks: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'he', theme: 'dark' },
];

test.describe('every page and dialog', () => {
  let gallery: Gallery;
  test.beforeAll(async () => {
    gallery = await openGallery();
  });
  test.afterAll(() => gallery.close());

  for (const look of looks) {
    test(`has nothing that axe finds, in ${look.language}, ${look.theme}`, async () => {
      test.setTimeout(120_000);
      for (const { name, scene, open } of stops) {
        await gallery.show(scene, look);
        await open?.(gallery.page, wordsOf(look.language));
        // The default mode needs a page of its own, which Electron refuses.
        const { violations } = await new AxeBuilder({ page: gallery.page }).setLegacyMode(true).analyze();
        const found = violations.map(({ id, impact, nodes }) => [
          id,
          impact,
          nodes.map(({ html }) => html.slice(0, 200)),
        ]);
        expect.soft(found, name).toEqual([]);
      }
    });
  }
});

test('at 200 % in the smallest window a tenant that is chosen comes into view, and the arrow keys stay in the list', async () => {
  const gallery = await openGallery();
  const { page } = gallery;
  await gallery.show('stable', { language: 'he', theme: 'light', size: { width: 900, height: 600 }, zoom: 2 });
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).not.toBeInViewport();
  const [first, second] = [page.getByRole('option').first(), page.getByRole('option').nth(1)];
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await expect(second).toBeFocused();
  await expect(title).not.toBeInViewport();
  await second.click();
  await first.click();
  await expect(title).toBeInViewport();
  await expect(title).toHaveText((await first.innerText()).split('\n')[0] ?? '');
  await gallery.close();
});

/** Walks with the Tab key, as far as a person would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not get there');
}

test('a phone is linked with the keyboard alone', async () => {
  const whatsapp = await createLoopbackWhatsApp();
  const { page, close } = await launchConsole({ whatsappUrl: whatsapp.url });
  await tabTo(page, page.getByRole('main').getByRole('button', { name: 'Add tenant' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Display name' })).toBeFocused();
  await page.keyboard.type('Flowers');
  await page.keyboard.press('Tab');
  await page.keyboard.type('flowers');
  await page.keyboard.press('Enter');
  const code = await readQr(page);

  await tabTo(page, page.getByRole('button', { name: 'Full screen' }));
  await page.keyboard.press('Enter');
  const large = page.getByRole('dialog', { name: 'Flowers' });
  await expect(large.getByRole('button', { name: 'Close' })).toBeFocused();
  await whatsapp.addPhone({ number: '972501234567', name: 'Dana' }).scan(code);
  await expect(large).toContainText('Connected, on probation');
  await page.keyboard.press('Escape');
  await expect(standing(page)).toHaveText('Connected, on probation');

  await tabTo(page, page.getByRole('textbox', { name: 'Text' }));
  const arrived = whatsapp.next('message');
  await page.keyboard.press('Enter');
  expect((await arrived).message.text).toBe('Test from Pairing Console');
  await expect(page.getByText(/WhatsApp acknowledged it/)).toBeVisible();
  await close();
  await whatsapp.close();
});
