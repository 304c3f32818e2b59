import { nativeTheme } from 'electron';

import type { Settings } from '../settings/settings.ts';

/** Makes windows, menus and the pages' `prefers-color-scheme` follow the theme that was chosen. */
export function followTheme(settings: Pick<Settings, 'preferences' | 'onPreferences'>): void {
  nativeTheme.themeSource = settings.preferences().theme;
  settings.onPreferences(({ theme }) => {
    nativeTheme.themeSource = theme;
  });
}

/** The pages' own canvas (`--canvas` in renderer/styles/tokens.css), so that nothing flashes before the first one is painted. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#191b20' : '#fbfbfc';
}
