import process from 'node:process';

import { takesCode } from '../../shared/start-rules.ts';
import { askFor } from '../console/ask-for.ts';
import type { DataFolder } from '../console/data-folder.ts';
import { type DataLock, lockData } from '../console/data-lock.ts';
import { readDatabaseEnvironment } from '../console/environment.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type StartPage, openDesktopData } from './desktop-data.ts';

interface Options {
  /** After `move`: `--back`, and ids of tenants; none: all. */
  readonly args: readonly string[];
  readonly folder: DataFolder;
  readonly keyring: Keyring;
  readonly settings: Pick<Settings, 'dataLeftOpen' | 'setDataLeftOpen'>;
  /** Development and tests: a folder without a key stays so. */
  readonly inTheClear: boolean;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * `pairing-console move [--back] [tenant …]`: brings tenants of this desk into the database of services, or back. Answers the exit
 * code: 0 all moved, 1 some stayed where they were, 2 nothing was begun.
 */
export async function moveOfDesk(options: Options): Promise<number> {
  const { args, folder, print, printError, clock, logger } = options;
  const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--back');
  const env = readDatabaseEnvironment(process.env);
  if (unknown !== undefined || !env.ok) {
    const lines = env.ok ? [] : env.error.map((line) => `The environment variable ${line}`);
    if (unknown !== undefined) lines.unshift(`move does not know ${unknown}, only --back`);
    printError(`${lines.join('\n')}\n`);
    return 2;
  }
  // The database's client is for this command only: a start of the window does not load it.
  const { runMoveCommand } = await import('../console/run-move-command.ts');
  const { folderPlace } = await import('../console/move-tenants.ts');
  const done = await runMoveCommand({
    env: env.value,
    command: args.includes('--back') ? 'move-out' : 'move-in',
    path: folder.path,
    tenants: args.filter((arg) => arg !== '--back'),
    lock: () => lock(options),
    async openFolder() {
      const data = await openDesktopData({
        ...options,
        page: onTerminal(options),
        notices: { add: ({ code }) => printError(`${code}\n`) },
      });
      if (data === 'closed') return { ok: false, error: `${folder.path} was not opened: nothing was moved` };
      return { ok: true, value: folderPlace(folder, data.sealer, { clock, logger }) };
    },
    print: (line) => print(`${line}\n`),
    clock,
    logger,
  });
  if (!done.ok) {
    printError(`${done.error}\n`);
    return 2;
  }
  print(`${done.value.moved} done\n`);
  if (done.value.failed === 0) return 0;
  printError(`${done.value.failed} stayed where they were, as said above\n`);
  return 1;
}

/** A console that has the folder has its links open, too. */
async function lock({ folder, printError, clock, logger }: Options): Promise<DataLock | undefined> {
  const onLost = (): never => {
    printError(`Another program has taken ${folder.path}\n`);
    process.exit(1);
  };
  const locked = await lockData({ folder: folder.path, isOwnDisk: true, onLost, clock, logger });
  if (locked.ok) return locked.value;
  const { pid } = locked.error;
  printError(
    `Pairing Console is open on ${folder.path} (process ${pid}). Quit it, also in the tray, and call this again.\n`,
  );
  return undefined;
}

/** The page in front of the window, for a person at a terminal: what the keyring does not open, a secret does. */
function onTerminal({ printError }: Options): StartPage {
  const secretOf = (what: string) =>
    askFor(`${what} of the data folder: `, process.stdin, process.stderr, { hidden: true });
  return {
    async ask({ problem, ...question }) {
      if (problem !== undefined) printError(`That did not open it: ${problem.code}\n`);
      if (question.kind === 'passphrase') {
        const passphrase = await secretOf('Passphrase');
        return passphrase === '' ? undefined : { kind: 'passphrase', passphrase };
      }
      if (question.kind === 'recover' && takesCode(question.reason)) {
        const code = await secretOf('Recovery code');
        return code === '' ? undefined : { kind: 'recovery-code', code };
      }
      // The rest is to be chosen, or told of, in the window.
      const why = question.kind === 'recover' ? question.reason : 'it has no seal yet, and there is no keyring';
      printError(`The data folder does not open here: ${why}. Start Pairing Console once, and quit it.\n`);
      return undefined;
    },
    show(work) {
      if (work.kind === 'sealing') printError(`Sealing the data folder: ${work.done} of ${work.total}\n`);
    },
  };
}
