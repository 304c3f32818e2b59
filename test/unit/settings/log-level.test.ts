import { expect, test } from 'vitest';

import { createLogger } from '../../../electron/logging/logger.ts';
import { followLogLevel } from '../../../electron/settings/log-level.ts';
import { defaultPreferences } from '../../../shared/default-preferences.ts';
import { createListeners } from '../../../shared/listeners.ts';
import type { LogLevel } from '../../../shared/log-levels.ts';
import type { Preferences } from '../../../shared/preferences.ts';

/** A log, and what somebody chooses in the window while it is written. */
function rig(fixed?: LogLevel) {
  const lines: string[] = [];
  const logger = createLogger({ level: fixed ?? 'info', write: (line) => lines.push(line) });
  const listeners = createListeners<[preferences: Preferences]>();
  let preferences = defaultPreferences;
  followLogLevel(logger, { preferences: () => preferences, onPreferences: listeners.add }, fixed);
  return {
    choose: (logLevel: LogLevel) => {
      preferences = { ...preferences, logLevel };
      listeners.tell(preferences);
    },
    said: () => {
      lines.length = 0;
      logger.debug('detail');
      logger.info('step');
      logger.warn('warning');
      logger.error('fault');
      return lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    },
  };
}

test('the log says as much as was chosen in the window, at once', () => {
  const { choose, said } = rig();
  expect(said()).toEqual(['step', 'warning', 'fault']);
  choose('debug');
  expect(said()).toEqual(['detail', 'step', 'warning', 'fault']);
  choose('error');
  expect(said()).toEqual(['fault']);
});

test('what the environment decides goes before it', () => {
  const { choose, said } = rig('warn');
  choose('debug');
  expect(said()).toEqual(['warning', 'fault']);
});
