import type { NetworkUse } from '../../shared/network-rules.ts';
import { DialError } from '../network/dial-failure.ts';
import type { Dial } from '../network/dialer.ts';
import { createEnvironmentHops } from '../network/environment-hops.ts';
import { createGivenLogins } from '../network/logins.ts';
import type { Hop, ProxyLogins, SystemHops } from '../network/routes.ts';
import { type Trust, createTrust } from '../network/trust.ts';
import type { Logger } from '../pairing/ports.ts';
import type { ServiceEnvironment } from './environment.ts';

/** How a console reaches the outside. */
export interface ConsoleNetwork {
  readonly systemHops: SystemHops;
  /** As in `createRoutes`. */
  readonly chosen?: (() => Hop | undefined) | undefined;
  readonly goesDirect: (use: NetworkUse) => boolean;
  readonly logins: ProxyLogins;
  readonly trust: Trust;
  /** Whether this computer has no network at all. */
  readonly isOffline?: (() => boolean) | undefined;
  /** Told of every hop that was tried. */
  readonly onDial?: ((dial: Dial) => void) | undefined;
}

/** A direct connection that failed is told by its caller. */
export function logDial({ error, hop }: Dial, logger: Logger): void {
  if (hop !== 'direct' && error instanceof DialError) logger.warn('a proxy failed', { failure: error.failure });
}

/** The service's: the environment decides everything. */
export function createServiceNetwork(env: ServiceEnvironment, logger: Logger): ConsoleNetwork {
  return {
    systemHops: createEnvironmentHops(env),
    goesDirect: (use) => env.NO_PROXY_FOR.includes(use),
    logins: createGivenLogins(env.PROXY_LOGINS),
    trust: createTrust({ isWanted: () => env.TRUST_SYSTEM_CERTIFICATES === 'true' }),
    onDial: (dial) => logDial(dial, logger),
  };
}
