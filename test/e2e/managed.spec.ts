import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { bridgeOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { wordsOf } from './support/stops.ts';
import { openSettings, scrollTo } from './support/ways.ts';

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
    await expect(section('version.title')).toHaveCount(0);
    await page.screenshot({ path: `test-output/screenshots/managed-${language}.png` });
    await scrollTo(section('bridge.title'), 'start');
    await page.screenshot({ path: `test-output/screenshots/managed-bridge-${language}.png` });

    const { preferences, bridge, network, waVersion } = bridgeOf(page);
    expect(await preferences.set({ language: 'ru' })).toEqual(managed);
    expect(await bridge.configure({ enabled: true })).toEqual(managed);
    expect(await bridge.configure({ incomingMessages: true })).toEqual(managed);
    expect(await network.configure({ way: 'direct' })).toEqual(managed);
    expect(await network.configure({ trustSystem: false })).toEqual(managed);
    expect(await waVersion.pin({ version: '2.3000.1034074495' })).toEqual(managed);
    expect(await preferences.set({ theme: 'dark' })).toMatchObject({ ok: true, value: { language, theme: 'dark' } });
    expect(await network.state()).toMatchObject({ value: { settings: { way: 'proxy', trustSystem: true } } });
  });
}

test('a damaged policy decides nothing, and the window says so', async () => {
  const page = await under('{"bridge": {"enabled": "no"}}');
  const words = wordsOf('en');
  await expect(page.getByText(words('notice.policy-damaged'))).toBeVisible();
  await page.screenshot({ path: 'test-output/screenshots/managed-damaged.png' });
  expect(await bridgeOf(page).preferences.set({ language: 'he' })).toMatchObject({ ok: true });
});
