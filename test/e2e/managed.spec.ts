import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { bridgeOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { wordsOf } from './support/stops.ts';
import { button, openSettings, scrollTo } from './support/ways.ts';

const station = useStation();
const managed = { ok: false, error: { code: 'managed' } };

/** Starts the console under a policy with this text. */
async function under(policy: string) {
  const file = path.join(station.userData, 'policy.json');
  await writeFile(file, policy);
  const { page } = await station.launch({ env: { PAIRING_CONSOLE_POLICY: file } });
  await page.getByRole('main').waitFor();
  return page;
}

for (const language of ['en', 'he'] as const) {
  test(`what an administrator decides is shown, locked, and refused to a call, in ${language}`, async () => {
    const words = wordsOf(language);
    const page = await under(
      JSON.stringify({
        language,
        proxies: { way: 'proxy', proxy: 'http://office.example:3128' },
        trustSystemCertificates: true,
        bridge: { enabled: false },
        updates: { url: 'https://updates.example/console/', protocolPacks: false },
        lock: ['webhooks'],
        hide: ['version'],
      }),
    );
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await openSettings(page, words);
    const section = (name: Parameters<typeof words>[0]) => page.getByRole('region', { name: words(name), exact: true });
    for (const name of ['settings.appearance', 'network.title', 'bridge.title'] as const) {
      await expect(section(name).getByText(words('settings.managed')).first()).toBeVisible();
    }
    await expect(section('settings.appearance').getByRole('radio', { name: 'Русский' })).toBeDisabled();
    await expect(section('network.title').getByText('http://office.example:3128')).toBeVisible();
    await expect(section('network.title').getByRole('switch', { name: words('network.trust') })).toBeDisabled();
    await expect(section('bridge.title').getByRole('switch', { name: words('bridge.enable') })).toBeDisabled();
    await expect(section('bridge.title').getByRole('textbox')).toHaveCount(0);
    await expect(section('updates.title').getByText('https://updates.example/console/')).toBeVisible();
    await expect(section('updates.title').getByRole('textbox')).toHaveCount(0);
    await expect(section('protocol.title').getByRole('switch')).toBeDisabled();
    await expect(section('protocol.title').getByRole('switch')).not.toBeChecked();
    await expect(section('version.title')).toHaveCount(0);
    await page.screenshot({ path: `test-output/screenshots/managed-${language}.png` });
    await scrollTo(section('bridge.title'), 'start');
    await page.screenshot({ path: `test-output/screenshots/managed-bridge-${language}.png` });

    const { preferences, bridge, network, updates, protocol, waVersion } = bridgeOf(page);
    expect(await preferences.set({ language: 'ru' })).toEqual(managed);
    expect(await bridge.configure({ enabled: true })).toEqual(managed);
    expect(await bridge.configure({ incomingMessages: true })).toEqual(managed);
    expect(await network.configure({ way: 'direct' })).toEqual(managed);
    expect(await network.configure({ trustSystem: false })).toEqual(managed);
    expect(await updates.configure({ url: null })).toEqual(managed);
    expect(await protocol.use({ on: true })).toEqual(managed);
    expect(await waVersion.pin({ version: '2.3000.1034074495' })).toEqual(managed);
    expect(await preferences.set({ theme: 'dark' })).toMatchObject({ ok: true, value: { language, theme: 'dark' } });
    expect(await network.state()).toMatchObject({ value: { settings: { way: 'proxy', trustSystem: true } } });
  });
}

for (const language of ['en', 'he'] as const) {
  test(`operators that an administrator requires come before everything else, in ${language}`, async () => {
    const words = wordsOf(language);
    const page = await under(JSON.stringify({ language, operators: { required: true, lockAfterMinutes: 2 } }));
    await expect(page.getByText(words('lock.required'))).toBeVisible();
    await expect(page.getByText(words('settings.managed'))).toBeVisible();
    await page.screenshot({ path: `test-output/screenshots/managed-operators-${language}.png` });
    const { console, session, operators } = bridgeOf(page);
    expect(await console.state()).toEqual({ ok: false, error: { code: 'locked' } });
    expect(await session.start({ tenantId: 'shop' })).toEqual({ ok: false, error: { code: 'locked' } });

    await button(page, words('lock.required.add')).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words('operators.name'), { exact: true }).fill('Noa');
    for (const label of ['operators.pin', 'operators.pin.again'] as const) {
      await dialog.getByLabel(words(label), { exact: true }).fill('271828');
    }
    await button(dialog, words('operators.add.submit')).click();
    await openSettings(page, words);
    const section = page.getByRole('region', { name: words('operators.title'), exact: true });
    await expect(section.getByText(words('settings.managed'))).toBeVisible();
    await scrollTo(section, 'start');
    await page.screenshot({ path: `test-output/screenshots/managed-operators-settings-${language}.png` });
    expect(await operators.lockAfter({ minutes: 60 })).toEqual(managed);
    const state = await operators.state();
    if (!state.ok || state.value.kind !== 'signed-in') throw new Error('somebody is signed in');
    expect(state.value.lockMinutes).toBe(2);
    expect(await operators.remove({ id: state.value.current.id })).toEqual(managed);
  });
}

test('a damaged policy decides nothing, and the window says so', async () => {
  const page = await under('{"bridge": {"enabled": "no"}}');
  const words = wordsOf('en');
  await expect(page.getByText(words('notice.policy-damaged'))).toBeVisible();
  await page.screenshot({ path: 'test-output/screenshots/managed-damaged.png' });
  expect(await bridgeOf(page).preferences.set({ language: 'he' })).toMatchObject({ ok: true });
});
