import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { languages } from '../../../shared/i18n/languages.ts';
import { windowTextsOf } from '../../support/languages.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { renderApp } from '../support/render-app.tsx';

const root = document.documentElement;

async function openSettings(options: Parameters<typeof renderApp>[0] = {}) {
  const rendered = await renderApp({ tenants: [tenantView('bakery')], ...options });
  await rendered.user.click(screen.getByRole('button', { name: 'Settings' }));
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  return { ...rendered, page: within(screen.getByRole('main')) };
}

describe('settings', () => {
  it('switches to each language at once and turns the page its way', async () => {
    const { fake, user, page } = await openSettings();
    expect([root.lang, root.dir]).toEqual(['en', 'ltr']);
    for (const { code, name, direction } of [...languages].reverse()) {
      await user.click(page.getByRole('radio', { name }));
      const title = windowTextsOf(code)['settings.title'];
      expect(await screen.findByRole('heading', { level: 1, name: title })).toBeTruthy();
      expect([root.lang, root.dir]).toEqual([code, direction]);
      expect(fake.calls).toContainEqual({ channel: 'preferences.set', input: { language: code } });
    }
  });

  it('switches the colours, and gives them back to the system', async () => {
    const { user, page } = await openSettings();
    const appearance = within(page.getByRole('radiogroup', { name: 'Appearance' }));
    await user.click(appearance.getByRole('radio', { name: 'Dark' }));
    expect(root.dataset.theme).toBe('dark');
    await user.click(appearance.getByRole('radio', { name: 'System' }));
    expect(root.dataset.theme).toBeUndefined();
  });

  it('says when a choice could not be saved', async () => {
    const { fake, user, page } = await openSettings();
    fake.refuse('preferences.set', { code: 'storage-denied', place: '/config' });
    await user.click(page.getByRole('radio', { name: 'Dark' }));
    expect((await page.findByRole('alert')).textContent).toContain('/config');
  });

  it('starts with the system, stays in the tray and notifies as chosen', async () => {
    const { fake, user, page } = await openSettings();
    await user.click(page.getByRole('switch', { name: 'Open when you log in' }));
    await user.click(page.getByRole('switch', { name: 'Notifications' }));
    expect(fake.preferences()).toMatchObject({ startWithSystem: true, notifications: false, keepInTray: false });
  });

  it('shows accounts as in use once a week, unless that is switched off', async () => {
    const { fake, user, page } = await openSettings();
    const weekly = page.getByRole<HTMLInputElement>('switch', { name: 'Weekly sign of activity' });
    expect(weekly.checked).toBe(true);
    expect(page.getByText(/ten seconds/)).toBeTruthy();
    await user.click(weekly);
    expect(weekly.checked).toBe(false);
    expect(fake.preferences()).toMatchObject({ weeklyPresence: false });
  });

  it('offers no tray where the system has none, and says so', async () => {
    const { page } = await openSettings({ info: { tray: false } });
    expect(page.getByRole('switch', { name: 'Keep running in the tray' }).hasAttribute('disabled')).toBe(true);
    expect(page.getByText(/has no tray/)).toBeTruthy();
  });

  it('says where the data lies and opens the folder', async () => {
    const { fake, user, page } = await openSettings();
    expect(page.getByText('/home/staff/.config/pairing-console').getAttribute('dir')).toBe('ltr');
    fake.refuse('app.openDataFolder', { code: 'folder-not-opened', folder: '/home/staff' });
    await user.click(page.getByRole('button', { name: 'Open the folder' }));
    expect((await page.findByRole('alert')).textContent).toContain('/home/staff');
  });

  it('names its version and the packages it is made of, with their licences', async () => {
    const { user, page } = await openSettings();
    expect(page.getByText('0.1.0')).toBeTruthy();
    await user.click(page.getByRole('button', { name: 'Licences' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Licences' }));
    await user.click(await dialog.findByText('react 19.0.0'));
    expect(await dialog.findByText('MIT License')).toBeTruthy();
  });

  it('says on every page how a packed program was started for a test', async () => {
    const { page } = await openSettings({ info: { testing: ['endpoint', 'debugger'] } });
    expect(page.queryByRole('heading', { name: 'Settings' })).toBeTruthy();
    expect(screen.getByText('This program was started for a test.')).toBeTruthy();
    expect(screen.getByText('Another program can control this window.')).toBeTruthy();
  });

  it('leaves the system alone in practice', async () => {
    const { page } = await openSettings({ info: { practice: true } });
    expect(page.queryByRole('switch', { name: 'Open when you log in' })).toBeNull();
    expect(page.queryByRole('button', { name: 'Open the folder' })).toBeNull();
  });

  it('follows a choice made elsewhere', async () => {
    const { fake } = await renderApp({ tenants: [tenantView('bakery')] });
    act(() => {
      fake.publish.preferences.changed({ ...fake.preferences(), language: 'he', theme: 'light' });
    });
    expect(root.dir).toBe('rtl');
    expect(root.dataset.theme).toBe('light');
  });
});
