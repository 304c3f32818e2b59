import { renameSync } from 'node:fs';
import { join } from 'node:path';

import { type BridgeSettings, defaultBridgeSettings } from '../../shared/bridge.ts';
import type { NewNotice } from '../../shared/console.ts';
import { defaultPreferences } from '../../shared/default-preferences.ts';
import { createListeners } from '../../shared/listeners.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { storageCodeOf } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { SettingsFile, SettingsStore, WindowState } from './settings-file.ts';

export interface Settings {
  preferences(): Preferences;
  /** Changes what is given and answers the whole. */
  setPreferences(change: { readonly [N in keyof Preferences]?: Preferences[N] | undefined }): Preferences;
  /** Called after every change with the whole. Returns its own cancellation. */
  onPreferences(listener: (preferences: Preferences) => void): () => void;
  /** Whether and where the bridge is to serve, and whom it tells; off until somebody says otherwise. */
  bridge(): BridgeSettings;
  setBridge(settings: BridgeSettings): void;
  /** The WA Web version that is presented whatever is published, `2.3000.…`. */
  waVersionPin(): string | undefined;
  setWaVersionPin(version: string | undefined): void;
  /** Where the window was, when it has ever been saved. */
  windowState(): WindowState | undefined;
  setWindowState(state: WindowState): void;
}

/**
 * Settings in `<folder>/settings.json`, held in memory and written at every change. They never stop the program: a
 * file that is no settings file is kept as `settings.json.corrupt-<time>` and defaults take its place; where the disk
 * refuses, what was chosen holds until the program ends. The operator is told of either.
 */
export function createSettings(options: {
  readonly folder: string;
  readonly openStore: (folder: string) => SettingsStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onNotice: (notice: NewNotice) => void;
}): Settings {
  const { folder, openStore, clock, logger, onNotice } = options;
  const path = join(folder, 'settings.json');
  const listeners = createListeners<[preferences: Preferences]>();

  function notSaved(error: unknown): void {
    logger.error('settings cannot be saved', { path, error });
    const fault = storageCodeOf(error);
    onNotice({ code: 'settings-not-saved', path, ...(fault && { fault }) });
  }

  function open(): { store?: SettingsStore; contents: SettingsFile } {
    try {
      return openWith(openStore(folder));
    } catch (error) {
      if (isSystemError(error)) {
        notSaved(error);
        return { contents: {} };
      }
      logger.error('settings cannot be read', { path, error });
    }
    try {
      const aside = `${path}.corrupt-${clock.now()}`;
      renameSync(path, aside);
      onNotice({ code: 'settings-reset', path: aside });
      return openWith(openStore(folder));
    } catch (error) {
      // Without a store nothing is written, so the damaged file stays for someone to look at.
      notSaved(error);
      return { contents: {} };
    }
  }

  const { store, contents } = open();
  let current = contents;

  function change(next: SettingsFile): void {
    current = next;
    try {
      if (store === undefined) onNotice({ code: 'settings-not-saved', path });
      else store.write(next);
    } catch (error) {
      notSaved(error);
    }
  }

  const preferences = (): Preferences => ({ ...defaultPreferences, ...given(current.preferences ?? {}) });

  return {
    preferences,
    setPreferences(wanted) {
      change({ ...current, preferences: { ...current.preferences, ...given(wanted) } });
      const whole = preferences();
      listeners.tell(whole);
      return whole;
    },
    onPreferences: listeners.add,
    bridge: () => ({ ...defaultBridgeSettings, ...given(current.bridge ?? {}) }),
    setBridge: (bridge) => change({ ...current, bridge }),
    waVersionPin: () => current.waVersion,
    setWaVersionPin: (waVersion) => change({ ...current, waVersion }),
    windowState: () => current.window,
    setWindowState: (state) => change({ ...current, window: state }),
  };
}

function openWith(store: SettingsStore): { store: SettingsStore; contents: SettingsFile } {
  return { store, contents: store.read() };
}

/** Without the names that are there but undefined, which would hide a default. */
function given<T extends object>(chosen: { readonly [N in keyof T]?: T[N] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
