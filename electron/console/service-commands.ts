import { resolve } from 'node:path';
import process from 'node:process';

import type { NewAuditEntry } from '../../shared/audit.ts';
import { type Result, err } from '../../shared/result.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import type { AuditPlace } from '../audit/audit-place.ts';
import { openAudit } from '../audit/audit.ts';
import { systemAccount } from '../audit/system-account.ts';
import { systemClock as clock } from '../clock/system-clock.ts';
import { createLogger } from '../logging/logger.ts';
import type { Logger } from '../pairing/ports.ts';
import { askFor } from './ask-for.ts';
import { dataFolderAt } from './data-folder.ts';
import type { DataLock } from './data-lock.ts';
import { type ServiceEnvironment, dataFolderOf, readServiceEnvironment } from './environment.ts';
import { exportLink } from './export-link.ts';
import type { MoveCommand } from './move-commands.ts';
import { openFolderPlace } from './move-tenants.ts';
import { createServiceNetwork } from './network.ts';
import { checksOfCommand, printChecks } from './print-checks.ts';
import { printSelfTest } from './self-test.ts';
import { type KeyCommand, runKeyCommand } from './service-data.ts';
import { lockForService } from './service-lock.ts';
import { type OpenedStores, openSealed, openServiceStores } from './service-stores.ts';

const print = (text: string) => process.stdout.write(text);
const printError = (text: string) => process.stderr.write(text);

/** `service export <tenant> <folder>`. */
export async function writeExport(env: ServiceEnvironment, tenant = '', target = ''): Promise<void> {
  const folder = dataFolderAt(resolve(env.DATA_DIR));
  const logger = createLogger({ level: env.LOG_LEVEL, write: printError });
  const lock = await lockFolder(folder.path, logger);
  if (lock === undefined) return;
  const kept = await openServiceStores({ env, folder, toServe: false, clock, logger });
  const exported = kept.ok ? await exportFrom(kept.value, tenant, target) : kept;
  const tenantId = tenantIdSchema.safeParse(tenant).data ?? null;
  const place = kept.ok ? kept.value.audit : folder.audit;
  await tellAudit(place, logger, { act: 'export', tenantId, about: 'link', outcome: outcomeOf(exported) });
  if (kept.ok) await kept.value.close();
  await lock.release();
  if (exported.ok) print(`${exported.value}\n`);
  else refuse([exported.error]);
}

const outcomeOf = ({ ok }: Result<unknown, unknown>) => (ok ? 'done' : 'failed');

/** What a command has done, under the name of the system's account. */
async function tellAudit(
  place: string | AuditPlace,
  logger: Logger,
  act: Pick<NewAuditEntry, 'act' | 'tenantId' | 'about' | 'outcome'>,
): Promise<void> {
  const audit = await openAudit({ folder: place, clock, logger });
  audit.record({ ...act, who: systemAccount(), door: 'command' });
  await audit.close();
}

async function exportFrom(kept: OpenedStores, tenant: string, target: string): Promise<Result<string, string>> {
  if (await kept.isUsedElsewhere()) return err('A service uses this database: stop it first');
  return exportLink({ store: kept.stores.credentials, tenant, target });
}

/** `service recovery-code`, `recover` and `new-data-key`. */
export async function changeKey(env: ServiceEnvironment, command: KeyCommand): Promise<void> {
  const folder = dataFolderAt(resolve(env.DATA_DIR));
  const logger = createLogger({ level: env.LOG_LEVEL, write: printError });
  const lock = await lockFolder(folder.path, logger);
  if (lock === undefined) return;
  const readCode = () => askFor('Recovery code: ', process.stdin, process.stderr);
  const sealed = await openSealed({ env, folder, clock, logger });
  const done = sealed.ok
    ? await runKeyCommand(command, { folder: sealed.value.data, keyFile: env.DATA_KEY_FILE, logger, readCode })
    : sealed;
  const place = sealed.ok ? sealed.value.audit : folder.audit;
  await tellAudit(place, logger, { act: 'secret', tenantId: null, about: command, outcome: outcomeOf(done) });
  if (sealed.ok) await sealed.value.close();
  await lock.release();
  if (done.ok) print(`${done.value}\n`);
  else refuse([done.error]);
}

