import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

import { type Page, expect, test } from '@playwright/test';

import { startTexts } from '../../shared/i18n/en/start.ts';
import { startTexts as hebrew } from '../../shared/i18n/he/start.ts';
import { directionOf } from '../../shared/i18n/language.ts';
import { filesInTheClear } from '../support/data-folder-rig.ts';
import { axeFindings } from './support/axe.ts';
import { tenantOf } from './support/bridge.ts';
import { type TestKeyring, startKeyring } from './support/keyring.ts';
import type { LaunchedConsole } from './support/launch.ts';
import { useStation } from './support/station.ts';
import { addTenant, linkTenant, speak } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button, openSettings } from './support/ways.ts';

test.skip(process.platform !== 'linux', 'elsewhere every computer has a keyring, which a test must not fill');

// Each starts the program several times.
test.describe.configure({ timeout: 240_000 });

const station = useStation();
const english = wordsOf('en');
const passphrase = 'four words that fit';
/** Stretching a passphrase takes half a second, and many times that on a busy machine. */
const stretched = { timeout: 30_000 };
const pictures = 'test-output/screenshots';
const say = startTexts;

/** Starts as a person does: nothing says that the folder may stay in the clear. `page` is the first window. */
const launchWithout = (): Promise<LaunchedConsole> => station.launch({ env: { DATA_IN_THE_CLEAR: '' } });
const launchWith = ({ env }: TestKeyring): Promise<LaunchedConsole> =>
  station.launch({ env: { DATA_IN_THE_CLEAR: '', ...env }, keyring: true });

/** The console's window, which comes after the page in front of it. */
async function consoleAfter({ app }: LaunchedConsole, act: () => Promise<unknown>): Promise<Page> {
  const [page] = await Promise.all([app.waitForEvent('window'), act()]);
  await page.getByRole('main').waitFor();
  return page;
}

const press = (page: Page, name: string) => button(page, name).click();
const fill = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

async function choosePassphrase(page: Page, text: string, submit: string): Promise<void> {
  await fill(page, say['start.passphrase.new'], text);
  await fill(page, say['start.passphrase.again'], text);
  await press(page, submit);
}

/** Takes the recovery code from the dialog that opens by itself, as a person with a pen does. */
async function writeDownCode(page: Page, words = english): Promise<string> {
  const code = await confirmCode(page, words);
  await expect(page.getByRole('alertdialog', { name: words('data.recovery.title') })).toBeHidden();
  return code;
}

/** The same where the program ends at once, and the window with it. */
async function confirmCode(page: Page, words = english): Promise<string> {
  const dialog = page.getByRole('alertdialog', { name: words('data.recovery.title') });
  await button(dialog, words('data.recovery.show')).click();
  const shown = dialog.getByText(/^(\w{5}-){5}\w{5}$/);
  const code = await shown.innerText();
  await page.screenshot({
    path: `${pictures}/recovery-code-${words === english ? 'en' : 'he'}.png`,
    animations: 'disabled',
  });
  expect(await axeFindings(page)).toEqual([]);
  await button(dialog, words('data.recovery.confirm')).click();
  return code;
}

/** The program would start again by itself, where the test has lost it. */
async function endsByItself({ app }: LaunchedConsole, act: () => Promise<unknown>): Promise<boolean> {
  await app.evaluate(({ app: program }) => {
    program.relaunch = () => Object.assign(globalThis, { relaunched: true });
  });
  const ended = app.waitForEvent('close');
  await act();
  await ended;
  return true;
}

/** The link is proven again after a start. A shared machine may take its time to draw the window. */
const comesBack = (page: Page) =>
  expect.poll(async () => (await tenantOf(page, 'flowers'))?.session.phase, { timeout: 30_000 }).toBe('connected');

const inTheClear = () => filesInTheClear(path.join(station.userData, 'storage'));
/** The name that its tenant has in this file is the word that must not be found in the clear. */
const secretName = 'secret flowers';

async function inHebrew(): Promise<void> {
  const settings = path.join(station.userData, 'settings.json');
  const before = JSON.parse(await readFile(settings, 'utf8').catch(() => '{}')) as { preferences?: object };
  const preferences = { ...before.preferences, language: 'he' };
  await writeFile(settings, JSON.stringify({ ...before, preferences }));
}

