import { accessSync, constants } from 'node:fs';

import Store from 'electron-store';
import { z } from 'zod';

import { type SettingsFile, settingsFileSchema, type SettingsStore } from './settings-file.ts';

/**
 * Opens `<folder>/settings.json` with electron-store, readable by its owner only. Throws the system's error where the
 * disk refuses (it has a `code`) and any other error where the contents are not settings; the file is then untouched.
 */
export function openElectronSettingsStore(folder: string): SettingsStore {
  const { properties } = z.toJSONSchema(settingsFileSchema, { io: 'input' });
  const store = new Store({
    cwd: folder,
    name: 'settings',
    // It would put defaults in place of a damaged file without keeping it.
    clearInvalidConfig: false,
    configFileMode: 0o600,
    schema: properties as Record<string, object>,
    rootSchema: { additionalProperties: false },
  });
  return {
    read: () => settingsFileSchema.parse({ ...store.store }),
    write(contents: SettingsFile) {
      // The library tries a denied write again for a whole second, in which nothing else runs: ask first.
      accessSync(folder, constants.W_OK);
      store.store = contents;
    },
  };
}
