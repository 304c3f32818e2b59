import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { type Page, expect, test } from '@playwright/test';

import { advanceClock, bridgeOf } from './support/bridge.ts';
import { useStation } from './support/station.ts';
import { addTenant, openPractice, readQr, someLanguages, speak } from './support/steps.ts';
import { type Words, button, openSettings } from './support/ways.ts';

const station = useStation();
const noaPin = '271828';
const tomPin = '314159';

const section = (page: Page, words: Words) => page.getByRole('region', { name: words('operators.title') });

/** Adds an operator as a person would, by the keyboard alone. */
async function addOperator(page: Page, words: Words, name: string, pin: string): Promise<void> {
  await button(section(page, words), words('operators.add')).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await page.keyboard.type(name);
  for (const label of ['operators.pin', 'operators.pin.again'] as const) {
    await dialog.getByLabel(words(label), { exact: true }).fill(pin);
  }
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}

/** From the lock page, by the keyboard. */
async function signIn(page: Page, words: Words, pin: string): Promise<void> {
  await expect(page.getByRole('heading', { name: words('lock.title') })).toBeVisible();
  await page.getByLabel(words('lock.pin'), { exact: true }).focus();
  await page.keyboard.type(pin);
  await page.keyboard.press('Enter');
}

async function pressMenu(id: string): Promise<void> {
  await station.app.evaluate(({ Menu }, name) => {
    Menu.getApplicationMenu()?.getMenuItemById(name)?.click();
  }, id);
}

for (const language of someLanguages.otherWay) {
  test(`operators sign in, lock, and may do what their role allows, in ${language}`, async () => {
    const { page, userData } = await station.launch();
    const words = await speak(page, language);
    await addTenant(page, 'bakery', 'Bakery', words, '972501234567');
    const scanned = await readQr(page, words);
    await addTenant(page, 'flowers', 'Flowers', words, '972507654321');
    const code = await readQr(page, words);
    await openSettings(page, words);
    await expect(section(page, words)).toContainText(words('operators.none'));
    await addOperator(page, words, 'Noa', noaPin);
    await addOperator(page, words, 'Tom', tomPin);
    await button(section(page, words), words('operators.change.of').replace('{name}', '⁨Tom⁩')).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('operators.role') })
      .click();
    await page.getByRole('option', { name: words('operators.role.look'), exact: true }).click();
    await button(page.getByRole('dialog'), words('operators.change.submit')).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await section(page, words).scrollIntoViewIfNeeded();
    await page.screenshot({ path: test.info().outputPath('operators.png') });

    // Locked by the menu's entry: the page has no name, and the main process gives none, nor a code.
    await pressMenu('lock');
    await expect(page.getByRole('heading', { name: words('lock.title') })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('lock.png') });
    await expect(page.locator('body')).not.toContainText('Bakery');
    const bridge = bridgeOf(page);
    for (const ask of [
      () => bridge.console.state(),
      () => bridge.linking.state(),
      () => bridge.journal.list({ limit: 10 }),
      () => bridge.session.start({ tenantId: 'bakery' }),
      () => bridge.operators.add({ name: 'Eve', role: 'administer', pin: '161803' }),
    ]) {
      expect(await ask()).toEqual({ ok: false, error: { code: 'locked' } });
    }
    // The links go on, and all that the window hears of them is a figure.
    const heard = await page.evaluateHandle(() => {
      const changes: unknown[] = [];
      const { pairingConsole } = globalThis as unknown as {
        pairingConsole: { console: { changed: (listener: (change: unknown) => void) => void } };
      };
      pairingConsole.console.changed((change) => changes.push(change));
      return changes;
    });
    await station.whatsapp.addPhone({ number: '972501234567' }).scan(scanned);
    await expect(page.getByRole('status')).toContainText(/1\D+2/, { timeout: 30_000 });
    expect(await heard.jsonValue()).toEqual([]);

    // A wrong PIN, then the right one, of somebody who may look.
    await page.getByRole('button', { name: words('lock.who') }).click();
    await page.getByRole('option', { name: 'Tom' }).click();
    await signIn(page, words, '999999');
    await expect(page.getByRole('alert')).toContainText(words('error.wrong-pin'));
    await signIn(page, words, tomPin);
    await expect(page.getByRole('option', { name: /Bakery/ })).toBeVisible();
    await page.getByRole('option', { name: /Flowers/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Flowers' })).toBeVisible();
    await expect(page.getByRole('img', { name: words('qr.label') })).toHaveCount(0);
    await page.screenshot({ path: test.info().outputPath('look.png') });
    const seen = JSON.stringify(await bridge.console.state());
    expect(seen).toContain('Bakery');
    expect(seen).not.toContain(code);
    expect(seen).not.toMatch(/(67|21)"/);
    const remove = page.getByRole('button', { name: words('tenant.remove') });
    await expect(remove).toHaveAttribute('aria-disabled', 'true');
    await remove.focus();
    await expect(page.getByRole('tooltip')).toHaveText(words('operators.refused'));
    expect(await bridge.tenants.remove({ tenantId: 'flowers' })).toEqual({
      ok: false,
      error: { code: 'role-refused' },
    });
    expect(await bridge.session.relink({ tenantId: 'flowers' })).toEqual({
      ok: false,
      error: { code: 'role-refused' },
    });
    expect(await bridge.preferences.set({ keepInTray: false })).toEqual({ ok: false, error: { code: 'role-refused' } });

    // The administrator comes back, by the keys.
    await button(page, words('operators.lock').replace('{name}', '⁨Tom⁩')).click();
    await signIn(page, words, noaPin);
    await page.getByRole('option', { name: /Flowers/ }).click();
    await expect(page.getByRole('img', { name: words('qr.label') })).toBeVisible();
    await openSettings(page, words);
    await button(page, words('audit.title')).click();
    const rows = page.getByRole('table').getByRole('row');
    await expect(rows.nth(1)).toContainText(words('audit.act.sign-in'));
    await expect(rows.nth(1)).toContainText('Noa (');
    await expect(rows.filter({ hasText: 'tenants.remove' })).toContainText(words('audit.outcome.not-allowed'));
    await expect(rows.filter({ hasText: words('audit.outcome.wrong-pin') })).toContainText('Tom');
    await page.screenshot({ path: test.info().outputPath('audit.png') });
    const written = await readFile(path.join(userData, 'audit', 'audit.jsonl'), 'utf8');
    for (const pin of [noaPin, tomPin, '999999']) expect(written).not.toContain(pin);
  });
}

