import type { LogLevel } from '../../shared/log-levels.ts';
import type { Settings } from './settings.ts';

/** Lets the log say as much as was chosen in the window, at once. `fixed`: the environment goes before it. */
export function followLogLevel(
  logger: { readonly setLevel: (level: LogLevel) => void },
  settings: Pick<Settings, 'preferences' | 'onPreferences'>,
  fixed: LogLevel | undefined,
): void {
  if (fixed !== undefined) return;
  logger.setLevel(settings.preferences().logLevel);
  settings.onPreferences(({ logLevel }) => logger.setLevel(logLevel));
}
