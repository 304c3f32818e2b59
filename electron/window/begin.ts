import process from 'node:process';

import { app, crashReporter } from 'electron';

import type { Result } from '../../shared/result.ts';
import { endSaying, fail } from './last-words.ts';
import { claimSingleInstance } from './single-instance.ts';

/** How this start of the program goes on. */
interface Beginning<E> {
  /** What the environment asks for, or the names of the variables that cannot be used. */
  readonly environment: Result<E, readonly string[]>;
  /** In the place of a window: answers the exit code, or nothing is left to do. */
  readonly command: 'done' | ((env: E) => Promise<number>) | undefined;
  readonly onSecondStart: () => void;
  readonly run: (env: E) => Promise<void>;
}

/** Carries a command out, or opens the window: alone in its data folder, once Electron is ready. */
export function begin<E extends { readonly PAIRING_CONSOLE_USER_DATA?: string | undefined }>(
  start: Beginning<E>,
): void {
  const { environment, command, onSecondStart, run } = start;
  if (command === 'done') {
    app.exit(0);
  } else if (!environment.ok) {
    const names = environment.error.join(', ');
    if (command !== undefined) {
      app.exit(tell(`Variables of the environment that cannot be used: ${names}`));
      return;
    }
    whenReady(() => endSaying(({ badVariables }) => badVariables(names)));
  } else {
    const { value: env } = environment;
    if (env.PAIRING_CONSOLE_USER_DATA !== undefined) app.setPath('userData', env.PAIRING_CONSOLE_USER_DATA);
    // Before it is ready: dumps of crashes are kept in the data folder, and sent nowhere.
    crashReporter.start({ uploadToServer: false });
    if (command !== undefined)
      whenReady(() =>
        command(env)
          .catch(tell)
          .then((code) => app.exit(code)),
      );
    else if (claimSingleInstance(app, onSecondStart)) whenReady(() => run(env));
    else app.quit();
  }
}

function whenReady(act: () => void | Promise<void>): void {
  app.whenReady().then(act).catch(fail);
}

/** Where a person or a script looks who gave a command; answers the exit code for what could not begin. */
function tell(error: unknown): number {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
}
