import { ok } from '../../shared/result.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { DataFolder } from './data-folder.ts';
import type { ServiceEnvironment } from './environment.ts';
import { openFolderStores } from './folder-stores.ts';
import { createNotices } from './notices.ts';
import { openServiceData } from './service-data.ts';
import type { ServiceTurn } from './service-turn.ts';

interface Options {
  readonly env: ServiceEnvironment;
  readonly folder: DataFolder;
  /** By which this service may write; nothing for a command that only looks. */
  readonly turn: ServiceTurn | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Everything that the service keeps: in its data folder, or in the database of `DATABASE_URL`. Or why it cannot be opened, a
 * line for the person who started it.
 */
export async function openServiceStores({ env, folder, turn, clock, logger }: Options) {
  if (env.DATABASE_URL === undefined) return openServiceFolder({ env, folder, turn, clock, logger });
  // Its client is loaded only where it is needed.
  const { connectService, openServiceDatabase } = await import('./service-database.ts');
  const address = turn?.held === undefined ? await connectService({ env, clock, logger }) : ok(turn.held.address);
  if (!address.ok) return address;
  const opened = await openServiceDatabase({ env, clock, logger, address: address.value, seat: turn?.held?.seat });
  if (opened.ok && turn !== undefined && env.DATA_KEY_FILE === undefined) {
    logger.warn('the database is not sealed: a copy of it can log in as every tenant');
  }
  return opened;
}

async function openServiceFolder({ env, folder, turn, clock, logger }: Options) {
  const { DATA_KEY_FILE: keyFile, DATA_IN_THE_CLEAR } = env;
  const inTheClear = turn === undefined ? 'yes' : DATA_IN_THE_CLEAR;
  const sealer = await openServiceData({ folder, keyFile, inTheClear, logger });
  if (!sealer.ok) return sealer;
  // A command says what it has done, and nothing else.
  if (turn !== undefined && keyFile === undefined)
    logger.warn('the data folder is not sealed: a copy of it can log in as every tenant');
  const notices = createNotices();
  const stores = await openFolderStores({ folder, sealer: sealer.value, notices, clock, logger });
  return ok({
    stores,
    notices,
    audit: folder.audit,
    bridgeKeys: folder.bridgeKeys,
    // Its lock says so.
    isUsedElsewhere: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  });
}

/** What is sealed, with its key, for the commands that change the key. Nothing else may use it. */
export async function openSealed({ env, folder, clock, logger }: Omit<Options, 'turn'>) {
  if (env.DATABASE_URL === undefined) return ok({ data: folder, audit: folder.audit, close: () => Promise.resolve() });
  const { openSealedDatabase } = await import('./service-database.ts');
  return openSealedDatabase({ env, clock, logger });
}

/** The stores, once they could be opened. */
export type OpenedStores = Extract<Awaited<ReturnType<typeof openServiceStores>>, { ok: true }>['value'];
