import type { App } from 'electron';

/** What is done once everything is closed. `startsItself`: the program is started again by it. */
type Last = () => Promise<{ readonly startsItself: boolean }>;

/** Ends the program without a question, and starts it again. */
export function createRestart(
  app: Pick<App, 'relaunch' | 'quit'>,
  env: Readonly<Record<string, string | undefined>>,
): {
  /** `last`: to be done in between, once everything is closed. */
  readonly restart: (last?: Last) => void;
  /** From here on this ends the program. */
  readonly quitBy: (quitNow: () => void) => void;
  /** To be awaited when everything is closed. */
  readonly closed: () => Promise<void>;
} {
  // An AppImage runs from a folder that goes when it ends.
  const { APPIMAGE: execPath } = env;
  let quit = () => app.quit();
  let last: Last | undefined;
  const relaunch = () => app.relaunch(execPath === undefined ? undefined : { execPath });
  return {
    restart(doLast) {
      if (doLast === undefined) relaunch();
      last = doLast;
      quit();
    },
    quitBy: (quitNow) => void (quit = quitNow),
    async closed() {
      const done = await last?.();
      if (done?.startsItself === false) relaunch();
    },
  };
}
