import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import type { SettingsStore } from '../../../electron/settings/settings-file.ts';
import { createSettings } from '../../../electron/settings/settings.ts';
import { defaultBridgeSettings } from '../../../shared/bridge.ts';
import type { NewNotice } from '../../../shared/console.ts';
import { defaultPreferences } from '../../../shared/default-preferences.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { openSmallDisk } from '../../support/small-disk.ts';

// electron-store itself, on a real disk: outside Electron its `electron` is only the path of a program, which it
// does not need where it is given a folder. The variable keeps that package from fetching the program.
let openStore: (folder: string) => SettingsStore;
beforeAll(async () => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', tmpdir());
  ({ openElectronSettingsStore: openStore } = await import('../../../electron/settings/electron-settings-store.ts'));
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = { x: 10, y: 20, width: 1000, height: 700, maximized: true };

function open(store: (path: string) => SettingsStore = openStore) {
  const notices: NewNotice[] = [];
  const clock = createFakeClock(1_790_000_000_000);
  const logger = createRecordingLogger();
  const settings = createSettings({
    path,
    openStore: store,
    clock,
    logger,
    onNotice: (notice) => notices.push(notice),
  });
  return { settings, notices };
}

it('starts with defaults and writes nothing until something is chosen', () => {
  const { settings, notices } = open();
  expect(settings.preferences()).toEqual(defaultPreferences);
  expect(settings.windowState()).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
  expect(notices).toEqual([]);
});

it('remembers what was chosen', () => {
  const first = open().settings;
  expect(first.setPreferences({ language: 'he' })).toEqual({ ...defaultPreferences, language: 'he' });
  first.setWindowState(place);
  expect(first.setPreferences({ theme: 'dark', language: undefined })).toEqual({
    ...defaultPreferences,
    language: 'he',
    theme: 'dark',
  });
  const second = open();
  expect(second.settings.preferences()).toEqual({ ...defaultPreferences, language: 'he', theme: 'dark' });
  expect(second.settings.windowState()).toEqual(place);
  expect(second.notices).toEqual([]);
});

it.skipIf(process.platform === 'win32')('is readable by its owner only', () => {
  open().settings.setPreferences({ theme: 'dark' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('tells listeners of a change until they are taken away', () => {
  const { settings } = open();
  const seen: string[] = [];
  const stop = settings.onPreferences(({ theme }) => seen.push(theme));
  settings.setPreferences({ theme: 'dark' });
  stop();
  settings.setPreferences({ theme: 'light' });
  expect(seen).toEqual(['dark']);
});

it('takes a file of an older version that lacks what came later', () => {
  writeFileSync(path, '{"preferences":{"theme":"light"}}');
  const { settings, notices } = open();
  expect(settings.preferences()).toEqual({ ...defaultPreferences, theme: 'light' });
  expect(notices).toEqual([]);
});

it('takes a bridge of an older version, and keeps whom it is to tell', () => {
  const { backendUrl, incomingMessages, ...older } = { ...defaultBridgeSettings, enabled: true, port: 4000 };
  writeFileSync(path, JSON.stringify({ bridge: older }));
  const { settings, notices } = open();
  expect(settings.bridge()).toEqual({ ...older, backendUrl, incomingMessages });
  const chosen = { ...older, backendUrl: 'https://backend.example/a|b', incomingMessages: true };
  settings.setBridge(chosen);
  expect(open().settings.bridge()).toEqual(chosen);
  settings.setBridge({ ...chosen, backendUrl: null });
  expect(open().settings.bridge()).toEqual({ ...chosen, backendUrl: null });
  expect(notices).toEqual([]);
});

it.each([
  ['empty', ''],
  ['cut short', '{"preferences":{"the'],
  ['no object', '[]'],
  ['of a wrong type', '{"preferences":{"theme":"pink"}}'],
  ['with an unknown name', '{"theme":"dark"}'],
  ['with half a window', '{"window":{"x":1}}'],
  ['with a backend that has no address', '{"bridge":{"backendUrl":"backend"}}'],
])('keeps a file aside that is %s, says where, and starts with defaults', (_, contents) => {
  writeFileSync(path, contents);
  const { settings, notices } = open();
  const aside = `${path}.corrupt-1790000000000`;
  expect(settings.preferences()).toEqual(defaultPreferences);
  expect(notices).toEqual([{ code: 'settings-reset', path: aside }]);
  expect(readFileSync(aside, 'utf8')).toBe(contents);
  settings.setPreferences({ theme: 'dark' });
  expect(open().settings.preferences().theme).toBe('dark');
});

it('holds what was chosen in memory where the file cannot be opened, and leaves what is there alone', () => {
  mkdirSync(path);
  const { settings, notices } = open();
  expect(settings.setPreferences({ theme: 'dark' }).theme).toBe('dark');
  expect(settings.preferences().theme).toBe('dark');
  expect(new Set(notices.map(({ code }) => code))).toEqual(new Set(['settings-not-saved']));
  expect(statSync(path).isDirectory()).toBe(true);
});

it('keeps what was saved where the disk is full, leaves nothing half-written, and says why', async (context) => {
  const disk = await openSmallDisk(64, context);
  folder = join(disk.path, 'data');
  path = join(folder, 'settings.json');
  mkdirSync(folder);
  open().settings.setPreferences({ theme: 'light' });
  const before = readFileSync(path, 'utf8');
  await disk.fill();
  const { settings, notices } = open();
  expect(settings.setPreferences({ theme: 'dark' }).theme).toBe('dark');
  expect(notices).toEqual([{ code: 'settings-not-saved', path, fault: 'storage-full' }]);
  expect(readFileSync(path, 'utf8')).toBe(before);
  // The library takes away what it began, a moment later.
  await expect.poll(() => readdirSync(folder)).toEqual(['settings.json']);
});

it('says so where a write fails, and goes on', () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const { settings, notices } = open(() => ({
    read: () => ({}),
    write: () => {
      throw full;
    },
  }));
  settings.setWindowState(place);
  expect(settings.windowState()).toEqual(place);
  expect(notices).toEqual([{ code: 'settings-not-saved', path }]);
});

it('keeps a pinned WA Web version until it is taken back', () => {
  open().settings.setWaVersionPin('2.3000.1034074495');
  expect(open().settings.waVersionPin()).toBe('2.3000.1034074495');
  open().settings.setWaVersionPin(undefined);
  expect(open().settings.waVersionPin()).toBeUndefined();
  expect(readFileSync(path, 'utf8')).not.toContain('waVersion');
});
