import type { App } from 'electron';

/** Ends the program without a question, and starts it again. */
export function createRestart(
  app: Pick<App, 'relaunch' | 'quit'>,
  env: Readonly<Record<string, string | undefined>>,
): {
  readonly restart: () => void;
  /** From here on this ends the program. */
  readonly quitBy: (quitNow: () => void) => void;
} {
  // An AppImage runs from a folder that goes when it ends.
  const { APPIMAGE: execPath } = env;
  let quit = () => app.quit();
  return {
    restart() {
      app.relaunch(execPath === undefined ? undefined : { execPath });
      quit();
    },
    quitBy: (quitNow) => void (quit = quitNow),
  };
}
