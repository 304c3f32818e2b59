import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { type Locator, expect, test } from '@playwright/test';

import { packName } from '../../shared/protocol-pack-rules.ts';
import type { ProtocolPack } from '../../shared/protocol-pack.ts';
import { type UpdateServer, createUpdateServer, tamper } from '../support/update-server.ts';
import { useStation } from './support/station.ts';
import { addTenant, readQr, showTenant } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button, openSettings, scrollTo } from './support/ways.ts';

const station = useStation();
let server: UpdateServer;

test.beforeEach(async () => {
  server = await createUpdateServer();
});
test.afterEach(() => server.close());

const pack: ProtocolPack = {
  number: 7,
  made: '2026-11-30',
  program: { from: '0.1.0', to: '99.0.0' },
  why: { en: 'WhatsApp wants another name.', he: 'WhatsApp מבקשת שם אחר.' },
  browser: { name: 'Edge', system: 'Windows' },
  patience: { dialMs: 60_000 },
};

/** Starts the console with the server's address and key. `section`: what the settings say of the pack. */
async function launch(language: 'en' | 'he' = 'en') {
  const key = path.join(station.userData, 'key.pem');
  await writeFile(key, server.publicKey);
  const { page } = await station.launch({ env: { PAIRING_CONSOLE_UPDATE_KEY: key } });
  const words = wordsOf(language);
  if (language !== 'en') await page.evaluate(`pairingConsole.preferences.set({ language: '${language}' })`);
  const region = (name: Parameters<typeof words>[0]) => page.getByRole('region', { name: words(name), exact: true });
  const open = async () => openSettings(page, words);
  await open();
  const address = region('updates.title').getByRole('textbox');
  await address.fill(server.url);
  await address.press('Enter');
  const look = () => button(region('updates.title'), words('updates.look')).click();
  return { page, words, open, look, section: region('protocol.title') };
}
const kindOfClient = (qr: string) => qr.split(',').at(-1);
const shows = (section: Locator, text: string | RegExp) => expect(section.getByText(text)).toBeVisible();

test('a pack waits while a code is on screen, counts from the next one on, and is taken back', async () => {
  const { page, words, open, look, section } = await launch();
  await shows(section, words('protocol.own'));
  await addTenant(page, 'shop', 'Corner shop');
  const before = kindOfClient(await readQr(page));
  await server.publishPack(pack);
  await open();
  await look();
  await shows(section, /Pack.*7.*as soon as/u);
  await button(section, words('protocol.back')).waitFor({ state: 'detached' });

  await page.evaluate("pairingConsole.session.disconnect({ tenantId: 'shop' })");
  // The program looks every five seconds whether the phone is still being linked.
  await expect(section.getByText(/Edge \(Windows\)/u)).toBeVisible({ timeout: 20_000 });
  await shows(section, 'WhatsApp wants another name.');
  await scrollTo(section, 'start');
  await page.screenshot({ path: 'test-output/screenshots/protocol-pack.png' });
  await page.evaluate("pairingConsole.session.start({ tenantId: 'shop' })");
  await showTenant(page, 'Corner shop');
  expect(kindOfClient(await readQr(page))).not.toBe(before);

  await open();
  await button(section, words('protocol.back')).click();
  await expect(section.getByRole('alert')).toHaveText(words('error.pack-while-linking'));
  await page.evaluate("pairingConsole.session.disconnect({ tenantId: 'shop' })");
  await button(section, words('protocol.back')).click();
  await shows(section, words('protocol.own'));
  await page.evaluate("pairingConsole.session.start({ tenantId: 'shop' })");
  await showTenant(page, 'Corner shop');
  expect(kindOfClient(await readQr(page))).toBe(before);
});

for (const language of ['en', 'he'] as const) {
  test(`a tampered, an old, a large and an unbounded pack are refused in words, in ${language}`, async () => {
    await server.publishPack(pack);
    const { page, words, look, section } = await launch(language);
    await shows(section, pack.why[language] ?? pack.why.en);
    const refusals: readonly (readonly [Parameters<typeof words>[0], () => Promise<void>])[] = [
      ['error.pack-old', () => server.publishPack({ ...pack, number: 6 })],
      ['error.pack-out-of-bounds', () => server.publishPack({ ...pack, number: 8, patience: { cooldownMs: 1 } })],
      ['error.pack-too-large', () => writeFile(path.join(server.folder, packName), 'x'.repeat(70_000))],
      [
        'error.pack-unsigned',
        async () => {
          await server.publishPack({ ...pack, number: 9 });
          await tamper(path.join(server.folder, packName));
        },
      ],
    ];
    for (const [key, offer] of refusals) {
      await offer();
      await look();
      // Up to the value that stands in the sentence.
      await expect(section.getByRole('alert')).toContainText(words(key).split('{')[0] ?? '');
      await shows(section, pack.why[language] ?? pack.why.en);
    }
    await scrollTo(section, 'end');
    await page.screenshot({ path: `test-output/screenshots/protocol-pack-refused-${language}.png` });
  });
}
