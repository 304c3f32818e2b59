import { renameSync } from 'node:fs';

import { type BridgeSettings, defaultBridgeSettings } from '../../shared/bridge.ts';
import type { NewNotice } from '../../shared/console.ts';
import { defaultNetworkSettings } from '../../shared/default-network.ts';
import { defaultPreferences } from '../../shared/default-preferences.ts';
import { createListeners } from '../../shared/listeners.ts';
import type { NetworkSettings } from '../../shared/network.ts';
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
  /** Whether and where the bridge serves, and which backend it tells. Off by default. */
  bridge(): BridgeSettings;
  setBridge(settings: BridgeSettings): void;
  /** How the program goes out. */
  network(): NetworkSettings;
  setNetwork(settings: NetworkSettings): void;
  /** The WA Web version to present instead of the published one, `2.3000.…`. */
  waVersionPin(): string | undefined;
  setWaVersionPin(version: string | undefined): void;
  /** Where new versions of the program come from; `null`: there are no updates. */
  updateUrl(): string | null;
  setUpdateUrl(url: string | null): void;
  /** Whether protocol packs are looked for and count. On by default. */
  usesPacks(): boolean;
  setUsesPacks(on: boolean): void;
  /** Whether a person has said that the data folder is not sealed. */
  dataLeftOpen(): boolean;
  setDataLeftOpen(leftOpen: boolean): void;
  /** Whether there were operators when the program ran last. */
  hadOperators(): boolean;
  setHadOperators(had: boolean): void;
  /** Where the window was; `undefined`: never saved. */
  windowState(): WindowState | undefined;
  setWindowState(state: WindowState): void;
}

/**
 * Settings, held in memory and written to their file at every change. They never stop the program: a damaged file is kept
 * as `<file>.corrupt-<time>` and defaults are used; where the disk refuses, changes last until the program ends. A notice
 * tells the operator of either.
 */
export function createSettings(options: {
  /** The file. */
  readonly path: string;
  readonly openStore: (path: string) => SettingsStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onNotice: (notice: NewNotice) => void;
}): Settings {
  const { path, openStore, clock, logger, onNotice } = options;
  const listeners = createListeners<[preferences: Preferences]>();

  function notSaved(error: unknown): void {
    logger.error('settings cannot be saved', { path, error });
    const fault = storageCodeOf(error);
    onNotice({ code: 'settings-not-saved', path, ...(fault && { fault }) });
  }

  function open(): { store?: SettingsStore; contents: SettingsFile } {
    try {
      return openWith(openStore(path));
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
      return openWith(openStore(path));
    } catch (error) {
      // Without a store nothing is written, so the damaged file stays to be looked at.
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
    network: () => ({ ...defaultNetworkSettings, ...given(current.network ?? {}) }),
    setNetwork: (network) => change({ ...current, network }),
    waVersionPin: () => current.waVersion,
    setWaVersionPin: (waVersion) => change({ ...current, waVersion }),
    updateUrl: () => current.updateUrl ?? null,
    setUpdateUrl: (updateUrl) => change({ ...current, updateUrl }),
    usesPacks: () => current.withoutPacks !== true,
    setUsesPacks: (on) => change({ ...current, withoutPacks: on ? undefined : true }),
    dataLeftOpen: () => current.dataLeftOpen === true,
    setDataLeftOpen: (leftOpen) => change({ ...current, dataLeftOpen: leftOpen ? true : undefined }),
    hadOperators: () => current.hadOperators ?? false,
    setHadOperators: (hadOperators) => change({ ...current, hadOperators }),
    windowState: () => current.window,
    setWindowState: (state) => change({ ...current, window: state }),
  };
}

function openWith(store: SettingsStore): { store: SettingsStore; contents: SettingsFile } {
  return { store, contents: store.read() };
}

/** Leaves out members that are undefined, which would hide a default. */
function given<T extends object>(chosen: { readonly [N in keyof T]?: T[N] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
