import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import type { Phone } from '../../electron/loopback/phone.ts';
import type { ScanOutcome } from '../../electron/loopback/registrations.ts';
import { advanceClock, bridgeOf, showCode, tenantOf } from './support/bridge.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { addTenant, readQr, standing } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import type { Passkey } from './support/virtual-authenticator.ts';
import { ceremonyOf, createPasskey } from './support/virtual-authenticator.ts';

const minutes = 60_000;
const asksForPasskey = 'This account wants its passkey';
const linked = 'Connected, on probation';

let whatsapp: LoopbackWhatsApp;
let launched: LaunchedConsole;
let phone: Phone;
let passkey: Passkey;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  launched = await launchConsole({ whatsappUrl: whatsapp.url });
  phone = whatsapp.addPhone({ number: '972501234567', name: 'Dana' });
  passkey = createPasskey();
  phone.setPasskey(passkey);
});
test.afterEach(async () => {
  await launched.close();
  expect(whatsapp.violations).toEqual([]);
  await whatsapp.close();
});

/** A phone whose account wants its passkey has scanned the code on screen. */
async function scanned(): Promise<{ readonly outcome: Promise<ScanOutcome> }> {
  const { page } = launched;
  whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
  await addTenant(page, 'flowers', 'Dana’s Flowers');
  const outcome = phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText(asksForPasskey);
  return { outcome };
}

const pressContinue = () => launched.page.getByRole('button', { name: 'Continue' }).click();
const alert = () => launched.page.getByRole('alert');
const axe = async (page: Page) => (await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations;

/** What stands at WhatsApp's address while the system asks, and that it can reach nothing. */
async function inspect(ceremony: Page, name: string): Promise<void> {
  expect(ceremony.url()).toBe('https://web.whatsapp.com/');
  await ceremony.screenshot({ path: `test-output/screenshots/passkey-window-${name}.png` });
  expect(await axe(ceremony)).toEqual([]);
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

/** Ends a ceremony from its own window, which is gone before the press is over. */
async function endBy(ceremony: Page, press: () => Promise<void>): Promise<void> {
  const closed = ceremony.waitForEvent('close');
  await Promise.all([closed, press().catch(() => undefined)]);
}

test('the passkey that the system asks for completes the link, with proof', async () => {
  const { page, app } = launched;
  const { outcome } = await scanned();
  await page.screenshot({ path: 'test-output/screenshots/awaiting-passkey.png' });
  await expect(page.getByRole('timer')).toContainText(/9:\d\d/);
  await ceremonyOf(app, pressContinue, { passkey });
  expect(await outcome).toMatchObject({ outcome: 'linked' });
  await expect(standing(page)).toHaveText(linked);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the same in Hebrew, with the code that both sides show once the scan is five minutes old', async () => {
  const { page, app } = launched;
  const words = wordsOf('he');
  await bridgeOf(page).preferences.set({ language: 'he' });
  whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
  const { code: qr } = await showCode(page, 'flowers');
  const outcome = phone.scan(qr);
  await expect(standing(page)).toHaveText(words('standing.awaiting-passkey.title'));

  await advanceClock(app, 5 * minutes);
  const onPhone = whatsapp.next('confirmation-code');
  const ceremony = await ceremonyOf(app, () => page.getByRole('button', { name: words('passkey.continue') }).click(), {
    passkey,
    touched: false,
  });
  await expect(ceremony.getByRole('heading', { name: words('ceremony.title') })).toBeVisible();
  expect(await ceremony.evaluate('document.dir')).toBe('rtl');
  await inspect(ceremony, 'he');
  await endBy(ceremony, () => ceremony.getByRole('button', { name: words('ceremony.cancel') }).click());
  await expect(alert()).toHaveText(words('error.passkey-cancelled'));

  await ceremonyOf(app, () => page.getByRole('button', { name: words('passkey.continue') }).click(), { passkey });
  const { code } = await onPhone;
  const shown = page.getByRole('main').getByText(code, { exact: true });
  await expect(shown).toHaveAttribute('dir', 'ltr');
  await page.screenshot({ path: 'test-output/screenshots/passkey-code-he.png' });
  expect((await tenantOf(page, 'flowers'))?.session.phase).toBe('awaiting-passkey');
  await page.getByRole('button', { name: words('passkey.code.match') }).click();
  expect(await outcome).toMatchObject({ outcome: 'linked' });
  await expect(standing(page)).toHaveText(words('standing.probation.title'));
});

test('a cancelled try, and one that nobody answers, are told; the next one links with the same scan', async () => {
  const { page, app } = launched;
  const { outcome } = await scanned();
  const untouched = () => ceremonyOf(app, pressContinue, { passkey, touched: false });
  const first = await untouched();
  await expect(first.getByRole('status')).toHaveText('Waiting for the passkey. Nothing is linked yet.');
  await inspect(first, 'en');
  // Pressed again, the button opens no second window.
  await pressContinue();
  expect(app.windows()).toHaveLength(2);
  await endBy(first, () => first.keyboard.press('Escape'));
  await expect(alert()).toContainText('was not asked for any further');

  const second = await untouched();
  await second.close();
  await expect(alert()).toContainText('was not asked for any further');

  await ceremonyOf(app, pressContinue);
  await expect(alert()).toContainText('nothing that holds this passkey');
  await page.screenshot({ path: 'test-output/screenshots/passkey-not-there.png' });

  // A request that stands for another second and a half, as the console sees it.
  await advanceClock(app, 10 * minutes - 1500 - (Date.now() - ((await tenantOf(page, 'flowers'))?.session.since ?? 0)));
  await untouched();
  await expect(alert()).toContainText('Nobody confirmed in time');
  await advanceClock(app, -9 * minutes);

  await ceremonyOf(app, pressContinue, { passkey });
  expect(await outcome).toMatchObject({ outcome: 'linked' });
  await expect(standing(page)).toHaveText(linked);
  expect(phone.devices).toHaveLength(1);
});

test('codes that differ send no key: the link ends with its reason and a fresh code', async () => {
  const { page, app } = launched;
  const { outcome } = await scanned();
  await advanceClock(app, 5 * minutes);
  await ceremonyOf(app, pressContinue, { passkey });
  await page.getByRole('button', { name: 'They differ' }).click();
  expect(await outcome).toEqual({ outcome: 'closed' });
  await expect(page.getByText('The two codes were not the same').first()).toBeVisible();
  await readQr(page);
  expect(phone.devices).toEqual([]);
});

test('the window closes by itself when the request ends: its deadline, a fresh code, a quit', async () => {
  const { page, app } = launched;
  const { outcome } = await scanned();
  const first = await ceremonyOf(app, pressContinue, { passkey, touched: false });
  const closed = first.waitForEvent('close');
  // The machine slept through the deadline.
  await advanceClock(app, 11 * minutes);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await closed;
  expect(await outcome).toEqual({ outcome: 'closed' });
  await expect(page.getByText('The passkey did not come in time').first()).toBeVisible();

  whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 2 });
  void phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText(asksForPasskey);
  const second = await ceremonyOf(app, pressContinue, { passkey, touched: false });
  const closedAgain = second.waitForEvent('close');
  await second.evaluate(`void (location.href = 'https://www.whatsapp.com/')`);
  const addresses = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
  );
  expect(addresses.sort()).toEqual(['app://console/', 'https://web.whatsapp.com/']);
  await page.getByRole('button', { name: 'New code' }).click();
  await closedAgain;

  void phone.scan(await readQr(page));
  await expect(standing(page)).toHaveText(asksForPasskey);
  await ceremonyOf(app, pressContinue, { passkey, touched: false });
  await launched.close();
  expect(whatsapp.counts.live).toBe(0);
});

