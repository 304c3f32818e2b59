import process from 'node:process';

import type { App } from 'electron';

import type { DataFolder } from '../console/data-folder.ts';
import type { ConsoleNetwork } from '../console/network.ts';
import { checksOfCommand, printChecks } from '../console/print-checks.ts';
import { printSelfTest } from '../console/self-test.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { createLogger } from '../logging/logger.ts';
import type { Clock, Logger } from '../pairing/ports.ts';

type Command = 'help' | 'version' | 'self-test' | 'diagnose';

const commands: ReadonlyMap<string, Command> = new Map([
  ['--help', 'help'],
  ['--version', 'version'],
  ['--self-test', 'self-test'],
  ['--diagnose', 'diagnose'],
]);

const help = `Usage: pairing-console [option]

  --version    name this version and its engines
  --self-test  link a pretend phone to a pretend WhatsApp on this computer; a line for each step
  --diagnose   check this computer and the way to WhatsApp; a line for each check
  --help       this text

Without an option the window opens. Exit codes: 0 in order, 1 a step or a check failed, 2 it could not begin.
`;

interface Parts<E> {
  readonly app: Pick<App, 'getVersion'>;
  readonly versions: NodeJS.ProcessVersions;
  readonly dataFolder: () => DataFolder;
  readonly openSettings: (env: E, logger: Logger) => Promise<{ network: ConsoleNetwork; keyring: Keyring }>;
  readonly clock: Clock;
}

const print = (text: string) => process.stdout.write(text);
const printError = (text: string) => process.stderr.write(text);

/**
 * What the first of our options asks for in the place of a window; Chromium reads its own. `done` has been printed; the
 * others answer their exit code, beside a program that may run on the same folder. `undefined`: the window is asked for.
 */
export function readCommand<E extends { readonly WHATSAPP_URL?: string | undefined }>(
  args: readonly string[],
  { app, versions, dataFolder, openSettings, clock }: Parts<E>,
): 'done' | ((env: E) => Promise<number>) | undefined {
  const command = args.map((arg) => commands.get(arg)).find((known) => known !== undefined);
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
    case undefined:
      return undefined;
  }
}

function versionLine(version: string, { electron, chrome, node }: NodeJS.ProcessVersions): string {
  return `Pairing Console ${version} (Electron ${electron}, Chromium ${chrome}, Node ${node})\n`;
}