test('a restart is locked, practice opens all the same, and a damaged file unlocks nothing', async () => {
  const first = await station.launch();
  const words = await speak(first.page, 'en');
  await addTenant(first.page, 'bakery', 'Bakery', words);
  await bridgeOf(first.page).operators.add({ name: 'Noa', role: 'administer', pin: noaPin });
  const file = path.join(first.userData, 'operators.json');

  const { page, ...launched } = await station.launch();
  await signIn(page, words, noaPin);
  await expect(page.getByRole('option', { name: /Bakery/ })).toBeVisible();
  const practice = await openPractice({ ...launched, page });
  await pressMenu('lock');
  await expect(page.getByRole('heading', { name: words('lock.title') })).toBeVisible();
  // Preferences are shared with the real console.
  expect(await bridgeOf(practice).preferences.set({ keepInTray: false })).toEqual({
    ok: false,
    error: { code: 'locked' },
  });
  await expect(practice.getByRole('heading', { name: words('lock.title') })).toHaveCount(0);

  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, -20));
  const damaged = await station.launch();
  await expect(damaged.page.getByRole('alert')).toContainText(file);
  await damaged.page.screenshot({ path: test.info().outputPath('damaged.png') });
  expect(await bridgeOf(damaged.page).console.state()).toEqual({ ok: false, error: { code: 'locked' } });
  await writeFile(file, whole);
  await button(damaged.page, words('app.retry')).click();
  await signIn(damaged.page, words, noaPin);
  await expect(damaged.page.getByRole('option', { name: /Bakery/ })).toBeVisible();
});

test('the window locks when nobody uses it, and the customers’ display shows no code then', async () => {
  const { app, page } = await station.launch();
  const words = await speak(page, 'en');
  await addTenant(page, 'bakery', 'Bakery', words);
  await bridgeOf(page).operators.add({ name: 'Noa', role: 'administer', pin: noaPin });
  await bridgeOf(page).linking.begin({ tenantIds: ['bakery'] });
  const opening = app.waitForEvent('window');
  await button(page, words('wall.display.open')).click();
  const display = await opening;
  await expect(display.getByRole('img', { name: words('qr.label') })).toBeVisible();

  // Nobody has touched the window for four minutes, then for six.
  await advanceClock(app, 4 * 60_000);
  await page.mouse.move(200, 200);
  await advanceClock(app, 4 * 60_000);
  await page.mouse.move(210, 210);
  await expect(page.getByRole('option', { name: /Bakery/ })).toBeVisible();
  await advanceClock(app, 6 * 60_000);
  await page.mouse.move(220, 220);
  await expect(page.getByRole('heading', { name: words('lock.title') })).toBeVisible();
  await expect(display.getByRole('img', { name: words('qr.label') })).toHaveCount(0);
  await signIn(page, words, noaPin);
  await expect(display.getByRole('img', { name: words('qr.label') })).toBeVisible({ timeout: 15_000 });
});
