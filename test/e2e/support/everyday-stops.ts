import type { Stop } from './stops.ts';
import { button, openBridge, openLog, openSettings, scrollTo, showList } from './ways.ts';

/** The palette, today's figures, guided practice, the list in its other density, keys of the bridge, and the audit. */
export const everydayStops: readonly Stop[] = [
  {
    name: 'palette',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await page.evaluate(`fake.publish.app.command({ name: 'palette' })`);
      await page.getByRole('dialog', { name: words('palette.title') }).waitFor();
    },
  },
  {
    name: 'palette-found',
    scene: 'many',
    open: async (page, words) => {
      await page.evaluate(`fake.publish.app.command({ name: 'palette' })`);
      await page.getByRole('dialog', { name: words('palette.title') }).waitFor();
      await page.getByRole('dialog').getByRole('searchbox').fill('number 99');
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'shift',
    scene: 'log',
    open: async (page, words) => {
      await showList(page, words);
      await button(page, words('shift.title')).click();
      await page.getByRole('heading', { level: 1, name: words('shift.title') }).waitFor();
    },
  },
  {
    name: 'shift-empty',
    scene: 'many',
    open: async (page, words) => {
      await showList(page, words);
      await button(page, words('shift.title')).click();
      await page.getByText(words('shift.nothing')).waitFor();
    },
  },
  {
    name: 'log-narrowed',
    scene: 'log',
    open: async (page, words) => {
      await openLog(page, words);
      await button(page, words('chart.as-table')).click();
      await page
        .getByRole('region', { name: words('chart.table') })
        .getByRole('button')
        .first()
        .click();
      await button(page, words('chart.as-chart')).click();
      await button(page, words('list.clear')).waitFor();
    },
  },
  {
    name: 'exercises-done',
    scene: 'practice',
    open: async (page, words) => {
      await page.evaluate(
        `fake.client.preferences.set({ exercises: ['link', 'refuse', 'wrong-number', 'expired', 'passkey', 'unlink'] })`,
      );
      await page.getByText(words('exercise.all')).waitFor();
    },
  },
  {
    name: 'compact',
    scene: 'awaiting-scan',
    open: async (page, words) => {
      await openSettings(page, words);
      await page.getByText(words('settings.density.compact'), { exact: true }).click();
      await showList(page, words);
      await page.locator('[data-density=compact]').waitFor();
    },
  },
  {
    name: 'audit',
    scene: 'bridge',
    open: async (page, words) => {
      await openSettings(page, words);
      await button(page, words('audit.title')).click();
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'bridge-keys',
    scene: 'bridge',
    open: async (page, words) => {
      await openBridge(page, words);
      await scrollTo(page.getByRole('region', { name: words('bridge.keys'), exact: true }), 'start');
    },
  },
  {
    name: 'bridge-new-key',
    scene: 'bridge',
    open: async (page, words) => {
      await openBridge(page, words);
      await button(page, words('bridge.keys.new')).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words('bridge.keys.tenants'), { exact: true }).fill('b!');
      await page.keyboard.press('Enter');
      await dialog.getByText(words('bridge.keys.name.empty')).waitFor();
    },
  },
  {
    name: 'bridge-made-key',
    scene: 'bridge',
    open: async (page, words) => {
      await openBridge(page, words);
      await button(page, words('bridge.keys.new')).click();
      await page.keyboard.type('Shop');
      await page.keyboard.press('Enter');
      await page.getByRole('alertdialog').waitFor();
    },
  },
];
