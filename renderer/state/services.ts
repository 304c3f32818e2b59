import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';

import type { AppInfo } from '../../shared/app.ts';
import type { Notice, TenantView } from '../../shared/console.ts';
import type { OperatorsState } from '../../shared/operators.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { Catalogues } from '../i18n/catalogues.ts';
import type { ConsoleClient } from './console-client.ts';
import type { ConsoleStore, Freshness, RosterItem } from './console-store.ts';
import type { OperatorsStore } from './operators-store.ts';
import type { PreferencesStore } from './preferences-store.ts';

/** What every part of the window may reach. Built once in main.tsx, or by a test. */
export interface Services {
  readonly console: ConsoleClient;
  readonly store: ConsoleStore;
  readonly preferences: PreferencesStore;
  readonly operators: OperatorsStore;
  /** What the program is and where it runs; absent where the main process did not say. */
  readonly info: AppInfo | undefined;
  readonly catalogues: Catalogues;
  /** The system's languages, most wanted first. */
  readonly systemLocales: readonly string[];
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('no services above this component');
  return services;
}

export function useConsole(): ConsoleClient {
  return useServices().console;
}

export function useRoster(): readonly RosterItem[] {
  const { store } = useServices();
  return useSyncExternalStore(store.subscribe, store.roster);
}

export function useTenant(id: string): TenantView | undefined {
  const { store } = useServices();
  const read = useCallback(() => store.tenant(id), [store, id]);
  return useSyncExternalStore(store.subscribe, read);
}

export function useNotices(): readonly Notice[] {
  const { store } = useServices();
  return useSyncExternalStore(store.subscribe, store.notices);
}

export function useFreshness(): Freshness {
  const { store } = useServices();
  return useSyncExternalStore(store.subscribe, store.freshness);
}

export function usePreferences(): Preferences {
  const { preferences } = useServices();
  return useSyncExternalStore(preferences.subscribe, preferences.read);
}

export function useOperators(): OperatorsState {
  const { operators } = useServices();
  return useSyncExternalStore(operators.subscribe, operators.read);
}
