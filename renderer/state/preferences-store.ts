import { defaultPreferences } from '../../shared/default-preferences.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { ConsoleClient } from './console-client.ts';

export interface PreferencesStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => Preferences;
  /** Reads what was chosen earlier. Until then, and where it cannot be read, the system decides. */
  readonly load: () => Promise<Result<null, CommandError>>;
  readonly set: (patch: Partial<Preferences>) => Promise<Result<null, CommandError>>;
}

export function createPreferencesStore(api: ConsoleClient['preferences']): PreferencesStore {
  const listeners = new Set<() => void>();
  let preferences = defaultPreferences;

  function hold(next: Preferences): void {
    preferences = next;
    for (const listener of listeners) listener();
  }
  function take(answer: Result<Preferences, CommandError>): Result<null, CommandError> {
    if (!answer.ok) return answer;
    hold(answer.value);
    return ok();
  }

  api.changed(hold);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => preferences,
    load: async () => take(await api.get()),
    set: async (patch) => take(await api.set(patch)),
  };
}