test('without a keyring the first start asks for a passphrase, and every later one; a forgotten one is no loss', async () => {
  const first = await launchWithout();
  const asked = first.page;
  await expect(title(asked, say['start.choose.title'])).toBeVisible();
  await expect(asked.getByLabel(say['start.passphrase.new'])).toBeFocused();
  await asked.screenshot({ path: `${pictures}/start-choose-en.png` });
  expect(await axeFindings(asked)).toEqual([]);
  await choosePassphrase(asked, 'too short', say['start.choose.submit']);
  await expect(asked.getByText(say['start.passphrase.short'])).toBeVisible();
  await fill(asked, say['start.passphrase.new'], passphrase);
  await press(asked, say['start.choose.submit']);
  await expect(asked.getByText(say['start.passphrase.differ'])).toBeVisible();
  const page = await consoleAfter(first, () => choosePassphrase(asked, passphrase, say['start.choose.submit']));
  await expect.poll(() => asked.isClosed()).toBe(true);

  // Nobody has the code yet: its dialog is there, and after "Later" a notice.
  await button(page.getByRole('alertdialog'), english('data.recovery.later')).click();
  await expect(page.getByText(english('data.recovery.notice'))).toBeVisible();
  await button(page, english('data.recovery.make')).first().click();
  const code = await writeDownCode(page);
  await expect(page.getByText(english('data.recovery.notice'))).toBeHidden();
  await addTenant(page, 'flowers', secretName);
  await openSettings(page, english);
  const data = page.getByRole('region', { name: english('settings.data'), exact: true });
  await expect(data).toContainText(english('data.sealed.passphrase'));
  await expect(data).toContainText(english('data.recovery.on-paper'));
  await data.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${pictures}/settings-data-en.png` });
  expect(await inTheClear()).toEqual([]);

  const second = await launchWithout();
  const locked = second.page;
  await expect(title(locked, say['start.unlock.title'])).toBeVisible();
  await locked.screenshot({ path: `${pictures}/start-unlock-en.png` });
  expect(await axeFindings(locked)).toEqual([]);
  await fill(locked, say['start.passphrase'], 'not that one, no');
  await press(locked, say['start.unlock.submit']);
  await expect(locked.getByText(say['start.problem.wrong-passphrase'])).toBeVisible();
  await press(locked, say['start.unlock.forgotten']);
  await expect(locked.getByText(say['start.recover.forgotten'])).toBeVisible();
  // One character is another: the page says in which group.
  await fill(
    locked,
    say['start.recover.code'],
    code.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A')),
  );
  await press(locked, say['start.recover.submit']);
  await expect(locked.getByText(say['start.problem.code-mistyped'].replace('{group}', '1'))).toBeVisible();
  await locked.screenshot({ path: `${pictures}/start-recover-en.png` });
  expect(await axeFindings(locked)).toEqual([]);
  await fill(locked, say['start.recover.code'], code.toLowerCase().replaceAll('-', ' '));
  await press(locked, say['start.recover.submit']);
  await expect(title(locked, say['start.new.title'])).toBeVisible();
  const another = 'other words, not those';
  const changed = 'and a third one, of words';
  const recovered = await consoleAfter(second, () => choosePassphrase(locked, another, say['start.new.submit']));
  await expect(recovered.getByText(secretName).first()).toBeVisible();

  // And another in the settings, after the one until now.
  await openSettings(recovered, english);
  await button(recovered, english('data.passphrase.change')).click();
  const dialog = recovered.getByRole('dialog', { name: english('data.passphrase.title') });
  const change = async (current: string) => {
    await dialog.getByLabel(english('data.passphrase.current'), { exact: true }).fill(current);
    await dialog.getByLabel(english('data.passphrase.new'), { exact: true }).fill(changed);
    await dialog.getByLabel(english('data.passphrase.again'), { exact: true }).fill(changed);
    await button(dialog, english('data.passphrase.submit')).click();
  };
  await change(passphrase);
  await expect(dialog.getByRole('alert')).toContainText(english('error.wrong-passphrase'), stretched);
  expect(await axeFindings(recovered)).toEqual([]);
  await recovered.screenshot({ path: `${pictures}/change-passphrase-en.png` });
  await change(another);
  await expect(recovered.getByText(english('data.passphrase.done'))).toBeVisible(stretched);
  await button(recovered, english('audit.title')).click();
  const about = recovered.getByRole('row').filter({ hasText: english('audit.about.passphrase') });
  await expect(about.filter({ hasText: english('audit.done') })).toHaveCount(1);
  await expect(about.filter({ hasText: english('audit.outcome.wrong-passphrase') })).toHaveCount(1);

  // Only the new one opens it, and no log has any.
  const third = await launchWithout();
  await fill(third.page, say['start.passphrase'], another);
  await press(third.page, say['start.unlock.submit']);
  await expect(third.page.getByText(say['start.problem.wrong-passphrase'])).toBeVisible();
  await fill(third.page, say['start.passphrase'], changed);
  const last = await consoleAfter(third, () => press(third.page, say['start.unlock.submit']));
  await expect(last.getByText(secretName).first()).toBeVisible();
  const log = await readFile(path.join(station.userData, 'logs', 'console.log'), 'utf8');
  const audit = await readFile(path.join(station.userData, 'audit', 'audit.jsonl'), 'utf8');
  for (const secret of [passphrase, another, changed, code, code.slice(0, 11)])
    expect(log + audit).not.toContain(secret);
});

test('who closes the page in front of the console ends the program, and nothing was written', async () => {
  const { app, page } = await launchWithout();
  await title(page, say['start.choose.title']).waitFor();
  const ended = app.waitForEvent('close');
  await page.close();
  await ended;
  await expect(readFile(path.join(station.userData, 'data-key.json'))).rejects.toThrow('ENOENT');
});

test('a folder that is left open says so until it is encrypted, in Hebrew', async () => {
  await mkdir(station.userData, { recursive: true });
  await inHebrew();
  const first = await launchWithout();
  const words = wordsOf('he');
  await expect(first.page.locator('html')).toHaveAttribute('dir', directionOf('he'));
  await expect(title(first.page, hebrew['start.choose.title'])).toBeVisible();
  await first.page.screenshot({ path: `${pictures}/start-choose-he.png` });
  await press(first.page, hebrew['start.choose.open']);
  await expect(title(first.page, hebrew['start.open.title'])).toBeVisible();
  await expect(button(first.page, hebrew['start.back'])).toBeFocused();
  await first.page.screenshot({ path: `${pictures}/start-leave-open-he.png` });
  const page = await consoleAfter(first, () => press(first.page, hebrew['start.open.confirm']));
  await addTenant(page, 'flowers', secretName, words);
  await expect(page.getByText(words('data.open.notice'))).toBeVisible();
  await page.screenshot({ path: `${pictures}/left-open-he.png` });
  expect(await axeFindings(page)).toEqual([]);
  await speak(page, 'en');
  await page.screenshot({ path: `${pictures}/left-open-en.png` });
  await speak(page, 'he');
  await openSettings(page, words);
  const data = page.getByRole('region', { name: words('settings.data'), exact: true });
  await expect(data).toContainText(words('data.open.notice'));
  expect(await inTheClear()).not.toEqual([]);

  // Sealing after all: the program ends, and its next start asks.
  await button(data, words('data.open.seal')).click();
  await endsByItself(first, () => button(page.getByRole('alertdialog'), words('data.open.seal')).click());
  const second = await launchWithout();
  await fill(second.page, hebrew['start.passphrase.new'], passphrase);
  await fill(second.page, hebrew['start.passphrase.again'], passphrase);
  const sealed = await consoleAfter(second, () => press(second.page, hebrew['start.choose.submit']));
  await writeDownCode(sealed, words);
  await expect(sealed.getByText(secretName).first()).toBeVisible();
  await expect(sealed.getByText(words('data.open.notice'))).toBeHidden();
  expect(await inTheClear()).toEqual([]);
});

test('a keyring seals and opens without a question; once it is lost, the recovery code brings the link back', async () => {
  const { whatsapp, userData } = station;
  const keyring = await startKeyring();
  const phone = whatsapp.addPhone({ number: '972501234567' });
  let code: string;
  try {
    const first = await launchWith(keyring);
    code = await writeDownCode(first.page);
    await linkTenant(first.page, phone, 'flowers', secretName);
    await openSettings(first.page, english);
    await expect(first.page.getByText(english('data.sealed.keyring'))).toBeVisible();
    expect(await inTheClear()).toEqual([]);

    // The restart opens it, and the link comes back.
    const second = await launchWith(keyring);
    await second.page.getByRole('main').waitFor();
    await comesBack(second.page);

    // A new data key, and with it a new code; the next start seals everything anew.
    const former = await readFile(path.join(userData, 'data-key.json'), 'utf8');
    await openSettings(second.page, english);
    await button(second.page, english('data.key.renew')).click();
    await button(second.page.getByRole('alertdialog'), english('data.key.renew.confirm')).click();
    await endsByItself(second, async () => (code = await confirmCode(second.page)));
    const third = await launchWith(keyring);
    await comesBack(third.page);
    const renewed = JSON.parse(await readFile(path.join(userData, 'data-key.json'), 'utf8')) as { keyId: string };
    expect(renewed).toMatchObject({ state: 'sealed', former: [] });
    expect(former).not.toContain(renewed.keyId);
  } finally {
    // Without its bus it would not end in an orderly way.
    await station.launched.close();
    await keyring.close();
  }

  const kept = await readFile(path.join(userData, 'data-key.json'));
  const missing = await launchWithout();
  await expect(missing.page.getByText(say['start.recover.keyring-missing'])).toBeVisible();
  const other = await startKeyring();
  try {
    await inHebrew();
    const lost = await launchWith(other);
    await expect(lost.page.getByText(hebrew['start.recover.keyring-other'])).toBeVisible();
    await lost.page.screenshot({ path: `${pictures}/start-recover-he.png` });
    expect(await axeFindings(lost.page)).toEqual([]);
    expect(await readFile(path.join(userData, 'data-key.json'))).toEqual(kept);
    await fill(lost.page, hebrew['start.recover.code'], code);
    const page = await consoleAfter(lost, () => press(lost.page, hebrew['start.recover.submit']));
    await comesBack(page);

    // From here on this keyring opens it.
    const last = await launchWith(other);
    await comesBack(last.page);
  } finally {
    await station.launched.close();
    await other.close();
  }
});
