import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { type Result, err, ok } from '../../shared/result.ts';
import { openAudit } from '../audit/audit.ts';
import { systemAccount } from '../audit/system-account.ts';
import { renewTenant } from '../moving/move.ts';
import type { ParcelPlace } from '../moving/parcel.ts';
import { rewound } from '../moving/rewound.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createDatabaseAudit } from '../postgres/audit.ts';
import { isUsedElsewhere, openDatabase } from '../postgres/database.ts';
import { liveNodes } from '../postgres/live-nodes.ts';
import { createDatabaseParcels } from '../postgres/parcels.ts';
import { dataFolderAt } from './data-folder.ts';
import type { DataLock } from './data-lock.ts';
import type { DatabaseEnvironment } from './environment.ts';
import type { MoveCommand } from './move-commands.ts';
import { idsOf, moveTenants } from './move-tenants.ts';
import { owners } from './seal-data.ts';
import { openServiceData } from './service-data.ts';
import { connectService, sealedDataOf } from './service-database.ts';
import { type StopBetween, stopBetween } from './stop-between.ts';
import { createTrialLogin } from './trial-login.ts';

interface Options {
  /** Without `DATABASE_URL` nothing can be done. */
  readonly env: Omit<DatabaseEnvironment, 'DATABASE_URL'> & { readonly DATABASE_URL?: string | undefined };
  readonly command: MoveCommand;
  /** The data folder, of `move-in` and `move-out`. */
  readonly path: string;
  readonly tenants: readonly string[];
  /** Nothing where another program has the folder, which is said then. */
  readonly lock: (folder: string) => Promise<DataLock | undefined>;
  /** Opens the folder, which is locked. */
  readonly openFolder: () => Promise<Result<ParcelPlace, string>>;
  readonly print: (line: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Outcome = Result<{ readonly moved: number; readonly failed: number }, string>;

/** Carries one out, a printed line for each tenant. */
export async function runMoveCommand(options: Options): Promise<Outcome> {
  const { env, command, clock, logger } = options;
  if (env.DATABASE_URL === undefined) return err('This command needs DATABASE_URL');
  const address = await connectService({ env, clock, logger });
  if (!address.ok) return address;
  const database = openDatabase({ address: address.value, connections: 4, statementMs: 60_000 });
  try {
    const sealer = await openServiceData({
      folder: sealedDataOf(database),
      keyFile: env.DATA_KEY_FILE,
      // A database that no service has used yet is sealed, or somebody says that it is not to be.
      inTheClear: env.DATA_IN_THE_CLEAR,
      logger,
    });
    if (!sealer.ok) return sealer;
    const callSeal = sealer.value.of(owners.webhooks);
    const place = createDatabaseParcels({ database, sealer: sealer.value, callSeal, clock });
    const nodes = () => liveNodes(database);
    if (command === 'after-restore') {
      if (await isUsedElsewhere(database)) return err('A service uses this database: stop every one first');
      return await told(createDatabaseAudit(database), options, () => renewAll(place, options));
    }
    return await told(createDatabaseAudit(database), options, () => moveBetween(place, nodes, options));
  } finally {
    await database.close();
  }
}

/** Notes in the audit of one of the two places that it was done, and by which account. */
async function told(
  place: Parameters<typeof openAudit>[0]['folder'],
  { command, clock, logger }: Options,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const audit = await openAudit({ folder: place, clock, logger });
  const done = await work();
  const outcome = done.ok && done.value.failed === 0 ? 'done' : 'failed';
  audit.record({ act: 'move', tenantId: null, about: command, outcome, who: systemAccount(), door: 'command' });
  await audit.close();
  return done;
}

async function moveBetween(
  place: ParcelPlace,
  nodes: () => Promise<readonly string[]>,
  options: Options,
): Promise<Outcome> {
  const { env, command, path, tenants, lock, openFolder, print, clock } = options;
  if (path === '') return err(`${command} needs a data folder`);
  const { tenants: root, audit } = dataFolderAt(resolve(path));
  if (command === 'move-in' && !existsSync(root)) return err(`${resolve(path)} is no data folder: it has no ${root}`);
  const locked = await lock(resolve(path));
  if (locked === undefined) return err('Nothing was moved');
  let stop: StopBetween | undefined;
  try {
    const folder = await openFolder();
    if (!folder.ok) return folder;
    stop = stopBetween(print);
    const { isStopping } = stop;
    if (command === 'move-out') {
      const back = { from: place, to: folder.value, tenants, trial: undefined, isStopping, print };
      return await told(audit, options, () => moveTenants(back));
    }
    const isServed = (await nodes()).length > 0;
    if (!isServed) print('No service is at work on this database: whether the links log in there is not tried.');
    const trial = isServed ? createTrialLogin({ nodes, secret: env.INTERNAL_SECRET, clock }) : undefined;
    const there = { from: folder.value, to: place, tenants, trial, isStopping, print };
    return await told(audit, options, () => moveTenants(there));
  } finally {
    stop?.close();
    await locked.release();
  }
}

async function renewAll(place: ParcelPlace, { print }: Options): Promise<Outcome> {
  const ids = await idsOf([], place);
  if (!ids.ok) return ids;
  let [moved, failed] = [0, 0];
  for (const [index, tenantId] of ids.value.entries()) {
    const done = await renewTenant(place, (parcel) => rewound(parcel, Math.random()), tenantId);
    if (done.ok) moved += 1;
    else failed += 1;
    print(
      `${index + 1} of ${ids.value.length}  ${tenantId}  ${done.ok ? 'safe to use' : `not changed: ${done.error}`}`,
    );
  }
  return ok({ moved, failed });
}
