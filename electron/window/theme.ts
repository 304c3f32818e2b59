import { BrowserWindow, nativeTheme } from 'electron';

import type { Settings } from '../settings/settings.ts';

/** The build takes it out of renderer/styles/tokens.css (scripts/vite/canvas-colors.ts). */
declare const CANVAS_COLORS: { readonly light: string; readonly dark: string };

/** Makes windows, menus and the pages' `prefers-color-scheme` follow the theme that was chosen. */
export function followTheme(settings: Pick<Settings, 'preferences' | 'onPreferences'>): void {
  nativeTheme.themeSource = settings.preferences().theme;
  settings.onPreferences(({ theme }) => {
    nativeTheme.themeSource = theme;
  });
  nativeTheme.on('updated', () => {
    for (const window of BrowserWindow.getAllWindows()) window.setBackgroundColor(backgroundColor());
  });
}

/** The pages' own canvas, so that nothing flashes before the first one is painted or while one is loaded again. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? CANVAS_COLORS.dark : CANVAS_COLORS.light;
}
