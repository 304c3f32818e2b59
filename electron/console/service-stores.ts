import { ok } from '../../shared/result.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { DataFolder } from './data-folder.ts';
import type { ServiceEnvironment } from './environment.ts';
import { openFolderStores } from './folder-stores.ts';
import { nodeNameIn } from './node-name.ts';
import { createNotices } from './notices.ts';
import { openServiceData } from './service-data.ts';

interface Options {
  readonly env: ServiceEnvironment;
  readonly folder: DataFolder;
  /** `false`: for a command that only looks. */
  readonly toServe: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Everything that the service keeps: in its data folder, or in the database of `DATABASE_URL`. Or why it cannot be opened, a
 * line for the person who started it.
 */
export async function openServiceStores({ env, folder, toServe, clock, logger }: Options) {
  if (env.DATABASE_URL === undefined) return openServiceFolder({ env, folder, toServe, clock, logger });
  // Its client is loaded only where it is needed.
  const [{ connectService, openServiceDatabase }, { createServiceNode }] = await Promise.all([
    import('./service-database.ts'),
    import('./service-node.ts'),
  ]);
  const connected = await connectService({ env, clock, logger });
  if (!connected.ok) return connected;
  const address = connected.value;
  const node = toServe
    ? createServiceNode({ address, name: await nodeNameIn(folder.nodeName), clock, logger })
    : undefined;
  const opened = await openServiceDatabase({ env, clock, logger, address, node });
  if (!opened.ok) await node?.leave();
  if (opened.ok && toServe && env.DATA_KEY_FILE === undefined) {
    logger.warn('the database is not sealed: a copy of it can log in as every tenant');
  }
  return opened;
}

async function openServiceFolder({ env, folder, toServe, clock, logger }: Options) {
  const { DATA_KEY_FILE: keyFile, DATA_IN_THE_CLEAR } = env;
  const inTheClear = toServe ? DATA_IN_THE_CLEAR : 'yes';
  const sealer = await openServiceData({ folder, keyFile, inTheClear, logger });
  if (!sealer.ok) return sealer;
  // A command says what it has done, and nothing else.
  if (toServe && keyFile === undefined)
    logger.warn('the data folder is not sealed: a copy of it can log in as every tenant');
  const notices = createNotices();
  const stores = await openFolderStores({ folder, sealer: sealer.value, notices, clock, logger });
  return ok({
    stores,
    notices,
    audit: folder.audit,
    bridgeKeys: folder.bridgeKeys,
    mayAct: undefined,
    among: undefined,
    // Its lock says so.
    isUsedElsewhere: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  });
}

/** What is sealed, with its key, for the commands that change the key. Nothing else may use it. */
export async function openSealed({ env, folder, clock, logger }: Omit<Options, 'toServe'>) {
  if (env.DATABASE_URL === undefined) return ok({ data: folder, audit: folder.audit, close: () => Promise.resolve() });
  const { openSealedDatabase } = await import('./service-database.ts');
  return openSealedDatabase({ env, clock, logger });
}

/** The stores, once they could be opened. */
export type OpenedStores = Extract<Awaited<ReturnType<typeof openServiceStores>>, { ok: true }>['value'];
