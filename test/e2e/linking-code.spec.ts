import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { type Page, expect, test } from '@playwright/test';

import type { Language } from '../../shared/i18n/languages.ts';
import { bridgeOf, tenantOf, untilPhase } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { addTenant, inEachLanguage, openPractice, showTenant, someLanguages, speak, stem } from './support/steps.ts';
import { type Words, button } from './support/ways.ts';

const number = '972501234567';

const station = useStation(async (userData) => {
  // The typed number is in the files of the link and nowhere else.
  for (const place of ['logs', 'journal']) expect(await contentsOf(path.join(userData, place))).not.toContain(number);
});
test.beforeEach(() => station.launch());

async function contentsOf(folder: string): Promise<string> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}
/** Shows a tenant with a live QR, in a language. */
async function showQr(language: Language, expectedNumber?: string) {
  const { page } = station;
  const bridge = bridgeOf(page);
  const words = await speak(page, language);
  await bridge.tenants.add({ tenantId: 'roses', name: 'Roses', ...(expectedNumber && { expectedNumber }) });
  await bridge.session.start({ tenantId: 'roses' });
  await showTenant(page, 'Roses');
  await expect(page.getByRole('img', { name: words('qr.label') })).toBeVisible();
  return { page, words };
}
async function askFor(page: Page, words: Words, typed?: string): Promise<void> {
  await button(page, words('code.use')).click();
  const field = page.getByRole('textbox', { name: words('phone.number') });
  if (typed !== undefined) await field.fill(typed);
  await button(page, words('code.ask')).click();
}
const codeOf = async (page: Page, words: Words) => {
  const shown = page.getByRole('region', { name: words('code.label') }).getByText(/^[1-9A-Z]{4}-[1-9A-Z]{4}$/);
  await expect(shown).toHaveAttribute('dir', 'ltr');
  return (await shown.textContent()) ?? '';
};

for (const language of someLanguages.otherWay) {
  test(`in ${language}, the expected number gets a code; a wrong one changes nothing, the right one links`, async () => {
    const { page, words } = await showQr(language, number);
    const phone = station.whatsapp.addPhone({ number, name: 'Dana' });
    await askFor(page, words);
    const code = await codeOf(page, words);
    await page.screenshot({ path: `test-output/screenshots/linking-code-${language}.png` });
    await button(page, words('common.copy')).click();
    await expect(button(page, words('common.copied'))).toBeVisible();
    expect(await station.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(code);

    expect(await phone.enterCode('1111-1111')).toEqual({ outcome: 'wrong-code' });
    expect(await codeOf(page, words)).toBe(code);
    expect(await phone.enterCode(code)).toMatchObject({ outcome: 'linked' });
    await expect(page.getByRole('heading', { name: words('standing.probation.title') })).toBeVisible();
    expect(phone.devices).toHaveLength(1);
  });
}

test('the window says that WhatsApp refused a number, and the QR still links', async () => {
  const { page, words } = await showQr('en');
  const phone = station.whatsapp.addPhone({ number });
  await askFor(page, words, '+972 50 000 0000');
  await inEachLanguage(page, async (spoken) => {
    await expect(page.getByRole('alert')).toContainText(stem(spoken, 'error.code-number-refused'));
  });
  station.whatsapp.misbehave({ at: 'code', kind: 'fail', code: 429 }, { times: 1 });
  await button(page, words('code.ask')).click();
  await inEachLanguage(page, async (spoken) => {
    await expect(page.getByRole('alert')).toContainText(stem(spoken, 'error.code-cooldown'));
    await expect(page.getByRole('alert')).toContainText(/\d:\d\d/);
  });
  await button(page, words('code.back')).click();
  const qr = (await tenantOf(page, 'roses'))?.session.qr?.text ?? '';
  expect(await phone.scan(qr)).toMatchObject({ outcome: 'linked' });
  await untilPhase(page, 'roses', 'connected');
});

test('an unused code expires, and the window says so; the form still has its number, and a new code links', async () => {
  const { page, words } = await showQr('en');
  const phone = station.whatsapp.addPhone({ number });
  await askFor(page, words, '+972 50 123 4567');
  const first = await codeOf(page, words);
  // The machine sleeps until the code has expired, and wakes up.
  await station.app.evaluate(({ powerMonitor }) => {
    const now = Date.now;
    Date.now = () => now() + 200_000;
    powerMonitor.emit('resume');
    Date.now = now;
  });
  await inEachLanguage(page, async (spoken) => {
    await expect(page.getByRole('region', { name: spoken('cause.code-expired.title') })).toBeVisible();
  });
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
  const phone = station.whatsapp.addPhone({ number });
  await askFor(page, words);
  const code = await codeOf(page, words);

  await button(page, words('settings.title')).click();
  await showTenant(page, 'Roses');
  expect(await codeOf(page, words)).toBe(code);
  await button(page, words('code.back')).click();
  await expect(page.getByRole('img', { name: words('qr.label') })).toBeVisible();
  expect(await phone.enterCode(code)).toEqual({ outcome: 'not-asked' });

  await askFor(page, words);
  await codeOf(page, words);
  const creds = path.join(station.userData, 'storage/whatsapp/roses/auth/creds.json');
  await expect.poll(() => readFile(creds, 'utf8')).toContain('"~"');
  const gone = new Promise((resolve) => station.app.process().once('exit', resolve));
  station.app.process().kill('SIGKILL');
  await gone;
  const { page: again } = await station.launch();
  await showTenant(again, 'Roses');
  await inEachLanguage(again, async (spoken) => {
    const note = again.getByRole('region', { name: spoken('found.title') });
    for (const part of ['found.code-pending', 'found.code-pending.step'] as const) {
      await expect(note).toContainText(spoken(part));
    }
  });
  await untilPhase(again, 'roses', 'awaiting-scan');
  const qr = (await tenantOf(again, 'roses'))?.session.qr?.text ?? '';
  expect(await phone.scan(qr)).toMatchObject({ outcome: 'linked' });
  await untilPhase(again, 'roses', 'connected');
  expect(station.whatsapp.counts.logins).toBe(1);
});

for (const language of someLanguages.oneWay) {
  test(`the practice phone types in a code that was asked for with its number, in ${language}`, async () => {
    const words = await speak(station.page, language);
    const practice = await openPractice(station.launched);
    await addTenant(practice, 'try', 'Try', words);
    const phone = practice.getByRole('complementary');
    await expect(button(practice, words('code.use'))).toBeVisible();
    await askFor(practice, words, (await phone.getByText(/^\+44/).textContent()) ?? '');
    const code = await codeOf(practice, words);
    const typed = phone.getByRole('textbox', { name: words('practice.code') });
    await typed.fill('1111-1111');
    await button(phone, words('practice.enter-code')).click();
    await expect(phone.getByRole('status')).toContainText(words('practice.outcome.wrong-code'));
    await typed.fill(code.toLowerCase());
    await button(phone, words('practice.enter-code')).click();
    await expect(phone.getByRole('status')).toContainText(words('practice.outcome.linked'));
    await untilPhase(practice, 'try', 'connected');
    await practice.close();
  });
}
