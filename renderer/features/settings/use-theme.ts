import { useLayoutEffect } from 'react';

import type { Preferences } from '../../../shared/preferences.ts';

/** Tells the style sheets which colours hold. Without the attribute they follow the system. */
export function useTheme(theme: Preferences['theme']): void {
  useLayoutEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
