import { execFile } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from '@playwright/test';

import { mainTexts as mainHe } from '../../shared/i18n/he/main.ts';
import { languageCodes } from '../../shared/i18n/languages.ts';
import { mainTextsOf } from '../support/languages.ts';
import { advanceClock, bridgeOf, eventsOf, showCode, tenantOf, untilPhase } from './support/bridge.ts';
import { type LaunchedConsole, askedWhile } from './support/launch.ts';
import { useStation } from './support/station.ts';
import { inEachLanguage, linkTenant, speak, stem } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { withTrayHost } from './support/tray.ts';
import { button } from './support/ways.ts';

const station = useStation();

const isVisible = ({ app }: LaunchedConsole) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
/** A turn later: the program may end with its window, and this call must be answered before. */
const closeWindow = ({ app }: LaunchedConsole) =>
  app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });

/** Starts the program once more on the same folder; answers its exit code. */
function startAgain({ app }: LaunchedConsole): Promise<number | null> {
  const { spawnfile, spawnargs } = app.process();
  const env = { ...process.env, PAIRING_CONSOLE_USER_DATA: station.userData };
  // Without the debugger's port, which the first one has.
  const args = spawnargs.slice(1).filter((argument) => !/^--(inspect|remote-debugging)/.test(argument));
  return new Promise((resolve) => {
    const second = execFile(spawnfile, args, { env }, () => resolve(second.exitCode));
  });
}

test('after its process died, the window shows the same page and sessions again, without a new login', async () => {
  const { app, page } = await station.launch();
  const { whatsapp } = station;
  await linkTenant(page, whatsapp.addPhone({ number: '972501234567' }), 'flowers', 'Flowers');
  const { logins, connections } = station.whatsapp.counts;
  const proofOf = () => page.getByRole('region', { name: wordsOf('en')('evidence.title') }).innerText();
  const proof = (await proofOf()).split('\n');

  /** Text of the page after its process came back; Playwright lost the page with the old process. */
  const crash = () =>
    app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) throw new Error('no window');
      const back = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
      contents.forcefullyCrashRenderer();
      await back;
      return contents.executeJavaScript(`new Promise((resolve) => {
        const read = () => {
          const article = document.querySelector('main article');
          if (article === null) requestAnimationFrame(read);
          else resolve({ text: article.innerText, direction: document.dir });
        };
        read();
      })`) as Promise<{ readonly text: string; readonly direction: string }>;
    });
  const inEnglish = await crash();
  expect(inEnglish.direction).toBe('ltr');
  for (const line of ['Flowers', wordsOf('en')('standing.probation.title'), ...proof]) {
    expect(inEnglish.text).toContain(line);
  }
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      `window.pairingConsole.preferences.set({ language: 'he' })`,
    ),
  );
  // A page that dies twice within a minute is not loaded again without a question.
  await advanceClock(app, 61_000);
  const inHebrew = await crash();
  expect(inHebrew.direction).toBe('rtl');
  expect(inHebrew.text).toContain(wordsOf('he')('standing.probation.title'));

  const asked = await askedWhile(app, 0, () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()),
  );
  expect(asked).toMatchObject({
    message: mainHe.crashed,
    detail: mainHe.crashedDetail,
    buttons: [mainHe.reloadAfterCrash, mainHe.closeAfterCrash],
  });
  expect(station.whatsapp.counts).toMatchObject({ logins, connections });
});

test('a second start brings the open window to the front, and ends', async () => {
  const first = await station.launch();
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await startAgain(first)).toBe(0);
  await expect.poll(() => isVisible(first)).toBe(true);
});

