import type { Page } from '@playwright/test';

import type { Stop } from './stops.ts';
import { type Words, showList } from './ways.ts';

/** Linking mode, and several tenants at once. */
export const queueStops: readonly Stop[] = [
  {
    name: 'linking-mode',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await page.evaluate(
        `fake.client.linking.begin({ tenantIds: ['flower-shop', 'school-kfar-saba', 'optics', 'garage'] })`,
      );
      await page.getByRole('heading', { level: 1, name: words('linking.title') }).waitFor();
      await page.getByRole('img', { name: words('qr.label') }).waitFor();
    },
  },
  ...(['4', '9', 'any-phone'] as const).map((choice) => ({
    name: `wall-${choice}`,
    scene: 'awaiting-scan',
    open: async (page: Page, words: Words) => {
      await page.evaluate(
        `fake.client.linking.begin({ tenantIds: ['flower-shop', 'school-kfar-saba', 'optics', 'garage'] })`,
      );
      await page.getByRole('heading', { level: 1, name: words('linking.title') }).waitFor();
      await page.getByText(words(`wall.way.${choice}`), { exact: true }).click();
      await page
        .getByRole('img', { name: words('qr.label') })
        .first()
        .waitFor();
    },
  })),
  {
    name: 'linking-paused',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await page.evaluate(`fake.client.linking.begin({ tenantIds: ['flower-shop', 'school-kfar-saba'] })`);
      await page.getByRole('button', { name: words('linking.pause') }).click();
      await page.getByRole('heading', { name: words('linking.paused.by-person') }).waitFor();
    },
  },
  {
    name: 'selection',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await showList(page, words);
      await page.getByRole('option').first().click();
      await showList(page, words);
      await page.getByRole('option').first().focus();
      await page.keyboard.press('Control+a');
      const toPage = page.getByRole('navigation').locator('button[data-look="primary"]');
      const exported = page.getByRole('button', { name: words('selection.export') });
      await toPage.or(exported).first().waitFor();
      if (await toPage.isVisible()) await toPage.click();
      await exported.waitFor({ state: 'attached' });
    },
  },
];
