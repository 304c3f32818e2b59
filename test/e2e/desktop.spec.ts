import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect, test } from '@playwright/test';

import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { advanceClock, bridgeOf, eventsOf, showCode, tenantOf, untilPhase } from './support/bridge.ts';
import type { LaunchedConsole, LaunchOptions } from './support/launch.ts';
import { answerDialogs, launchConsole } from './support/launch.ts';
import { wordsOf } from './support/stops.ts';

let whatsapp: LoopbackWhatsApp;
let userData: string;
let launched: LaunchedConsole | undefined;

test.beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
  userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
});
test.afterEach(async () => {
  await launched?.close();
  launched = undefined;
  await whatsapp.close();
  await rm(userData, { recursive: true, force: true });
});

async function launch(options: LaunchOptions = {}): Promise<LaunchedConsole> {
  return (launched = await launchConsole({ userData, whatsappUrl: whatsapp.url, ...options }));
}

const isVisible = ({ app }: LaunchedConsole) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
const closeWindow = ({ app }: LaunchedConsole) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** Starts the program once more on the same folder; answers its exit code. */
function startAgain({ app }: LaunchedConsole): Promise<number | null> {
  const { spawnfile, spawnargs } = app.process();
  const env = { ...process.env, PAIRING_CONSOLE_USER_DATA: userData };
  // Without the debugger's port, which the first one has.
  const args = spawnargs.slice(1).filter((argument) => !/^--(inspect|remote-debugging)/.test(argument));
  return new Promise((resolve) => {
    const second = execFile(spawnfile, args, { env }, () => resolve(second.exitCode));
  });
}

/** An environment whose desktop seems to have a place for tray icons. */
async function withTrayHost(): Promise<Record<string, string>> {
  const gdbus = path.join(userData, 'gdbus');
  await writeFile(gdbus, '#!/bin/sh\necho "(true,)"\n');
  await chmod(gdbus, 0o755);
  return { PATH: `${userData}:${process.env.PATH ?? ''}`, DBUS_SESSION_BUS_ADDRESS: `unix:path=${userData}/no-bus` };
}

test('a window whose process dies comes back to the same sessions, without a new login', async () => {
  const { app, page } = await launch();
  const { code } = await showCode(page, 'flowers');
  await whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await untilPhase(page, 'flowers', 'connected');
  const { logins, connections } = whatsapp.counts;

  const phase = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('no window');
    const back = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
    contents.forcefullyCrashRenderer();
    await back;
    return contents.executeJavaScript(
      'window.pairingConsole.console.state().then(({ value }) => value.tenants[0].session.phase)',
    ) as Promise<string>;
  });
  expect(phase).toBe('connected');
  expect(whatsapp.counts).toMatchObject({ logins, connections, live: 1 });
});

test('a second start brings the window that is open to the front, and ends', async () => {
  const first = await launch();
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await startAgain(first)).toBe(0);
  await expect.poll(() => isVisible(first)).toBe(true);
});

