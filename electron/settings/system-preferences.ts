import type { CommandError } from '../../shared/errors.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Autostart } from './autostart.ts';
import type { Settings } from './settings.ts';

export interface SystemPreferences {
  /** Does what a change asks of the system before it is saved; answers why it cannot be. */
  readonly apply: (change: {
    readonly [N in keyof Preferences]?: Preferences[N] | undefined;
  }) => Promise<CommandError | undefined>;
  /** Makes the preference say what the system says, which people change there too. */
  readonly mirror: () => Promise<void>;
}

/** The preferences that are promises of the system. */
export function createSystemPreferences(options: {
  readonly settings: Pick<Settings, 'preferences' | 'setPreferences'>;
  readonly autostart: Autostart;
  readonly hasTray: () => Promise<boolean>;
  readonly logger: Logger;
}): SystemPreferences {
  const { settings, autostart, hasTray, logger } = options;
  return {
    async apply({ keepInTray, startWithSystem }) {
      if (keepInTray === true && !(await hasTray())) return { code: 'no-tray' };
      if (startWithSystem === undefined) return undefined;
      try {
        await autostart.set(startWithSystem);
        return undefined;
      } catch (error) {
        logger.warn('starting with the system could not be changed', { error });
        return { code: 'autostart-failed' };
      }
    },
    async mirror() {
      try {
        const startWithSystem = await autostart.isOn();
        if (startWithSystem !== settings.preferences().startWithSystem) settings.setPreferences({ startWithSystem });
      } catch (error) {
        logger.warn('whether the program starts with the system is not known', { error });
      }
    },
  };
}
