import type { Page } from '@playwright/test';

import type { Stop } from './stops.ts';
import { type Words, button, fillIn, onTenant, openLog, openSettings, scrollTo, showList } from './ways.ts';

/** As somebody on paper sees it; the next page is on screen again. */
const onPaper = (page: Page) => page.emulateMedia({ media: 'print' });

async function openCountries(page: Page, words: Words): Promise<void> {
  await fillIn(page, words, '');
  const countries = page.getByRole('combobox');
  // A page that still scrolls would close the list.
  await countries.scrollIntoViewIfNeeded();
  await countries.focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('[data-trigger=ComboBox]').waitFor();
}

/** The windows beside the main one, the sheets that are printed, and what opens over a page. */
export const windowStops: readonly Stop[] = [
  ...[
    'start-choose',
    'start-passphrase',
    'start-recover',
    'start-sealing',
    'ceremony',
    'ceremony-practice',
    'display-waiting',
    'display-4',
  ].map((name) => ({ name, scene: name })),
  {
    name: 'slip-on-paper',
    scene: 'stable',
    open: onTenant(async (page, words) => {
      await page.evaluate(`void fake.hold('app.print')`);
      await page.getByText(words('slip.print'), { exact: true }).click();
      await page.locator('[data-print-sheet]').waitFor({ state: 'attached' });
      await onPaper(page);
    }),
  },
  {
    name: 'recovery-sheet-on-paper',
    scene: 'data-without-code',
    open: async (page, words) => {
      await page.evaluate(`void fake.hold('app.print')`);
      await button(page, words('data.recovery.show')).click();
      await button(page, words('data.recovery.print')).click();
      await page.locator('[data-print-sheet]').waitFor({ state: 'attached' });
      await onPaper(page);
    },
  },
  {
    name: 'tooltip',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await showList(page, words);
      // With the keyboard, so that it stays open when the pointer goes.
      await page.keyboard.press('Tab');
      await button(page, words('tenants.add')).focus();
      await page.getByRole('tooltip').waitFor();
    },
  },
  { name: 'country-list', scene: 'awaiting-scan', open: onTenant(openCountries) },
  {
    name: 'cause-list',
    scene: 'log',
    open: async (page, words) => {
      await openLog(page, words);
      await page.getByRole('button', { name: words('log.cause') }).click();
      await page.locator('[data-trigger=Select]').waitFor();
    },
  },
  {
    name: 'linking-finished',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await page.evaluate(`fake.client.linking.begin({ tenantIds: ['flower-shop', 'school-kfar-saba'] })`);
      await page.getByRole('heading', { level: 1, name: words('linking.title') }).waitFor();
      await page.evaluate(`fake.client.linking.skip().then(() => fake.client.linking.skip())`);
      await page.locator('main section button[data-keys=R]').waitFor();
    },
  },
  {
    name: 'unassigned',
    scene: 'unassigned',
    open: onTenant((page, words) => button(page, words('wall.waiting.assign')).waitFor()),
  },
  {
    name: 'unassigned-assign',
    scene: 'unassigned',
    open: async (page, words) => {
      await button(page, words('wall.waiting.assign')).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'attempts-pause', scene: 'attempts-pause', open: onTenant() },
  { name: 'offline', scene: 'offline', open: onTenant() },
  { name: 'proxy-sign-in', scene: 'proxy-sign-in' },
  {
    name: 'network',
    scene: 'proxy-sign-in',
    open: async (page, words) => {
      await button(page.getByRole('dialog'), words('common.cancel')).click();
      await openSettings(page, words);
      await scrollTo(page.getByRole('region', { name: words('network.title'), exact: true }), 'start');
    },
  },
  {
    name: 'tenant-proxy',
    scene: 'stable',
    open: onTenant(async (page, words) => {
      await button(page, words('tenant.proxy')).click();
      await page.getByRole('dialog').waitFor();
    }),
  },
  {
    name: 'import-done',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await showList(page, words);
      await button(page, words('import.open')).click();
      await page.getByRole('dialog').getByRole('textbox').fill('id,name\nroses,Rosie\nlilies,Lily');
      await page.getByRole('dialog').locator('button[data-look=primary]').click();
      await button(page, words('import.undo')).waitFor();
    },
  },
];
