import { type Page, expect, test } from '@playwright/test';

import type { Phone } from '../../electron/loopback/phone.ts';
import type { ScanOutcome } from '../../electron/loopback/registrations.ts';
import type { MessageKey } from '../../shared/i18n/catalogue.ts';
import { directionOf } from '../../shared/i18n/language.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import { axeFindings } from './support/axe.ts';
import { advanceClock, tenantOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { addTenant, inEachLanguage, openPractice, readQr, someLanguages, speak, standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { type Passkey, ceremonyOf, createPasskey } from './support/virtual-authenticator.ts';
import { type Words, button } from './support/ways.ts';

const minutes = 60_000;
const english = wordsOf('en');

const station = useStation();
let phone: Phone;
let passkey: Passkey;
test.beforeEach(async () => {
  await station.launch();
  phone = station.whatsapp.addPhone({ number: '972501234567', name: 'Dana' });
  passkey = createPasskey();
  phone.setPasskey(passkey);
});

/** A phone whose account wants its passkey has scanned the code on screen. */
async function scanned(words: Words = english): Promise<{ readonly outcome: Promise<ScanOutcome> }> {
  const { page, whatsapp } = station;
  whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
  await addTenant(page, 'flowers', 'Dana’s Flowers', words);
  const outcome = phone.scan(await readQr(page, words));
  await expect(standing(page)).toHaveText(words('standing.awaiting-passkey.title'));
  return { outcome };
}

const pressContinue = (words: Words = english) => button(station.page, words('passkey.continue')).click();
const alert = () => station.page.getByRole('alert');
/** The result of the last try, read in each language. */
const told = (key: MessageKey) =>
  inEachLanguage(station.page, async (words) => {
    await expect(alert()).toHaveText(words(key));
  });

/** The page at WhatsApp's address while the system asks; it can reach nothing else. */
async function inspect(ceremony: Page, language: Language): Promise<void> {
  expect(ceremony.url()).toBe('https://web.whatsapp.com/');
  await ceremony.screenshot({ path: `test-output/screenshots/passkey-window-${language}.png` });
  expect(await axeFindings(ceremony)).toEqual([]);
  const names = await ceremony.evaluate(
    `Object.keys(window.passkeyCeremony).concat('require' in window ? 'require' : [])`,
  );
  expect(names).toEqual(['task', 'finish']);
  const reached = await ceremony.evaluate(`Promise.all(
    ['https://web.whatsapp.com/index.html', 'https://web.whatsapp.com/sw.js', 'https://www.whatsapp.com/', 'http://127.0.0.1/']
      .map((url) => fetch(url).then(() => url, () => 'refused')))`);
  expect(reached).toEqual(['refused', 'refused', 'refused', 'refused']);
  expect(await ceremony.evaluate(`window.open('https://www.whatsapp.com/')`)).toBeNull();
}

/** Cancels a ceremony in its window, which closes before the press is over. */
async function endBy(ceremony: Page, press: () => Promise<void>): Promise<void> {
  const closed = ceremony.waitForEvent('close');
  await Promise.all([closed, press().catch(() => undefined)]);
}

for (const language of someLanguages.otherWay) {
  test(`a passkey given to the system's dialog completes the link, with proof, in ${language}`, async () => {
    const { page, app } = station;
    const words = await speak(page, language);
    const { outcome } = await scanned(words);
    await page.screenshot({ path: `test-output/screenshots/awaiting-passkey-${language}.png` });
    await expect(page.getByRole('timer')).toContainText(/9:\d\d/);
    await ceremonyOf(app, () => pressContinue(words), { passkey });
    expect(await outcome).toMatchObject({ outcome: 'linked' });
    await expect(standing(page)).toHaveText(words('standing.probation.title'));
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test(`both sides show a code once the scan is five minutes old, in ${language}`, async () => {
    const { page, app, whatsapp } = station;
    const words = await speak(page, language);
    const { outcome } = await scanned(words);
    await advanceClock(app, 5 * minutes);
    const onPhone = whatsapp.next('confirmation-code');
    const ceremony = await ceremonyOf(app, () => pressContinue(words), { passkey, touched: false });
    await expect(ceremony.getByRole('heading', { name: words('ceremony.title') })).toBeVisible();
    await expect(ceremony.getByRole('status')).toHaveText(words('ceremony.waiting'));
    expect(await ceremony.evaluate('document.dir')).toBe(directionOf(language));
    await inspect(ceremony, language);
    await endBy(ceremony, () => button(ceremony, words('ceremony.cancel')).click());
    await expect(alert()).toHaveText(words('error.passkey-cancelled'));

    await ceremonyOf(app, () => pressContinue(words), { passkey });
    const { code } = await onPhone;
    const shown = page.getByRole('main').getByText(code, { exact: true });
    await expect(shown).toHaveAttribute('dir', 'ltr');
    await page.screenshot({ path: `test-output/screenshots/passkey-code-${language}.png` });
    expect((await tenantOf(page, 'flowers'))?.session.phase).toBe('awaiting-passkey');
    await button(page, words('passkey.code.match')).click();
    expect(await outcome).toMatchObject({ outcome: 'linked' });
    await expect(standing(page)).toHaveText(words('standing.probation.title'));
  });

  test(`in practice a pretend passkey answers, in ${language}`, async () => {
    const { page, app } = station;
    const words = await speak(page, language);
    const practice = await openPractice(station.launched);
    await addTenant(practice, 'flowers', 'Flowers', words);
    await practice.getByText(words('practice.wants-passkey')).click();
    await button(practice, words('practice.scan')).click();
    await expect(standing(practice)).toHaveText(words('standing.awaiting-passkey.title'));
    await expect(practice.getByText(words('passkey.computer.practice'))).toBeVisible();
    await practice.screenshot({ path: `test-output/screenshots/practice-passkey-${language}.png` });
    const asked = app.waitForEvent('window');
    await button(practice, words('passkey.continue')).click();
    const ceremony = await asked;
    await expect(ceremony.getByText(words('ceremony.practice'))).toBeVisible();
    await ceremony.screenshot({ path: `test-output/screenshots/passkey-window-practice-${language}.png` });
    expect(await axeFindings(ceremony)).toEqual([]);
    await endBy(ceremony, () => button(ceremony, words('ceremony.stand-in')).click());
    await expect(standing(practice)).toHaveText(words('standing.probation.title'));
  });
}

test('the window names a cancelled try and an unanswered one; the next try links with the same scan', async () => {
  const { page, app } = station;
  const { outcome } = await scanned();
  const untouched = () => ceremonyOf(app, pressContinue, { passkey, touched: false });
  const first = await untouched();
  // Pressed again, the button opens no second window.
  await pressContinue();
  expect(app.windows()).toHaveLength(2);
  await endBy(first, () => first.keyboard.press('Escape'));
  await told('error.passkey-cancelled');

  const second = await untouched();
  await second.close();
  await told('error.passkey-cancelled');

  await ceremonyOf(app, pressContinue);
  await told('error.passkey-no-authenticator');
  await page.screenshot({ path: 'test-output/screenshots/passkey-not-there.png' });

  // A request with one and a half seconds left, by the console's clock.
  await advanceClock(app, 10 * minutes - 1500 - (Date.now() - ((await tenantOf(page, 'flowers'))?.session.since ?? 0)));
  await untouched();
  await told('error.passkey-timed-out');
  await advanceClock(app, -9 * minutes);

  await ceremonyOf(app, pressContinue, { passkey });
  expect(await outcome).toMatchObject({ outcome: 'linked' });
  await expect(standing(page)).toHaveText(english('standing.probation.title'));
  expect(phone.devices).toHaveLength(1);
});

test('codes that differ send no key: the link ends with its reason and a fresh code', async () => {
  const { page, app } = station;
  const { outcome } = await scanned();
  await advanceClock(app, 5 * minutes);
  await ceremonyOf(app, pressContinue, { passkey });
  await inEachLanguage(page, async (words) => {
    await expect(page.getByText(words('passkey.code.lead'))).toBeVisible();
  });
  await button(page, english('passkey.code.differ')).click();
  expect(await outcome).toEqual({ outcome: 'closed' });
  await inEachLanguage(page, async (words) => {
    await expect(page.getByRole('region', { name: words('cause.passkey-code-differs.title') })).toBeVisible();
  });
  await readQr(page);
  expect(phone.devices).toEqual([]);
});

test('the ceremony window closes by itself when the request ends: its deadline, a fresh code, a quit', async () => {
  const { page, app } = station;
  const { outcome } = await scanned();
  const first = await ceremonyOf(app, pressContinue, { passkey, touched: false });
  const closed = first.waitForEvent('close');
  // The machine slept through the deadline.
  await advanceClock(app, 11 * minutes);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await closed;
  expect(await outcome).toEqual({ outcome: 'closed' });
  await inEachLanguage(page, async (words) => {
    await expect(page.getByRole('region', { name: words('cause.passkey-expired.title') })).toBeVisible();
  });

  station.whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 2 });
  void phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText(english('standing.awaiting-passkey.title'));
  const second = await ceremonyOf(app, pressContinue, { passkey, touched: false });
  const closedAgain = second.waitForEvent('close');
  await second.evaluate(`void (location.href = 'https://www.whatsapp.com/')`);
  const addresses = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
  );
  expect(addresses.sort()).toEqual(['app://console/', 'https://web.whatsapp.com/']);
  await button(page, english('action.fresh-qr')).click();
  await closedAgain;

  void phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText(english('standing.awaiting-passkey.title'));
  await ceremonyOf(app, pressContinue, { passkey, touched: false });
  await station.launched.close();
  expect(station.whatsapp.counts.live).toBe(0);
});

test('the real console refuses a pretend passkey', async () => {
  const { app } = station;
  await scanned();
  const real = await ceremonyOf(app, pressContinue, { passkey, touched: false });
  await expect(real.getByRole('button')).toHaveText([english('ceremony.cancel')]);
  await real.evaluate(`window.passkeyCeremony.finish({ kind: 'stand-in' })`).catch(() => undefined);
  await told('error.invalid-request');
  expect(phone.devices).toEqual([]);
});