/** `service move-in <folder> [tenant …]`, `move-out <folder> [tenant …]` and `after-restore`. */
export async function moveByCommand(
  env: ServiceEnvironment,
  command: MoveCommand,
  [path = '', ...tenants]: readonly string[],
): Promise<void> {
  const logger = createLogger({ level: env.LOG_LEVEL, write: printError });
  // The database's client is loaded only where it is needed.
  const { runMoveCommand } = await import('./run-move-command.ts');
  const done = await runMoveCommand({
    ...{ env, command, path, tenants, clock, logger },
    lock: (folder) => lockFolder(folder, logger),
    openFolder: () =>
      openFolderPlace({
        path,
        keyFile: env.FOLDER_KEY_FILE,
        inTheClear: command === 'move-in' ? 'yes' : env.DATA_IN_THE_CLEAR,
        readCode: () => askFor('Recovery code of the data folder: ', process.stdin, process.stderr),
        clock,
        logger,
      }),
    print: (line) => print(`${line}\n`),
  });
  if (!done.ok) refuse([done.error]);
  else if (done.value.failed > 0) refuse([`${done.value.failed} stayed where they were, as said above`]);
  else print(`${done.value.moved} done\n`);
}

const help = `Usage: service [command]

  export <tenant> <folder>  write a link in the stock layout
  recovery-code             write the recovery code of the data key
  recover                   open the data key with the recovery code
  new-data-key              seal everything with a new data key
  move-in <folder> [tenant …]   bring tenants of a data folder into the database of DATABASE_URL; services may run
  move-out <folder> [tenant …]  bring tenants of the database into a data folder
  after-restore             make links of a restored database safe to use, before a service starts on it
  self-test                 link a pretend phone to a pretend WhatsApp on this machine; a line for each step
  diagnose                  check this machine and the way to WhatsApp; a line for each check
  version                   name this version and its engine
  help                      this text

Without a command the service runs. Exit codes: 0 in order, 1 it failed, 2 diagnose could not begin.
`;

/** The commands that need no secret and leave the data folder alone; with and without dashes. Answers whether this is one. */
export async function answerPlain([given = '', ...more]: readonly string[], version: string): Promise<boolean> {
  const command = given.replace(/^--/, '');
  if (more.length > 0) return false;
  switch (command) {
    case 'help':
      print(help);
      return true;
    case 'version':
      print(`Pairing Console ${version} (Node ${process.versions.node})\n`);
      return true;
    case 'self-test':
      return end(await selfTest());
    case 'diagnose':
      return end(await diagnose());
    default:
      return false;
  }
}

/** The client library may have left timers. */
function end(code: number): never {
  process.exit(code);
}

async function selfTest(): Promise<number> {
  const { selfTests } = dataFolderAt(resolve(dataFolderOf(process.env)));
  return (await printSelfTest({ folder: selfTests, print, printError, clock })) ? 0 : 1;
}

async function diagnose(): Promise<number> {
  const environment = readServiceEnvironment({ ...process.env, INTERNAL_SECRET: notNeeded });
  if (!environment.ok) {
    refuse(environment.error.map((line) => `The environment variable ${line}`));
    return 2;
  }
  const env = environment.value;
  const logger = createLogger({ level: 'error', write: printError });
  const checks = checksOfCommand({
    dataFolder: resolve(env.DATA_DIR),
    whatsappUrl: env.WHATSAPP_URL,
    network: createServiceNetwork(env, logger),
    clock,
    logger,
  });
  return (await printChecks({ checks, print, clock, logger })) ? 0 : 1;
}

/** In the place of the secret: the checks open no bridge. */
const notNeeded = '-'.repeat(32);

/** Nothing where another program has the folder, which is said then. */
export async function lockFolder(folder: string, logger: Logger): Promise<DataLock | undefined> {
  const onLost = (): never => {
    logger.error('another program has taken this data folder: leaving it alone', { folder });
    process.exit(1);
  };
  const lock = await lockForService({ folder, onLost, clock, logger });
  if (lock.ok) return lock.value;
  refuse([lock.error]);
  return undefined;
}

/** Says why the service does not start, where a person or a supervisor looks. */
export function refuse(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}
