import type { App } from 'electron';

export interface Quit {
  /** Everything is closed and written: windows may go. */
  readonly isDone: () => boolean;
  /** Quits without a question, as the system demands it. */
  readonly now: () => void;
}

/**
 * Holds every wish to quit until all is closed and written, and asks first while a phone is being linked. A wish that
 * comes while another is under way changes nothing, but for one that needs no answer.
 */
export function controlQuit(options: {
  readonly app: Pick<App, 'on' | 'quit'>;
  readonly isScanning: () => boolean;
  /** Resolves with `true` for quitting. */
  readonly ask: () => Promise<boolean>;
  readonly close: () => Promise<void>;
  readonly fail: (error: unknown) => void;
}): Quit {
  const { app, isScanning, ask, close, fail } = options;
  let leaving = false;
  let done = false;
  let forced = false;
  let force: (answer: true) => void = () => undefined;
  const order = new Promise<true>((resolve) => (force = resolve));

  async function leave(): Promise<void> {
    leaving = true;
    if (!forced && isScanning() && !(await Promise.race([ask(), order]))) {
      leaving = false;
      return;
    }
    await close();
    done = true;
    app.quit();
  }

  app.on('before-quit', (event) => {
    if (done) return;
    event.preventDefault();
    if (!leaving) leave().catch(fail);
  });

  return {
    isDone: () => done,
    now() {
      forced = true;
      force(true);
      app.quit();
    },
  };
}
