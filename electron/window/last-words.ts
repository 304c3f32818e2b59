import { app, dialog } from 'electron';

import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import { textsFor } from './texts.ts';

/** Ends the program with a message of the system's own, in the system's language: there is no window to say it in. */
export function endSaying(words: (texts: MainTexts) => string): void {
  const languages = app.isReady() ? app.getPreferredSystemLanguages() : [];
  dialog.showErrorBox(app.getName(), words(textsFor('system', languages)));
  app.exit(1);
}

/** For what went wrong outside of every session and every window. */
export function fail(error: unknown): void {
  endSaying(({ startFailed }) => (error instanceof Error ? `${startFailed}\n\n${error.message}` : startFailed));
}
