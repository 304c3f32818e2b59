import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';
import type { Settings } from './settings.ts';
import type { SystemPreferences } from './system-preferences.ts';

export function createPreferencesHandlers(parts: {
  readonly settings: Pick<Settings, 'preferences' | 'setPreferences'>;
  readonly system: Pick<SystemPreferences, 'apply'>;
}): Handlers<Contract>['preferences'] {
  const { settings, system } = parts;
  return {
    get: () => Promise.resolve(ok(settings.preferences())),
    async set(change) {
      const refusal = await system.apply(change);
      return refusal === undefined ? ok(settings.setPreferences(change)) : err(refusal);
    },
  };
}
