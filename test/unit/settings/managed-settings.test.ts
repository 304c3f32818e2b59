import { expect, test } from 'vitest';

import { readDesktopEnvironment } from '../../../electron/console/environment.ts';
import { managedEnvironment, managedSettings } from '../../../electron/settings/managed-settings.ts';
import type { SettingsFile } from '../../../electron/settings/settings-file.ts';
import { createSettings } from '../../../electron/settings/settings.ts';
import type { Policy } from '../../../shared/managed.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

const chosen: SettingsFile = {
  preferences: { language: 'ru', theme: 'dark' },
  bridge: { enabled: true, port: 4000, backendUrl: 'https://own.example/' },
  network: { way: 'direct', trustSystem: true },
  waVersion: '2.3000.1000000001',
};

/** Settings under a policy, over a file in which somebody has chosen otherwise. */
function under(policy: Policy) {
  let file: SettingsFile = chosen;
  const settings = createSettings({
    path: '/settings.json',
    openStore: () => ({ read: () => file, write: (next) => void (file = next) }),
    clock: createFakeClock(),
    logger: silentLogger,
    onNotice: () => undefined,
  });
  return { settings: managedSettings(settings, policy), file: () => file };
}

const everything: Policy = {
  language: 'he',
  bridge: { enabled: false, port: 3300 },
  webhooks: { backendUrl: null },
  proxies: { way: 'system' },
  trustSystemCertificates: false,
  version: null,
};

test('what the policy decides stands in the place of what was chosen, and the rest stays', () => {
  const { settings } = under(everything);
  expect(settings.preferences()).toMatchObject({ language: 'he', theme: 'dark' });
  expect(settings.bridge()).toMatchObject({ enabled: false, port: 3300, backendUrl: null, host: '127.0.0.1' });
  expect(settings.network()).toMatchObject({ way: 'system', trustSystem: false, direct: [] });
  expect(settings.waVersionPin()).toBeUndefined();
});

test('what is locked is not written, so that everybody’s own choice outlives the policy', () => {
  const { settings, file } = under(everything);
  const heard: string[] = [];
  settings.onPreferences(({ language }) => heard.push(language));
  expect(settings.setPreferences({ language: 'ar', theme: 'light' })).toMatchObject({ language: 'he', theme: 'light' });
  settings.setBridge({ ...settings.bridge(), enabled: true, port: 5000, backendUrl: 'https://evil.example/' });
  settings.setNetwork({ ...settings.network(), way: 'direct', trustSystem: true });
  settings.setWaVersionPin('2.3000.1000000003');
  expect(file()).toMatchObject({ ...chosen, preferences: { language: 'ru', theme: 'light' } });
  expect(heard).toEqual(['he']);
});

test('a lock without a value leaves what was chosen, and what is not locked can be changed', () => {
  const { settings, file } = under({ lock: ['bridge'], hide: ['certificates'] });
  expect(settings.bridge()).toMatchObject({ enabled: true, port: 4000 });
  settings.setBridge({ ...settings.bridge(), port: 5000, flapMs: 5_000 });
  settings.setNetwork({ ...settings.network(), way: 'system', trustSystem: false });
  expect(file()).toMatchObject({
    bridge: { port: 4000, flapMs: 5_000 },
    network: { way: 'system', trustSystem: true },
  });
});

test('a value of the policy goes before the environment, a lock does not', () => {
  const read = readDesktopEnvironment(
    {
      INTERNAL_SECRET: 'a secret of thirty-two characters',
      BRIDGE_PORT: '4444',
      BRIDGE_HOST: '0.0.0.0',
      BACKEND_URL: 'https://other.example/',
      NO_PROXY_FOR: 'link',
      TRUST_SYSTEM_CERTIFICATES: 'true',
      WA_VERSION: '2.3000.1000000002',
    },
    { isPackaged: true },
  );
  if (!read.ok) throw new Error(read.error.join());
  const decided = managedEnvironment(read.value, { ...everything, proxies: { direct: [] } });
  expect(decided).toMatchObject({ BRIDGE_HOST: '0.0.0.0', NO_PROXY_FOR: [] });
  for (const name of [
    'INTERNAL_SECRET',
    'BRIDGE_PORT',
    'BACKEND_URL',
    'TRUST_SYSTEM_CERTIFICATES',
    'WA_VERSION',
  ] as const) {
    expect(decided[name]).toBeUndefined();
  }
  expect(managedEnvironment(read.value, { lock: ['bridge', 'webhooks'] })).toEqual(read.value);
});
