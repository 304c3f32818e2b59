import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import { languageCodes } from '../../shared/i18n/languages.ts';
import type { EvidenceStep } from '../../shared/proof.ts';
import { bridgeOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import {
  addTenant,
  filled,
  inEachLanguage,
  linkTenant,
  readQr,
  showTenant,
  someLanguages,
  speak,
  standing,
  stem,
} from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { holdTime } from './support/time.ts';
import { button, openSettings } from './support/ways.ts';

const station = useStation();
test.beforeEach(() => station.launch());

const picture = (name: string) => ({ path: `test-output/screenshots/${name}.png` });

for (const language of languageCodes) {
  const words = wordsOf(language);

  test.describe(`in ${language}`, () => {
    test.beforeEach(() => speak(station.page, language));

    test('a phone that scans the picture on screen is linked, shown with proof, and still linked after a restart', async () => {
      const { page, whatsapp } = station;
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
      const account = page.getByRole('region', { name: words('account.title') });
      for (const fact of ['Dana', '972•••••••67', 'Android']) await expect(account).toContainText(fact);
      await expect(page.locator('body')).not.toContainText('501234567');
      await page.screenshot(picture(`probation-${language}`));

      const arrived = whatsapp.next('message');
      await page.getByRole('textbox', { name: words('test.text') }).fill('Proof that it works');
      await button(page, words('test.send')).click();
      await expect(page.getByText(stem(words, 'test.sent'))).toBeVisible();
      expect((await arrived).message.text).toBe('Proof that it works');

      const { page: again } = await station.launch();
      await showTenant(again, 'Dana’s Flowers');
      await expect(standing(again)).toHaveText(words('standing.probation.title'));
      expect(phone.devices).toHaveLength(1);
    });
  });
}

for (const language of someLanguages.oneWay) {
  const words = wordsOf(language);

  test.describe(`in ${language}`, () => {
    test.beforeEach(() => speak(station.page, language));

    test('a code in full screen stays there until the link is stable; then the next tenant follows', async () => {
      const { page, app, whatsapp } = station;
      const time = await holdTime(station.launched);
      await bridgeOf(page).tenants.add({ tenantId: 'zinnias', name: 'Zinnias' });
      await addTenant(page, 'flowers', 'Flowers', words);
      await button(page, words('qr.enlarge')).click();
      const large = page.getByRole('dialog', { name: 'Flowers' });
      const isFullScreen = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
      await expect.poll(isFullScreen).toBe(true);
      await expect(large).toContainText(words('standing.awaiting-scan.detail'));
      await whatsapp.addPhone({ number: '972501234567' }).scan(await readQr(large, words));
      await expect(large.getByText(words('standing.probation.title'), { exact: true })).toBeVisible();
      await expect(large.getByRole('img', { name: words('qr.label') })).toBeHidden();
      await page.screenshot(picture(`full-screen-probation-${language}`));
      await button(large, words('common.close')).click();
      await expect.poll(isFullScreen).toBe(false);

      const probation = page.getByRole('progressbar', { name: words('probation.label') });
      const progress = async () => Number(await probation.getAttribute('aria-valuenow'));
      const begun = await progress();
      await time.jump(20_000);
      await expect.poll(progress).toBeGreaterThanOrEqual(begun + 20);
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      const next = button(page, words('action.next-tenant').replace('{name}', '\u2068Zinnias\u2069'));
      await expect(next).toBeVisible();
      await time.jump(10_000);
      await expect(standing(page)).toHaveText(words('standing.stable.title'));
      await expect(probation).toBeHidden();
      const held = page.getByRole('listitem').filter({ hasText: words('evidence.stable.detail') });
      await expect(held).toContainText(/\d:\d\d/);
      await page.screenshot(picture(`linked-${language}`));
      await next.click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zinnias');
      await expect(page.getByRole('main')).toBeFocused();
      await expect(button(page, words('action.show-qr'))).toBeVisible();
    });

    test('an expired code turns grey at once, and a fresh one takes its place', async () => {
      const { page, whatsapp } = station;
      const time = await holdTime(station.launched);
      await addTenant(page, 'flowers', 'Flowers', words);
      const first = await readQr(page, words);
      await expect(page.getByRole('timer')).toContainText(/\d/);
      const { catchUp } = await time.jumpWindow(60_000);
      await expect(page.getByRole('img', { name: words('qr.expired') })).toBeVisible();
      await expect(page.getByText(words('qr.expired.detail'))).toBeVisible();
      await page.screenshot(picture(`expired-${language}`));
      await catchUp();
      const second = await readQr(page, words);
      expect(second).not.toBe(first);
      await whatsapp.addPhone({ number: '972501234567' }).scan(second);
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      await expect(page.getByRole('alert')).toHaveCount(0);
    });

    test('a failed scan is shown with its cause, kept in the log, and followed by a fresh code', async () => {
      const { page, whatsapp } = station;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      const cause = words('cause.scan-not-matching.title');
      whatsapp.misbehave({ at: 'scan', kind: 'forged-seal' }, { times: 1 });
      await addTenant(page, 'flowers', 'Flowers', words);
      const first = await readQr(page, words);
      const drawn = page.getByRole('img', { name: words('qr.label') }).locator('path');
      const dead = (await drawn.getAttribute('d')) ?? '';
      await phone.scan(first);
      await expect(page.getByText(cause).first()).toBeVisible();
      await expect(drawn).not.toHaveAttribute('d', dead, { timeout: 10_000 });
      expect(await readQr(page, words)).not.toBe(first);
      await expect(page.getByText(cause).first()).toBeVisible();
      await page.screenshot(picture(`failed-scan-${language}`));

      await button(page, words('log.title')).click();
      const row = page.getByRole('row').filter({ hasText: cause });
      await expect(row).toHaveCount(1);
      await expect(row).toContainText('500');
      await expect(row).toContainText('Flowers');
      await page.screenshot(picture(`failure-log-${language}`));
    });
  });
}

for (const language of someLanguages.otherWay) {
  const words = wordsOf(language);

  test.describe(`in ${language}`, () => {
    test.beforeEach(() => speak(station.page, language));

    test('when WhatsApp retires a secret, a fresh code is drawn at once and the window asks to scan once more', async () => {
      const { page, whatsapp } = station;
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
      const saved = await readFile(path.join(station.userData, 'storage/whatsapp/flowers/auth/creds.json'), 'utf8');
      expect(JSON.parse(saved)).toMatchObject({ advSecretKey: secretOf(second) });
      await expect(page.getByRole('alert')).toHaveCount(0);

      expect(await phone.scan(second)).toMatchObject({ outcome: 'linked' });
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      await button(page, words('log.title')).click();
      await expect(page.getByText(words('log.empty'))).toBeVisible();
    });

    test('a relink says what it sets aside, closes the old link and shows a fresh code', async () => {
      const { page, whatsapp } = station;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      await addTenant(page, 'flowers', 'Flowers', words);
      const first = await readQr(page, words);
      await phone.scan(first);
      await expect(standing(page)).toHaveText(words('standing.probation.title'));

      await button(page, words('action.relink')).click();
      const dialog = page.getByRole('alertdialog', { name: filled(words('relink.title'), { name: 'Flowers' }) });
      for (const what of ['relink.deletes', 'relink.phone'] as const) await expect(dialog).toContainText(words(what));
      await page.screenshot(picture(`relink-${language}`));
      await dialog.getByRole('button', { name: words('relink.submit') }).click();
      await expect(standing(page)).toHaveText(words('standing.awaiting-scan.title'));
      const second = await readQr(page, words);
      expect(second).not.toBe(first);
      await phone.scan(second);
      await expect(standing(page)).toHaveText(words('standing.probation.title'));
      expect(whatsapp.counts.live).toBe(1);
    });

    test('a link that was removed on the phone is no longer called connected, at once', async () => {
      const { page, whatsapp } = station;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      await linkTenant(page, phone, 'flowers', 'Flowers', words);
      phone.unlink(phone.devices[0]?.jid ?? '');
      await expect(page.getByText(words('cause.device-removed.title')).first()).toBeVisible();
      await expect(standing(page)).toHaveText(words('standing.awaiting-scan.title'));
    });

    test('a disconnect asks first, and leaves the tenant without a link here and on the phone', async () => {
      const { page, whatsapp } = station;
      const phone = whatsapp.addPhone({ number: '972501234567' });
      await linkTenant(page, phone, 'flowers', 'Flowers', words);
      await button(page, words('action.disconnect')).click();
      const title = filled(words('disconnect.title'), { name: 'Flowers' });
      const dialog = page.getByRole('alertdialog', { name: title });
      for (const what of ['logout', 'deletes'] as const)
        await expect(dialog).toContainText(words(`disconnect.${what}`));
      await button(dialog, words('disconnect.submit')).click();
      await expect(standing(page)).toHaveText(words('standing.idle.title'));
      expect(phone.devices).toEqual([]);
      await expect(page.getByRole('alert')).toHaveCount(0);
      // The pressed button is gone; the keyboard focus stays in its place.
      await expect(page.getByRole('main').locator(':focus')).toBeAttached();
      await page.keyboard.press('Tab');
      await expect(button(page, words('action.show-qr'))).toBeFocused();
    });
  });
}

test('twenty starts at once make one socket and one code', async () => {
  const { page, whatsapp } = station;
  await addTenant(page, 'flowers', 'Flowers');
  await page.evaluate(
    `Promise.all(Array.from({ length: 20 }, () => window.pairingConsole.session.start({ tenantId: 'flowers' })))`,
  );
  const code = await readQr(page);
  expect(await readQr(page)).toBe(code);
  expect(whatsapp.counts).toMatchObject({ connections: 1, live: 1 });
});

test('the window says that WhatsApp did not confirm a logout, until a new code is shown', async () => {
  const { page, whatsapp } = station;
  const words = wordsOf('en');
  const time = await holdTime(station.launched);
  const phone = whatsapp.addPhone({ number: '972501234567' });
  whatsapp.misbehave({ at: 'logout', kind: 'silent' }, { times: 1 });
  await linkTenant(page, phone, 'flowers', 'Flowers');
  await button(page, words('action.disconnect')).click();
  await button(page.getByRole('alertdialog'), words('disconnect.submit')).click();
  await expect(standing(page)).toHaveText(words('standing.stopping.title'));
  // The time that WhatsApp has to confirm a logout.
  await time.jump(5_000);
  const warning = page.getByRole('alert');
  await expect(warning).toHaveText(words('disconnect.unconfirmed'));
  expect(phone.devices).toHaveLength(1);
  await openSettings(page, words);
  await expect(warning).toBeHidden();
  await showTenant(page, 'Flowers');
  await inEachLanguage(page, async (spoken) => {
    await expect(warning).toHaveText(spoken('disconnect.unconfirmed'));
  });
  await button(page, words('action.show-qr')).click();
  await readQr(page);
  await expect(warning).toBeHidden();
});
