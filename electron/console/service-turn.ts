import { hostname } from 'node:os';
import process from 'node:process';

import { type Result, err, ok } from '../../shared/result.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { DatabaseAddress } from '../postgres/database-address.ts';
import { loadClient } from '../whatsapp/load-client.ts';
import type { DataFolder } from './data-folder.ts';
import type { ServiceEnvironment } from './environment.ts';
import { nodeNameIn } from './node-name.ts';
import type { Seat } from './service-seat.ts';

/** How long a service stands by before it loads the client library, in ms. */
const loadAfterMs = 2_000;

/** A service whose turn it is: no other writes what it writes. */
export interface ServiceTurn {
  /** Where the bridge is to listen; 0: the system chooses. */
  readonly port: number;
  /** The database and the seat among the services on it; nothing where everything is in the data folder, which is locked. */
  readonly held: { readonly address: DatabaseAddress; readonly seat: Seat } | undefined;
  /** Lets go of the port, for the bridge. */
  readonly freePort: () => Promise<void>;
}

/** Answers calls for the service at work, or says why there is none. */
interface Standby {
  listen(): Promise<Result<{ readonly port: number }, { readonly code: string }>>;
  close(): Promise<void>;
}

interface Options {
  readonly env: ServiceEnvironment;
  /** Locked. */
  readonly folder: DataFolder;
  readonly createStandby: (where: {
    readonly host: string;
    readonly port: number;
    readonly secret: string;
    readonly target: () => string | undefined;
    readonly why: () => 'standing_by' | 'storage_away';
    readonly clock: Clock;
    readonly logger: Logger;
  }) => Standby;
  /** Given what is to be done before the program ends; the latest first. */
  readonly onEnd: (end: () => Promise<void>) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Waits until this service has the seat among those on its database, and answers calls for the one that has it. With a data
 * folder there is nothing to wait for. Or why it cannot be: a line for the person who started it.
 */
export async function waitForTurn(options: Options): Promise<Result<ServiceTurn, string>> {
  const { env, folder, createStandby, onEnd, clock, logger } = options;
  const { BRIDGE_HOST: host } = env;
  if (env.DATABASE_URL === undefined)
    return ok({ port: env.BRIDGE_PORT, held: undefined, freePort: () => Promise.resolve() });

  const among: { seat?: Seat } = {};
  const standby = createStandby({
    host,
    port: env.BRIDGE_PORT,
    secret: env.INTERNAL_SECRET,
    target: () => among.seat?.holder(),
    why: () => (among.seat?.isKnown() === true ? 'standing_by' : 'storage_away'),
    clock,
    logger,
  });
  const listening = await standby.listen();
  if (!listening.ok) return err(`${host}:${env.BRIDGE_PORT} cannot be used: ${listening.error.code}`);
  onEnd(() => standby.close());
  const { port } = listening.value;
  // Their client is loaded only where it is needed.
  const [{ connectService }, { takeSeat }] = await Promise.all([
    import('./service-database.ts'),
    import('./service-seat.ts'),
  ]);
  const address = await connectService({ env, clock, logger });
  if (!address.ok) return address;
  const seat = takeSeat({
    address: address.value,
    name: await nodeNameIn(folder.nodeName),
    url: env.NODE_URL ?? urlOf(host, port),
    onLost() {
      logger.error('another service may be at work: ending');
      // At once: every socket is cut with the process, and nothing is written any more.
      process.exit(1);
    },
    clock,
    logger,
  });
  among.seat = seat;
  onEnd(seat.leave);
  logger.info('standing by', { host, port, pid: process.pid });
  // Every link would wait for it. One that is at work at once is to answer before.
  const dontLoad = clock.after(loadAfterMs, () => {
    loadClient().catch((error: unknown) => logger.error('the client library could not be loaded', { error }));
  });
  await seat.taken;
  dontLoad();
  return ok({ port, held: { address: address.value, seat }, freePort: () => standby.close() });
}

/** Where a service is reached that listens there: by the machine's name where it listens everywhere. */
function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
