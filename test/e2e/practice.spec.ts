import { access } from 'node:fs/promises';
import path from 'node:path';

import { type Page, expect, test } from '@playwright/test';

import type { Exercise } from '../../shared/exercises.ts';
import { mainTexts as mainEn } from '../../shared/i18n/en/main.ts';
import { mainTexts as mainHe } from '../../shared/i18n/he/main.ts';
import { bridgeOf, showCode, tenantOf, untilPhase } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { addTenant, filled, openPractice, someLanguages, speak, standing, stem } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button } from './support/ways.ts';

const station = useStation();
test.beforeEach(() => station.launch());

const folder = () => path.join(station.userData, 'practice');
const phoneOf = async (page: Page) => {
  const state = await bridgeOf(page).practice.state();
  if (!state.ok) throw new Error(state.error.code);
  return state.value;
};

test('practice is a second console, against a WhatsApp on this machine, and leaves nothing', async () => {
  const { page, app, whatsapp } = station;
  const practice = await openPractice(station.launched);
  const info = await bridgeOf(practice).app.info();
  expect(info).toMatchObject({ ok: true, value: { practice: true, dataFolder: folder() } });

  const { tenantId } = await showCode(practice, 'flowers');
  expect(await bridgeOf(practice).practice.scan({ tenantId })).toEqual({ ok: true, value: null });
  await untilPhase(practice, 'flowers', 'connected');
  expect(await phoneOf(practice)).toMatchObject({
    phone: { number: '+44 7700 900123', name: 'Practice phone', devices: [{ id: '1', online: true }] },
    lastScan: { outcome: 'linked' },
  });
  expect(await bridgeOf(practice).practice.scan({ tenantId })).toEqual({ ok: false, error: { code: 'no-live-qr' } });

  // The real console has none of it, and offers none of it.
  expect(await tenantOf(page, 'flowers')).toBeUndefined();
  expect(whatsapp.counts.connections).toBe(0);
  const refused = { ok: false, error: { code: 'invalid-request' } };
  expect(await bridgeOf(page).practice.state()).toEqual(refused);
  expect(await bridgeOf(page).practice.scan({ tenantId })).toEqual(refused);

  await practice.close();
  await expect
    .poll(() =>
      access(folder()).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  const again = await openPractice(station.launched);
  expect(await tenantOf(again, 'flowers')).toBeUndefined();
});

test('there is one practice window, its title says practice, and a quit closes it', async () => {
  const { page, app, launched } = station;
  await openPractice(launched);
  await bridgeOf(page).practice.open();
  const titles = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .map((w) => w.getTitle())
        .sort(),
    );
  expect(await titles()).toEqual(['Pairing Console', mainEn.practiceTitle]);
  await bridgeOf(page).preferences.set({ language: 'he' });
  expect(await titles()).toEqual(['Pairing Console', mainHe.practiceTitle]);
  await launched.close();
  await expect(access(folder())).rejects.toThrow('ENOENT');
});

