import { accessSync, constants } from 'node:fs';
import { basename, dirname } from 'node:path';

import Store from 'electron-store';
import { z } from 'zod';

import { type SettingsFile, settingsFileSchema, type SettingsStore } from './settings-file.ts';

/**
 * Opens the file `path`, which ends in `.json`, with electron-store, readable by its owner only. Throws the system's error
 * (with a `code`) where the disk refuses, and another error where the contents are not settings; the file is then
 * untouched.
 */
export function openElectronSettingsStore(path: string): SettingsStore {
  const folder = dirname(path);
  const { properties } = z.toJSONSchema(settingsFileSchema, { io: 'input' });
  const store = new Store({
    cwd: folder,
    name: basename(path, '.json'),
    // The library would replace a damaged file with defaults and keep no copy.
    clearInvalidConfig: false,
    configFileMode: 0o600,
    schema: properties as Record<string, object>,
    rootSchema: { additionalProperties: false },
  });
  return {
    read: () => settingsFileSchema.parse({ ...store.store }),
    write(contents: SettingsFile) {
      // The library repeats a denied write for a whole second and blocks meanwhile, so ask first.
      accessSync(folder, constants.W_OK);
      store.store = contents;
    },
  };
}