test('where the desktop has no tray, the program says so and ends with its window', async () => {
  const first = await station.launch({ env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${station.userData}/no-bus` } });
  const { page } = first;
  const info = await bridgeOf(page).app.info();
  expect(info).toMatchObject({ ok: true, value: { tray: false, practice: false, dataFolder: station.userData } });
  const answer = await bridgeOf(page).preferences.set({ keepInTray: true, theme: 'dark' });
  expect(answer).toEqual({ ok: false, error: { code: 'no-tray' } });
  const kept = await bridgeOf(page).preferences.get();
  expect(kept).toMatchObject({ ok: true, value: { keepInTray: false, theme: 'system' } });
  const ended = once(first.app.process(), 'exit');
  await closeWindow(first);
  expect(await ended).toEqual([0, null]);
});

test('in the tray the sessions run on without the window; a second start opens it again', async () => {
  const first = await station.launch({ env: await withTrayHost(station.userData) });
  const { page } = first;
  const answer = await bridgeOf(page).preferences.set({ keepInTray: true });
  expect(answer).toMatchObject({ ok: true, value: { keepInTray: true } });
  const { code } = await showCode(page, 'flowers');
  await station.whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await untilPhase(page, 'flowers', 'connected');
  await closeWindow(first);
  await expect.poll(() => isVisible(first)).toBe(false);
  expect(station.whatsapp.counts.live).toBe(1);
  await startAgain(first);
  await expect.poll(() => isVisible(first)).toBe(true);
  expect((await tenantOf(page, 'flowers'))?.session.phase).toBe('connected');
});

test('quitting asks while a phone is being linked, and only then', async () => {
  const first = await station.launch();
  const { app, page } = first;
  const { code } = await showCode(page, 'flowers');
  for (const language of languageCodes) {
    const texts = mainTextsOf(language);
    await speak(page, language);
    expect(await askedWhile(app, 0, () => closeWindow(first))).toMatchObject({
      message: texts.quitQuestion,
      detail: texts.quitDetail,
      buttons: [texts.keepRunning, texts.quitAnyway],
      defaultId: 0,
      cancelId: 0,
    });
    expect(await isVisible(first)).toBe(true);
  }
  expect((await tenantOf(page, 'flowers'))?.session.phase).toBe('awaiting-scan');

  await station.whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await untilPhase(page, 'flowers', 'connected');
  const ended = once(app.process(), 'exit');
  await closeWindow(first);
  expect(await ended).toEqual([0, null]);
});

test('a signal quits without a question, also while that question is open', async () => {
  const { app, page } = await station.launch();
  await showCode(page, 'flowers');
  await app.evaluate(({ app: program, dialog }) => {
    const asked = new Promise<void>((resolve) => {
      dialog.showMessageBox = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    program.quit();
    return asked;
  });
  const ended = once(app.process(), 'exit');
  app.process().kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(station.whatsapp.counts.live).toBe(0);
});

test('after a sleep every link reconnects once, and the window learns of the sleep', async () => {
  const { app, page } = await station.launch();
  const { code } = await showCode(page, 'flowers');
  await station.whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await untilPhase(page, 'flowers', 'connected');
  const { logins } = station.whatsapp.counts;
  const told = await eventsOf(page, 'app.power', 3);
  await advanceClock(app, 60_000);
  const open = station.whatsapp.next('open');
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    powerMonitor.emit('resume');
  });
  expect(await told()).toMatchObject([{ state: 'asleep' }, { state: 'awake' }, { state: 'awake' }]);
  await open;
  await untilPhase(page, 'flowers', 'connected');
  expect(station.whatsapp.counts).toMatchObject({ logins: logins + 1, live: 1 });
  await inEachLanguage(page, async (words) => {
    await expect(page.getByText(stem(words, 'reconnecting.slept'))).toBeVisible();
  });
  await button(page.getByRole('main'), wordsOf('en')('common.dismiss')).click();
  await expect(page.getByText(stem(wordsOf('en'), 'reconnecting.slept'))).toBeHidden();
  const failures = await bridgeOf(page).journal.list({ limit: 10 });
  expect(failures).toEqual({ ok: true, value: [] });
});

test('the menu speaks the language that was chosen and gives its commands to the window', async () => {
  const { app, page } = await station.launch();
  const labels = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
  expect(await labels()).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
  await bridgeOf(page).preferences.set({ language: 'he' });
  expect(await labels()).toEqual(['קובץ', 'עריכה', 'תצוגה', 'חלון', 'עזרה']);

  const commands = await eventsOf(page, 'app.command', 5);
  await app.evaluate(({ Menu }) => {
    for (const id of ['add-tenant', 'search', 'failure-log', 'settings', 'shortcuts']) {
      Menu.getApplicationMenu()?.getMenuItemById(id)?.click();
    }
  });
  expect(await commands()).toEqual(
    ['add-tenant', 'search', 'failure-log', 'settings', 'shortcuts'].map((name) => ({ name })),
  );
});

test('the window lists the packages of the program, and copies text', async () => {
  const { app, page } = await station.launch();
  const licences = await bridgeOf(page).app.licences();
  const byName = new Map((licences.ok ? licences.value : []).map((licence) => [licence.name, licence]));
  for (const name of ['Electron', 'Chromium', 'react', 'zod', '@whiskeysockets/baileys', 'electron-store']) {
    expect(byName.get(name)?.licence, name).toMatch(/\w/);
  }
  expect(byName.get('react')?.text).toContain('Permission is hereby granted');
  for (const font of ['@fontsource-variable/rubik', '@fontsource-variable/jetbrains-mono']) {
    expect(byName.get(font)?.licence).toBe('OFL-1.1');
    expect(byName.get(font)?.text).toContain('SIL OPEN FONT LICENSE');
  }
  await bridgeOf(page).app.copyText({ text: 'קוד 42' });
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('קוד 42');
});
