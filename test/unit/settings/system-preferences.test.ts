import { beforeEach, expect, it } from 'vitest';

import { type SystemPreferences, createSystemPreferences } from '../../../electron/settings/system-preferences.ts';
import { defaultPreferences } from '../../../shared/default-preferences.ts';
import type { Preferences } from '../../../shared/preferences.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let preferences: Preferences;
let saved: unknown[];
let system: { on: boolean; fault: Error | undefined; tray: boolean };
let logger: ReturnType<typeof createRecordingLogger>;
let desired: SystemPreferences;
beforeEach(() => {
  preferences = defaultPreferences;
  saved = [];
  system = { on: false, fault: undefined, tray: true };
  logger = createRecordingLogger();
  const obey = <T>(value: () => T) =>
    system.fault === undefined ? Promise.resolve(value()) : Promise.reject(system.fault);
  desired = createSystemPreferences({
    settings: {
      preferences: () => preferences,
      setPreferences(change) {
        saved.push(change);
        return preferences;
      },
    },
    autostart: { isOn: () => obey(() => system.on), set: (on) => obey(() => void (system.on = on)) },
    hasTray: () => Promise.resolve(system.tray),
    logger,
  });
});

it('does what the system is asked for, before anything is saved', async () => {
  expect(await desired.apply({ startWithSystem: true, keepInTray: true, theme: 'dark' })).toBeUndefined();
  expect(system.on).toBe(true);
  expect(saved).toEqual([]);
});

it('says where there is no tray, and then asks the system for nothing', async () => {
  system.tray = false;
  expect(await desired.apply({ startWithSystem: true, keepInTray: true })).toEqual({ code: 'no-tray' });
  expect(system.on).toBe(false);
  expect(await desired.apply({ keepInTray: false })).toBeUndefined();
});

it('says where the system refuses', async () => {
  system.fault = new Error('denied');
  expect(await desired.apply({ startWithSystem: true })).toEqual({ code: 'autostart-failed' });
  expect(await desired.apply({ theme: 'dark' })).toBeUndefined();
  expect(logger.lines).toMatchObject([{ level: 'warn' }]);
});

it('takes over what people changed in the system itself', async () => {
  await desired.mirror();
  expect(saved).toEqual([]);
  system.on = true;
  await desired.mirror();
  expect(saved).toEqual([{ startWithSystem: true }]);
  system.fault = new Error('denied');
  await desired.mirror();
  expect(saved).toHaveLength(1);
});
