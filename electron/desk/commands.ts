import process from 'node:process';

import type { App } from 'electron';

import type { DataFolder } from '../console/data-folder.ts';
import type { ConsoleNetwork } from '../console/network.ts';
import { checksOfCommand, printChecks } from '../console/print-checks.ts';
import { printSelfTest } from '../console/self-test.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { createLogger } from '../logging/logger.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';

type Command = 'help' | 'version' | 'self-test' | 'diagnose' | 'move';

const commands: ReadonlyMap<string, Command> = new Map([
  ['--help', 'help'],
  ['--version', 'version'],
  ['--self-test', 'self-test'],
  ['--diagnose', 'diagnose'],
  ['move', 'move'],
]);

const help = `Usage: pairing-console [option | command]

  --version    name this version and its engines
  --self-test  link a pretend phone to a pretend WhatsApp on this computer; a line for each step
  --diagnose   check this computer and the way to WhatsApp; a line for each check
  --help       this text

  move [tenant …]         bring tenants of this computer, or all, into the database of the service; the window has to be closed
  move --back [tenant …]  bring tenants of that database here

move needs DATABASE_URL and INTERNAL_SECRET in the environment, as the service does, and takes DATABASE_PASSWORD_FILE and
DATA_KEY_FILE.

Without an option the window opens. Exit codes: 0 in order, 1 a step or a check failed or a tenant stayed, 2 it could not begin.
`;

interface Parts<E> {
  readonly app: Pick<App, 'getVersion'>;
  readonly versions: NodeJS.ProcessVersions;
  readonly dataFolder: () => DataFolder;
  readonly openSettings: (
    env: E,
    logger: Logger,
  ) => Promise<{
    network: ConsoleNetwork;
    keyring: Keyring;
    settings: Pick<Settings, 'dataLeftOpen' | 'setDataLeftOpen'>;
  }>;
  readonly clock: Clock;
}

const print = (text: string) => process.stdout.write(text);
const printError = (text: string) => process.stderr.write(text);

/**
 * What the first of our options asks for in the place of a window; Chromium reads its own. `done` has been printed; the
 * others answer their exit code, beside a program that may run on the same folder. `undefined`: the window is asked for.
 */
export function readCommand<
  E extends { readonly WHATSAPP_URL?: string | undefined; readonly DATA_IN_THE_CLEAR?: 'yes' | undefined },
>(
  args: readonly string[],
  { app, versions, dataFolder, openSettings, clock }: Parts<E>,
): 'done' | ((env: E) => Promise<number>) | undefined {
  const at = args.findIndex((arg) => commands.has(arg));
  const command = commands.get(args[at] ?? '');
  const logger = createLogger({ level: 'error', write: printError });

  async function selfTest(): Promise<number> {
    return (await printSelfTest({ folder: dataFolder().selfTests, print, printError, clock })) ? 0 : 1;
  }

  async function diagnose(env: E): Promise<number> {
    const { network, keyring } = await openSettings(env, logger);
    const checks = checksOfCommand({
      dataFolder: dataFolder().path,
      whatsappUrl: env.WHATSAPP_URL,
      network,
      hasKeyring: () => keyring.isThere(),
      clock,
      logger,
    });
    return (await printChecks({ checks, print, clock, logger })) ? 0 : 1;
  }

  async function move(env: E): Promise<number> {
    const { keyring, settings } = await openSettings(env, logger);
    const { moveOfDesk } = await import('./move-command.ts');
    const inTheClear = env.DATA_IN_THE_CLEAR !== undefined;
    const place = { folder: dataFolder(), keyring, settings, inTheClear };
    return moveOfDesk({ ...place, args: args.slice(at + 1), print, printError, clock, logger });
  }

  switch (command) {
    case 'help':
      print(help);
      return 'done';
    case 'version':
      print(versionLine(app.getVersion(), versions));
      return 'done';
    case 'self-test':
      return selfTest;
    case 'diagnose':
      return diagnose;
    case 'move':
      return move;
    case undefined:
      return undefined;
  }
}

function versionLine(version: string, { electron, chrome, node }: NodeJS.ProcessVersions): string {
  return `Pairing Console ${version} (Electron ${electron}, Chromium ${chrome}, Node ${node})\n`;
}
