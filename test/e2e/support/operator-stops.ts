import type { Stop } from './stops.ts';
import { button, onTenant, openBridge, openSettings, scrollTo } from './ways.ts';

/** The lock, the operators in the settings, and the window of somebody who may look. */
export const operatorStops: readonly Stop[] = [
  { name: 'lock', scene: 'locked' },
  { name: 'lock-unreadable', scene: 'operators-unreadable' },
  { name: 'operators-required', scene: 'operators-required' },
  {
    name: 'operators-required-first',
    scene: 'operators-required',
    open: async (page, words) => {
      await button(page, words('lock.required.add')).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'operators-managed',
    scene: 'operators-managed',
    open: async (page, words) => {
      await openSettings(page, words);
      await scrollTo(page.getByRole('region', { name: words('operators.title') }), 'start');
    },
  },
  {
    name: 'lock-wrong-pin',
    scene: 'locked',
    open: async (page, words) => {
      await page.getByLabel(words('lock.pin'), { exact: true }).fill('000000');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'operators',
    scene: 'operators',
    open: async (page, words) => {
      await openSettings(page, words);
      await scrollTo(page.getByRole('region', { name: words('operators.title') }), 'start');
    },
  },
  {
    name: 'operator-new',
    scene: 'operators',
    open: async (page, words) => {
      await openSettings(page, words);
      await button(page, words('operators.add')).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words('operators.pin'), { exact: true }).fill('123456');
      await page.keyboard.press('Enter');
      await dialog.getByText(words('operators.pin.simple')).waitFor();
    },
  },
  {
    name: 'own-pin',
    scene: 'looking',
    open: async (page, words) => {
      await openSettings(page, words);
      await button(page, words('operators.own.change')).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words('operators.own.current'), { exact: true }).fill('000000');
      for (const label of ['operators.own.new', 'operators.pin.again'] as const)
        await dialog.getByLabel(words(label), { exact: true }).fill('161803');
      await page.keyboard.press('Enter');
      await dialog.getByRole('alert').waitFor();
    },
  },
  { name: 'looking', scene: 'looking', open: onTenant() },
  { name: 'looking-settings', scene: 'looking', open: openSettings },
  {
    name: 'bridge-keys-damaged',
    scene: 'bridge-keys-damaged',
    open: async (page, words) => {
      await openBridge(page, words);
      await scrollTo(page.getByRole('region', { name: words('bridge.keys'), exact: true }), 'start');
    },
  },
];
