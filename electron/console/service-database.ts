import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { StorageRefusal, attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createDatabaseAudit } from '../postgres/audit.ts';
import { createDatabaseBridgeKeys } from '../postgres/bridge-keys.ts';
import { type DatabaseAddress, readDatabaseAddress } from '../postgres/database-address.ts';
import { type Database, isUsedElsewhere, openDatabase } from '../postgres/database.ts';
import { noFence } from '../postgres/fence.ts';
import { createKeyEnvelopeRow } from '../postgres/key-envelope-row.ts';
import { migrate } from '../postgres/migrate.ts';
import { DatabaseRefusal } from '../postgres/refusal.ts';
import { holdsSealedRows, sealRows } from '../postgres/seal-rows.ts';
import { openDatabaseStores } from './database-stores.ts';
import type { ServiceEnvironment } from './environment.ts';
import { createNotices } from './notices.ts';
import { owners } from './seal-data.ts';
import { type ServiceData, openServiceData } from './service-data.ts';
import type { ServiceNode } from './service-node.ts';

/** How long a start waits for a database that does not answer yet, and between two questions, in ms. */
const waitMs = 60_000;
const pauseMs = 1_000;

interface Options {
  readonly env: Pick<
    ServiceEnvironment,
    'DATABASE_URL' | 'DATABASE_PASSWORD_FILE' | 'DATA_KEY_FILE' | 'DATA_IN_THE_CLEAR' | 'INTERNAL_SECRET'
  >;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Connects, waits for a server that is still starting, and brings the tables up to date. Or why not: a line for a person. */
export async function connectService({ env, clock, logger }: Options): Promise<Result<DatabaseAddress, string>> {
  const address = await readDatabaseAddress(env.DATABASE_URL ?? '', env.DATABASE_PASSWORD_FILE);
  if (!address.ok) return address;
  const { place } = address.value;
  const database = openDatabase({ address: address.value, connections: 1 });
  for (const end = clock.now() + waitMs; ;) {
    try {
      const migrated = await migrate(database);
      await database.close();
      if (migrated.ok) {
        if (migrated.value.length > 0) logger.info('the tables of the database were made', { steps: migrated.value });
        return address;
      }
      const { found, known } = migrated.error;
      return err(`${place} is of a later version of this program: form ${found}, and this version knows ${known}`);
    } catch (error) {
      if (!(error instanceof DatabaseRefusal)) throw error;
      if (!error.mayPass || clock.now() >= end) {
        await database.close();
        return err(lineOf(error, place));
      }
      logger.warn('waiting for the database', { place, why: stateOf(error) });
    }
    await new Promise<void>((resolve) => void clock.after(pauseMs, resolve));
  }
}

function lineOf({ state, mayPass }: DatabaseRefusal, place: string): string {
  if (mayPass) return `${place} does not answer: ${state ?? 'no answer in time'}`;
  if (state === '3D000') return `${place} does not exist. Make it with createdb`;
  if (state?.startsWith('28') === true) return `${place} refuses the user or the password of DATABASE_URL`;
  return `${place} cannot be used: ${state ?? ''}`;
}

function stateOf(error: Error): string | undefined {
  return error instanceof DatabaseRefusal ? error.state : error.name;
}

/** What is sealed in a database, with the key among it. */
export function sealedDataOf(database: Database): ServiceData {
  const { place } = database;
  return {
    path: place,
    dataKey: 'the row of its data key',
    keyFile: createKeyEnvelopeRow(database),
    async isNew() {
      const some = await attempt(place, () => database.run('SELECT FROM link UNION ALL SELECT FROM tenant LIMIT 1'));
      return some.ok && some.value.length === 0;
    },
    holdsSealed: () => attempt(place, () => holdsSealedRows(database)),
    async sealAll(sealer) {
      const left = await attempt(place, () => sealRows(database, sealer, owners));
      if (!left.ok) return [{ path: place, error: left.error }];
      return left.value.map((path) => ({ path, error: { code: 'storage-sealed', place } }));
    },
  };
}

/** Everything that the service keeps, in PostgreSQL. As a node it writes what is its own; without one, it only looks. */
export async function openServiceDatabase(
  options: Options & { readonly address: DatabaseAddress; readonly node: ServiceNode | undefined },
) {
  const { env, clock, logger, address, node } = options;
  const database = connectTo(address, logger);
  try {
    const { DATA_KEY_FILE: keyFile, DATA_IN_THE_CLEAR } = env;
    const inTheClear = node === undefined ? 'yes' : DATA_IN_THE_CLEAR;
    const sealer = await openServiceData({ folder: sealedDataOf(database), keyFile, inTheClear, logger });
    if (!sealer.ok) {
      await database.close();
      return sealer;
    }
    const notices = createNotices();
    const fence = node?.fence ?? noFence;
    const shared = { database, fence, secret: env.INTERNAL_SECRET, sealer: sealer.value };
    const stores = await openDatabaseStores({ ...shared, notices, clock, logger });
    return ok({
      stores,
      mayAct: node && ((tenantId: TenantId) => node.fence.epochOf(tenantId) !== undefined),
      among: node && { node, tenants: stores.tenants, refresh: stores.refresh },
      notices,
      audit: createDatabaseAudit(database),
      bridgeKeys: createDatabaseBridgeKeys(database, logger),
      isUsedElsewhere: () => isUsedElsewhere(database),
      close: () => database.close(),
    });
  } catch (error) {
    if (!(error instanceof StorageRefusal)) throw error;
    await database.close();
    return err(`${address.place} cannot be used: ${error.code}`);
  }
}

function connectTo(address: DatabaseAddress, logger: Logger): Database {
  const onIdleError = (error: Error) => logger.warn('a connection to the database broke', { why: stateOf(error) });
  return openDatabase({ address, onIdleError });
}

/** The same without the stores, for a command that changes the data key: no other program may write meanwhile. */
export async function openSealedDatabase(options: Options) {
  const connected = await connectService(options);
  if (!connected.ok) return connected;
  const database = connectTo(connected.value, options.logger);
  const close = () => database.close();
  if (!(await isUsedElsewhere(database)))
    return ok({ data: sealedDataOf(database), audit: createDatabaseAudit(database), close });
  await close();
  return err(`Another program uses ${database.place}: stop it first`);
}
