import type { Stop } from './stops.ts';
import { button, onTenant, openSettings, scrollTo } from './ways.ts';

/** What the window says of its data folder: notices above every page, and the part of the settings about it. */
export const dataStops: readonly Stop[] = [
  { name: 'data-left-open', scene: 'data-left-open', open: onTenant() },
  {
    name: 'data-seal',
    scene: 'data-left-open',
    open: async (page, words) => {
      await button(page, words('data.open.seal')).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  { name: 'data-renewed', scene: 'data-renewed', open: onTenant() },
  {
    name: 'data-recovery',
    scene: 'data-without-code',
    open: async (page, words) => {
      await page.getByRole('alertdialog', { name: words('data.recovery.title') }).waitFor();
    },
  },
  {
    name: 'data-recovery-code',
    scene: 'data-without-code',
    open: async (page, words) => {
      await button(page, words('data.recovery.show')).click();
      await button(page, words('data.recovery.confirm')).waitFor();
    },
  },
  {
    name: 'data-recovery-later',
    scene: 'data-without-code',
    open: onTenant(async (page, words) => {
      await button(page.getByRole('alertdialog'), words('data.recovery.later')).click();
      await page.getByText(words('data.recovery.notice')).waitFor();
    }),
  },
  ...(['data-left-open', 'data-not-yet', 'data-by-passphrase'] as const).map((scene): Stop => ({
    name: `settings-${scene}`,
    scene,
    open: async (page, words) => {
      await openSettings(page, words);
      await scrollTo(page.getByRole('region', { name: words('settings.data'), exact: true }), 'start');
    },
  })),
  {
    name: 'data-passphrase',
    scene: 'data-by-passphrase',
    open: async (page, words) => {
      await openSettings(page, words);
      await button(page, words('data.passphrase.change')).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words('data.passphrase.current'), { exact: true }).fill('not that one, no');
      for (const label of ['data.passphrase.new', 'data.passphrase.again'] as const)
        await dialog.getByLabel(words(label), { exact: true }).fill('other words, not those');
      await page.keyboard.press('Enter');
      await dialog.getByRole('alert').waitFor();
    },
  },
  {
    name: 'data-new-key',
    scene: 'data-by-passphrase',
    open: async (page, words) => {
      await openSettings(page, words);
      await button(page, words('data.key.renew')).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
];