for (const language of someLanguages.otherWay) {
  test(`a newcomer practises a link, a refusal and its log, in ${language}`, async () => {
    const { page, app } = station;
    const words = await speak(page, language);
    const opened = app.waitForEvent('window');
    await button(page, words('welcome.practise')).click();
    const practice = await opened;
    await addTenant(practice, 'flowers', 'Flowers', words);
    const code = practice.getByRole('img', { name: words('qr.label') });
    await expect(code).toBeVisible();

    await button(practice, words('practice.reject-next')).click();
    await button(practice, words('practice.scan')).click();
    await expect(practice.getByText(stem(words, 'practice.outcome.rejected'))).toBeVisible();
    const cause = words('cause.rejected-after-scan.title');
    await expect(practice.getByRole('region', { name: cause })).toBeVisible();
    await expect(code).toBeVisible();

    await button(practice, words('practice.scan')).click();
    await expect(standing(practice)).toHaveText(words('standing.probation.title'));
    await button(practice, words('test.send')).click();
    await expect(practice.getByRole('complementary')).toContainText(words('test.default'));

    await button(practice, words('log.title')).click();
    await practice.getByRole('rowheader', { name: cause }).click();
    const entry = practice.getByRole('dialog');
    await button(entry, words('common.copy')).click();
    await expect(button(entry, words('common.copied'))).toBeVisible();
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toContain('rejected-after-scan');
    expect(copied.startsWith(words('practice.name'))).toBe(true);
    await practice.keyboard.press('Escape');

    await practice.close();
    await expect(page.getByRole('heading', { name: words('welcome.title') })).toBeVisible();
  });

  test(`the practice phone goes offline, loses its network and its link, as each switch says, in ${language}`, async () => {
    await speak(station.page, language);
    const practice = await openPractice(station.launched);
    const words = wordsOf(language);
    await addTenant(practice, 'flowers', 'Flowers', words);
    const phone = practice.getByRole('complementary', { name: words('practice.phone') });
    const flip = (name: 'practice.offline' | 'practice.network-down') =>
      phone.getByText(words(name), { exact: true }).click();
    const scan = () => button(phone, words('practice.scan')).click();

    await flip('practice.offline');
    await expect(phone.getByRole('switch', { name: words('practice.offline') })).toBeChecked();
    await scan();
    await expect(phone.getByRole('status')).toContainText(words('practice.outcome.phone-offline'));
    await expect(standing(practice)).toHaveText(words('standing.awaiting-scan.title'));
    await flip('practice.offline');
    await scan();
    await expect(phone.getByRole('status')).toContainText(words('practice.outcome.linked'));
    await expect(standing(practice)).toHaveText(words('standing.probation.title'));

    await flip('practice.network-down');
    await expect(standing(practice)).toHaveText(words('standing.reconnecting.title'));
    const banner = practice.getByText(filled(words('reconnecting.only'), { name: 'Flowers' }));
    await expect(banner).toBeVisible();
    await expect(practice.getByRole('option', { name: 'Flowers' })).toContainText(words('standing.reconnecting.label'));
    await flip('practice.network-down');
    await expect(standing(practice)).toHaveText(words('standing.probation.title'));
    await expect(banner).toBeHidden();

    await button(phone, words('practice.unlink')).click();
    await expect(practice.getByRole('region', { name: words('cause.device-removed.title') })).toBeVisible();
    await expect(standing(practice)).toHaveText(words('standing.awaiting-scan.title'));
    await expect(phone.getByText(words('practice.devices.none'))).toBeVisible();
  });

  test(`practice says that it is practice on every page, and the real window never does, in ${language}`, async () => {
    const { page } = station;
    const words = await speak(page, language);
    const practice = await openPractice(station.launched);
    const banner = practice.getByText(words('practice.detail'));
    const marked = async (): Promise<void> => {
      await expect(banner).toBeVisible();
      await expect(practice.locator('html')).toHaveAttribute('data-practice');
    };
    await expect(practice.getByRole('heading', { level: 1 })).toHaveText(words('welcome.practice.title'));
    await marked();
    await addTenant(practice, 'flowers', 'Flowers', words);
    await marked();
    await button(practice, words('qr.enlarge')).click();
    const large = practice.getByRole('dialog', { name: 'Flowers' });
    await expect(large.getByText(words('practice.name'), { exact: true })).toBeVisible();
    await practice.keyboard.press('Escape');
    for (const place of ['log.title', 'settings.title'] as const) {
      await button(practice, words(place)).click();
      await expect(practice.getByRole('heading', { level: 1, name: words(place) })).toBeVisible();
      await marked();
    }
    await expect(button(practice, words('practice.name'))).toBeHidden();
    await expect(button(practice, words('diagnostics.title'))).toBeHidden();

    await expect(page.locator('html')).not.toHaveAttribute('data-practice');
    await expect(page.getByText(words('practice.detail'))).toBeHidden();
  });
}

for (const language of someLanguages.oneWay) {
  test(`a newcomer is led through the six exercises, and each is ticked as it is done, in ${language}`, async () => {
    test.setTimeout(120_000);
    await speak(station.page, language);
    const practice = await openPractice(station.launched);
    const words = wordsOf(language);
    const phone = practice.getByRole('complementary', { name: words('practice.phone') });
    const list = practice.getByRole('region', { name: words('exercise.title') });
    const done = list.getByText(words('exercise.done'));
    /** After so many, the next one that is open says how it is done. */
    const ticked = async (count: number, next?: Exercise): Promise<void> => {
      await expect(done).toHaveCount(count, { timeout: 20_000 });
      if (next !== undefined) await expect(list.getByText(words(`exercise.${next}.how`))).toBeVisible();
    };
    const scan = () => button(phone, words('practice.scan')).click();
    const code = practice.getByRole('img', { name: words('qr.label') });
    const newTenant = async (id: string, number?: string): Promise<void> => {
      await addTenant(practice, id, id, words, number);
      await expect(code).toBeVisible();
    };
    await newTenant('flowers');
    await ticked(0, 'link');
    await scan();
    await ticked(1, 'refuse');

    await newTenant('bakery');
    await button(phone, words('practice.reject-next')).click();
    await scan();
    await ticked(2, 'wrong-number');

    await newTenant('garage', '+972501234567');
    await scan();
    await expect(standing(practice)).toHaveText(words('standing.awaiting-acceptance.title'));
    await ticked(2, 'wrong-number');
    await button(practice, words('wrong-number.refuse')).click();
    await ticked(3, 'expired');

    await expect(code).toBeVisible();
    await button(phone, words('practice.scan-expired')).click();
    await ticked(4, 'passkey');

    await newTenant('clinic');
    await phone.getByText(words('practice.wants-passkey'), { exact: true }).click();
    await scan();
    const opened = station.app.waitForEvent('window');
    await button(practice, words('passkey.continue')).click();
    const ceremony = await opened;
    await button(ceremony, words('ceremony.stand-in')).click();
    await ticked(5, 'unlink');

    await button(phone, words('practice.unlink')).first().click();
    await ticked(6);
    await expect(list.getByText(words('exercise.all'))).toBeVisible();
    // What is so stays; only what is done anew is ticked anew.
    await button(list, words('exercise.reset')).click();
    await ticked(0, 'link');
    await phone.getByText(words('practice.network-down'), { exact: true }).click();
    await expect(practice.getByRole('option', { name: 'clinic' })).toContainText(words('standing.reconnecting.label'));
    await phone.getByText(words('practice.network-down'), { exact: true }).click();
    await expect(practice.getByRole('option', { name: 'clinic' })).not.toContainText(
      words('standing.reconnecting.label'),
    );
    await ticked(0, 'link');
  });
}
