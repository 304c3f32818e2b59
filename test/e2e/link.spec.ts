import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import type { MessageKey } from '../../renderer/i18n/catalogues.ts';
import type { EvidenceStep } from '../../shared/proof.ts';
import { bridgeOf } from './support/bridge.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { addTenant, readQr, standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';

let whatsapp: LoopbackWhatsApp;
let userData: string;
let launched: LaunchedConsole;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
  launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
});
test.afterEach(async () => {
  await launched.close();
  expect(whatsapp.violations).toEqual([]);
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

const picture = (name: string) => ({ path: `test-output/screenshots/${name}.png` });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

for (const language of ['en', 'he'] as const) {
  const words = wordsOf(language);
  /** What a text says before its first value. */
  const stem = (key: MessageKey) => words(key).split('{')[0]?.trim() ?? '';

  test.describe(`in ${language}`, () => {
    test.beforeEach(() => bridgeOf(launched.page).preferences.set({ language }));

    test('a phone that scans the picture on screen is linked, shown with proof, and still linked after a restart', async () => {
      const { page } = launched;
      const phone = whatsapp.addPhone({ number: '972501234567', name: 'Dana' });
      await page.screenshot(picture(`welcome-${language}`));
      await addTenant(page, 'flowers', 'Dana’s Flowers', words);
      const code = await readQr(page, words);
      await page.screenshot(picture(`awaiting-scan-${language}`));

      expect(await phone.scan(code)).toMatchObject({ outcome: 'linked' });
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      await expect(page.getByRole('progressbar', { name: words('probation.label') })).toBeVisible();
      const proof = page.getByRole('region', { name: words('evidence.title') });
      const step = (name: EvidenceStep) => proof.getByRole('listitem').filter({ hasText: words(`evidence.${name}`) });
      for (const name of ['account-verified', 'credentials-saved', 'new-socket', 'login-accepted'] as const) {
        await expect(step(name)).toContainText(/\d:\d\d/);
      }
      await expect(step('stable')).not.toContainText(/\d:\d\d/);
      await expect(page.getByRole('region', { name: words('account.title') })).toContainText('972•••••••67');
      await expect(page.locator('body')).not.toContainText('501234567');
      await page.screenshot(picture(`probation-${language}`));

      const arrived = whatsapp.next('message');
      await page.getByRole('textbox', { name: words('test.text') }).fill('Proof that it works');
      await button(page, words('test.send')).click();
      await expect(page.getByText(stem('test.sent'))).toBeVisible();
      expect((await arrived).message.text).toBe('Proof that it works');

      await launched.close();
      launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
      await launched.page.getByRole('option', { name: /Dana’s Flowers/ }).click();
      await expect(standing(launched.page)).toHaveText(words('standing.probation.title'));
      expect(phone.devices).toHaveLength(1);
    });

    test('a failed scan is shown with its cause, kept in the log, and followed by a fresh code', async () => {
      const { page } = launched;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      const cause = words('cause.scan-not-matching.title');
      whatsapp.misbehave({ at: 'scan', kind: 'forged-seal' }, { times: 1 });
      await addTenant(page, 'flowers', 'Flowers', words);
      const first = await readQr(page, words);
      await phone.scan(first);
      await expect(page.getByText(cause).first()).toBeVisible();
      await expect.poll(() => readQr(page, words), { timeout: 10_000 }).not.toBe(first);
      await expect(page.getByText(cause).first()).toBeVisible();
      await page.screenshot(picture(`failed-scan-${language}`));

      await button(page, words('log.title')).click();
      const row = page.getByRole('row').filter({ hasText: cause });
      await expect(row).toHaveCount(1);
      await expect(row).toContainText('500');
      await expect(row).toContainText('Flowers');
      await page.screenshot(picture(`failure-log-${language}`));
    });

    test('a secret that WhatsApp retires is drawn anew at once, and the window asks to scan once more', async () => {
      const { page } = launched;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      whatsapp.misbehave({ at: 'scan', kind: 'retire-secret' }, { times: 1 });
      await addTenant(page, 'flowers', 'Flowers', words);
      const first = await readQr(page, words);
      expect(await phone.scan(first)).toEqual({ outcome: 'secret-retired' });
      await expect(page.getByRole('status').filter({ hasText: words('qr.rescan') })).toBeVisible();
      await page.screenshot(picture(`scan-once-more-${language}`));
      const second = await readQr(page, words);
      const secretOf = (code: string) => code.split('#')[1]?.split(',')[3];
      expect(second.replace(secretOf(second) ?? '', '')).toBe(first.replace(secretOf(first) ?? '', ''));
      const saved = await readFile(path.join(userData, 'storage/whatsapp/flowers/auth/creds.json'), 'utf8');
      expect(JSON.parse(saved)).toMatchObject({ advSecretKey: secretOf(second) });
      await expect(page.getByRole('alert')).toHaveCount(0);

      expect(await phone.scan(second)).toMatchObject({ outcome: 'linked' });
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      await button(page, words('log.title')).click();
      await expect(page.getByText(words('log.empty'))).toBeVisible();
    });

    test('a relink says what it sets aside, closes the old link and shows a fresh code', async () => {
      const { page } = launched;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      await addTenant(page, 'flowers', 'Flowers', words);
      const first = await readQr(page, words);
      await phone.scan(first);
      await expect(standing(page)).toHaveText(words('standing.probation.title'));

      await button(page, words('action.relink')).click();
      const dialog = page.getByRole('alertdialog');
      await expect(dialog).toContainText(words('relink.deletes'));
      await page.screenshot(picture(`relink-${language}`));
      await dialog.getByRole('button', { name: words('relink.submit') }).click();
      await expect(standing(page)).toHaveText(words('standing.awaiting-scan.title'));
      const second = await readQr(page, words);
      expect(second).not.toBe(first);
      await phone.scan(second);
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      expect(whatsapp.counts.live).toBe(1);
    });

    test('a link that the phone withdraws stops being called connected at once', async () => {
      const { page } = launched;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      await addTenant(page, 'flowers', 'Flowers', words);
      await phone.scan(await readQr(page, words));
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      phone.unlink(phone.devices[0]?.jid ?? '');
      await expect(page.getByText(words('cause.device-removed.title')).first()).toBeVisible();
      await expect(standing(page)).toHaveText(words('standing.awaiting-scan.title'));
    });
  });
}

test('twenty starts at once still are one socket and one code', async () => {
  const { page } = launched;
  await addTenant(page, 'flowers', 'Flowers');
  await page.evaluate(
    `Promise.all(Array.from({ length: 20 }, () => window.pairingConsole.session.start({ tenantId: 'flowers' })))`,
  );
  const code = await readQr(page);
  expect(await readQr(page)).toBe(code);
  expect(whatsapp.counts).toMatchObject({ connections: 1, live: 1 });
});