test('without a place for tray icons the program says so, and ends with its window', async () => {
  const first = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${userData}/no-bus` } });
  const { page } = first;
  const info = await bridgeOf(page).app.info();
  expect(info).toMatchObject({ ok: true, value: { tray: false, practice: false, dataFolder: userData } });
  const answer = await bridgeOf(page).preferences.set({ keepInTray: true, theme: 'dark' });
  expect(answer).toEqual({ ok: false, error: { code: 'no-tray' } });
  const kept = await bridgeOf(page).preferences.get();
  expect(kept).toMatchObject({ ok: true, value: { keepInTray: false, theme: 'system' } });
  const ended = once(first.app.process(), 'exit');
  await closeWindow(first);
  expect(await ended).toEqual([0, null]);
});

test('in the tray the sessions go on without the window, which comes back by a second start', async () => {
  const first = await launch({ env: await withTrayHost() });
  const { page } = first;
  const answer = await bridgeOf(page).preferences.set({ keepInTray: true });
  expect(answer).toMatchObject({ ok: true, value: { keepInTray: true } });
  const { code } = await showCode(page, 'flowers');
  await whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await untilPhase(page, 'flowers', 'connected');
  await closeWindow(first);
  await expect.poll(() => isVisible(first)).toBe(false);
  expect(whatsapp.counts.live).toBe(1);
  await startAgain(first);
  await expect.poll(() => isVisible(first)).toBe(true);
  expect((await tenantOf(page, 'flowers'))?.session.phase).toBe('connected');
});

test('quitting asks while a phone is being linked, and only then', async () => {
  const first = await launch();
  const { app, page } = first;
  const { code } = await showCode(page, 'flowers');
  await answerDialogs(app, 0);
  await closeWindow(first);
  await bridgeOf(page).preferences.set({ language: 'he' });
  expect(await isVisible(first)).toBe(true);
  expect((await tenantOf(page, 'flowers'))?.session.phase).toBe('awaiting-scan');

  await whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await untilPhase(page, 'flowers', 'connected');
  const ended = once(app.process(), 'exit');
  await closeWindow(first);
  expect(await ended).toEqual([0, null]);
});

test('a signal quits without a question, even one that has been asked already', async () => {
  const { app, page } = await launch();
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
  expect(whatsapp.counts.live).toBe(0);
});

test('after a sleep every link is made anew once, and the window is told', async () => {
  const { app, page } = await launch();
  const { code } = await showCode(page, 'flowers');
  await whatsapp.addPhone({ number: '972501234567' }).scan(code);
  await untilPhase(page, 'flowers', 'connected');
  const { logins } = whatsapp.counts;
  const told = await eventsOf(page, 'app.power', 3);
  await advanceClock(app, 60_000);
  const open = whatsapp.next('open');
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    powerMonitor.emit('resume');
  });
  expect(await told()).toMatchObject([{ state: 'asleep' }, { state: 'awake' }, { state: 'awake' }]);
  await open;
  await untilPhase(page, 'flowers', 'connected');
  expect(whatsapp.counts).toMatchObject({ logins: logins + 1, live: 1 });
  for (const language of ['en', 'he'] as const) {
    await bridgeOf(page).preferences.set({ language });
    const asleep = wordsOf(language)('reconnecting.slept').split('{')[0] ?? '';
    await expect(page.getByText(asleep.trim())).toBeVisible();
  }
  const failures = await bridgeOf(page).journal.list({ limit: 10 });
  expect(failures).toEqual({ ok: true, value: [] });
});

test('the menu speaks the language that was chosen and gives its commands to the window', async () => {
  const { app, page } = await launch();
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

test('a notification names the tenant, no number, and its click shows the tenant', async () => {
  const { app, page } = await launch();
  await app.evaluate(({ BrowserWindow, Notification }) => {
    const shown: unknown[] = [];
    Object.assign(globalThis, { shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: Electron.Notification) {
      shown.push({ title: this.title, body: this.body });
      this.emit('click');
    };
    // What a person does who looks at something else.
    BrowserWindow.getAllWindows()[0]?.blur();
    const [window] = BrowserWindow.getAllWindows();
    if (window !== undefined) window.isFocused = () => false;
  });
  const phone = whatsapp.addPhone({ number: '972501234567' });
  const { code } = await showCode(page, 'flowers');
  await phone.scan(code);
  await untilPhase(page, 'flowers', 'connected');
  const command = await eventsOf(page, 'app.command', 1);
  phone.unlink(phone.devices[0]?.jid ?? '');
  expect(await command()).toEqual([{ name: 'show-tenant', tenantId: 'flowers' }]);
  const shown = await app.evaluate(() => (globalThis as unknown as { shown: unknown[] }).shown);
  expect(shown).toEqual([
    { title: 'A tenant needs you', body: '\u2068Shop flowers\u2069: open the console to see what happened.' },
  ]);
});

test('starting with the system is an entry of its autostart folder', async () => {
  test.skip(process.platform !== 'linux', 'the other systems keep a list of their own');
  const { page } = await launch({ env: { XDG_CONFIG_HOME: path.join(userData, 'config') } });
  const entry = path.join(userData, 'config', 'autostart', 'pairing-console.desktop');
  await bridgeOf(page).preferences.set({ startWithSystem: true });
  expect(await readFile(entry, 'utf8')).toMatch(/^Exec="[^"]+" "[^"]+"$/m);
  await bridgeOf(page).preferences.set({ startWithSystem: false });
  await expect(readFile(entry)).rejects.toThrow('ENOENT');
});

test('the window can be told what the program is made of, and copy text', async () => {
  const { app, page } = await launch();
  const licences = await bridgeOf(page).app.licences();
  const byName = new Map((licences.ok ? licences.value : []).map((licence) => [licence.name, licence]));
  for (const name of ['Electron', 'Chromium', 'react', 'zod', '@whiskeysockets/baileys', 'electron-store']) {
    expect(byName.get(name)?.licence, name).toMatch(/\w/);
  }
  expect(byName.get('react')?.text).toContain('Permission is hereby granted');
  await bridgeOf(page).app.copyText({ text: 'קוד 42' });
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('קוד 42');
});
