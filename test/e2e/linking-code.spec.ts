import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { bridgeOf, tenantOf, untilPhase } from './support/bridge.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { launchConsole } from './support/launch.ts';
import { wordsOf } from './support/stops.ts';

const number = '972501234567';

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
  // What was typed in is in the files of the link itself and nowhere else.
  for (const place of ['logs', 'journal']) expect(await contentsOf(path.join(userData, place))).not.toContain(number);
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

async function contentsOf(folder: string): Promise<string> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A tenant whose QR is live, in view, in a language. */
async function showQr(language: 'en' | 'he', expectedNumber?: string) {
  const { page } = launched;
  const bridge = bridgeOf(page);
  await bridge.preferences.set({ language });
  await bridge.tenants.add({ tenantId: 'roses', name: 'Roses', ...(expectedNumber && { expectedNumber }) });
  await bridge.session.start({ tenantId: 'roses' });
  await page.getByRole('option', { name: /Roses/ }).click();
  const words = wordsOf(language);
  await expect(page.getByRole('img', { name: words('qr.label') })).toBeVisible();
  return { page, words };
}
async function askFor(page: Page, words: ReturnType<typeof wordsOf>, typed?: string): Promise<void> {
  await button(page, words('code.use')).click();
  const field = page.getByRole('textbox', { name: words('phone.number') });
  if (typed !== undefined) await field.fill(typed);
  await button(page, words('code.ask')).click();
}
const codeOf = async (page: Page, words: ReturnType<typeof wordsOf>) => {
  const shown = page.getByRole('region', { name: words('code.label') }).getByText(/^[1-9A-Z]{4}-[1-9A-Z]{4}$/);
  await expect(shown).toHaveAttribute('dir', 'ltr');
  return (await shown.textContent()) ?? '';
};

for (const language of ['en', 'he'] as const) {
  test(`in ${language}, the expected number gets a code; a wrong one changes nothing, the right one links`, async () => {
    const { page, words } = await showQr(language, number);
    const phone = whatsapp.addPhone({ number, name: 'Dana' });
    await askFor(page, words);
    const code = await codeOf(page, words);
    await page.screenshot({ path: `test-output/screenshots/linking-code-${language}.png` });
    await button(page, words('common.copy')).click();
    await expect(button(page, words('common.copied'))).toBeVisible();
    expect(await launched.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(code);

    expect(await phone.enterCode('1111-1111')).toEqual({ outcome: 'wrong-code' });
    expect(await codeOf(page, words)).toBe(code);
    expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
    await expect(page.getByRole('heading', { name: words('standing.probation.title') })).toBeVisible();
    expect(phone.devices).toHaveLength(1);
  });
}

test('a number that WhatsApp refuses is told, and the QR still links', async () => {
  const { page, words } = await showQr('en');
  const phone = whatsapp.addPhone({ number });
  await askFor(page, words, '+972 50 000 0000');
  await expect(page.getByRole('alert')).toContainText('gave no code for this number');
  whatsapp.misbehave({ at: 'code', kind: 'fail', code: 429 }, { times: 1 });
  await button(page, words('code.ask')).click();
  await expect(page.getByRole('alert')).toContainText(/Too many codes.*\d:\d\d/);
  await button(page, words('code.back')).click();
  const qr = (await tenantOf(page, 'roses'))?.session.qr?.text ?? '';
  expect(await phone.scan(qr)).toMatchObject({ outcome: 'linked' });
  await untilPhase(page, 'roses', 'connected');
});

test('a code that nobody used expires with a word; the form still has its number, and a new code links', async () => {
  const { page, words } = await showQr('en');
  const phone = whatsapp.addPhone({ number });
  await askFor(page, words, '+972 50 123 4567');
  const first = await codeOf(page, words);
  // The machine sleeps through the code's life, and wakes up.
  await launched.app.evaluate(({ powerMonitor }) => {
    const now = Date.now;
    Date.now = () => now() + 200_000;
    powerMonitor.emit('resume');
    Date.now = now;
  });
  await expect(page.getByText('The code was not used in time').first()).toBeVisible();
  expect(await phone.enterCode(first)).toEqual({ outcome: 'not-asked' });
  await expect(page.getByRole('textbox', { name: words('phone.number') })).toHaveValue(/50.?123.?4567/);
  await expect(button(page, words('code.ask'))).toBeEnabled({ timeout: 20_000 });
  await button(page, words('code.ask')).click();
  const second = await codeOf(page, words);
  expect(second).not.toBe(first);
  expect(await phone.enterCode(second)).toMatchObject({ outcome: 'linked' });
  await untilPhase(page, 'roses', 'connected');
});

test('an abandoned code leaves nothing: another page, the way back to the QR, a kill', async () => {
  const { page, words } = await showQr('en', number);
  const phone = whatsapp.addPhone({ number });
  await askFor(page, words);
  const code = await codeOf(page, words);

  await button(page, words('settings.title')).click();
  await page.getByRole('option', { name: /Roses/ }).click();
  expect(await codeOf(page, words)).toBe(code);
  await button(page, words('code.back')).click();
  await expect(page.getByRole('img', { name: words('qr.label') })).toBeVisible();
  expect(await phone.enterCode(code)).toEqual({ outcome: 'not-asked' });

  await askFor(page, words);
  await codeOf(page, words);
  const creds = path.join(userData, 'storage/whatsapp/roses/auth/creds.json');
  await expect.poll(() => readFile(creds, 'utf8')).toContain('"~"');
  const gone = new Promise((resolve) => launched.app.process().once('exit', resolve));
  launched.app.process().kill('SIGKILL');
  await gone;
  launched = await launchConsole({ userData, whatsappUrl: whatsapp.url });
  await launched.page.getByRole('option', { name: /Roses/ }).click();
  await expect(launched.page.getByRole('region', { name: words('found.title') })).toContainText(
    words('found.code-pending'),
  );
  await untilPhase(launched.page, 'roses', 'awaiting-scan');
  const qr = (await tenantOf(launched.page, 'roses'))?.session.qr?.text ?? '';
  expect(await phone.scan(qr)).toMatchObject({ outcome: 'linked' });
  await untilPhase(launched.page, 'roses', 'connected');
  expect(whatsapp.counts.logins).toBe(1);
});

test('the practice phone types in a code that was asked for with its number', async () => {
  const opened = launched.app.waitForEvent('window');
  await bridgeOf(launched.page).practice.open();
  const practice = await opened;
  await practice.waitForFunction(() => 'pairingConsole' in globalThis);
  const words = wordsOf('en');
  await bridgeOf(practice).preferences.set({ language: 'en' });
  await bridgeOf(practice).tenants.add({ tenantId: 'try', name: 'Try' });
  await bridgeOf(practice).session.start({ tenantId: 'try' });
  await practice.getByRole('option', { name: /Try/ }).click();
  const phone = practice.getByRole('complementary');
  await askFor(practice, words, (await phone.getByText(/^\+44/).textContent()) ?? '');
  const code = await codeOf(practice, words);
  await phone.getByRole('textbox', { name: words('practice.code') }).fill('1111-1111');
  await phone.getByRole('button', { name: words('practice.enter-code') }).click();
  await expect(phone.getByRole('status')).toContainText(words('practice.outcome.wrong-code'));
  await phone.getByRole('textbox', { name: words('practice.code') }).fill(code.toLowerCase());
  await phone.getByRole('button', { name: words('practice.enter-code') }).click();
  await untilPhase(practice, 'try', 'connected');
  await practice.close();
});