test('in practice a pretend passkey answers, and the real console has none', async () => {
  const { page, app } = launched;
  const opened = app.waitForEvent('window');
  await bridgeOf(page).practice.open();
  const practice = await opened;
  await practice.waitForFunction(() => 'pairingConsole' in globalThis);
  await addTenant(practice, 'flowers', 'Flowers');
  await practice.getByText('Account wants its passkey').click();
  await practice.getByRole('button', { name: 'Scan the code' }).click();
  await expect(standing(practice)).toHaveText(asksForPasskey);
  await practice.screenshot({ path: 'test-output/screenshots/practice-passkey.png' });
  const asked = app.waitForEvent('window');
  await practice.getByRole('button', { name: 'Continue' }).click();
  const ceremony = await asked;
  await expect(ceremony.getByText(/^Practice\./)).toBeVisible();
  await ceremony.screenshot({ path: 'test-output/screenshots/passkey-window-practice.png' });
  expect(await axe(ceremony)).toEqual([]);
  await endBy(ceremony, () => ceremony.getByRole('button', { name: 'Use the pretend passkey' }).click());
  await expect(standing(practice)).toHaveText(linked);

  await scanned();
  const real = await ceremonyOf(app, pressContinue, { passkey, touched: false });
  await expect(real.getByRole('button')).toHaveText(['Cancel']);
  await real.evaluate(`window.passkeyCeremony.finish({ kind: 'stand-in' })`).catch(() => undefined);
  await expect(alert()).toContainText('did not accept this request');
  expect(phone.devices).toEqual([]);
});
