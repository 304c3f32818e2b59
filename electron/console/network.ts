import type { NetworkUse } from '../../shared/network-rules.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { DialError } from '../network/dial-failure.ts';
import { createEnvironmentHops } from '../network/environment-hops.ts';
import { createGivenLogins, createKeptLogins } from '../network/logins.ts';
import type { Hop, ProxyLogins, SystemHops } from '../network/routes.ts';
import { createSystemHops } from '../network/system-hops.ts';
import { type Trust, createTrust } from '../network/trust.ts';
import type { Logger } from '../pairing/ports.ts';
import type { DesktopEnvironment, ServiceEnvironment } from './environment.ts';

/** How a console reaches the outside. */
export interface ConsoleNetwork {
  readonly systemHops: SystemHops;
  readonly goesDirect: (use: NetworkUse) => boolean;
  readonly logins: ProxyLogins;
  readonly trust: Trust;
  /** Told of every hop that failed. */
  readonly onFailure?: ((error: DialError | Error, hop: Hop) => void) | undefined;
}

/** The desktop's: the system's proxies, as Chromium knows them, and the environment over the settings. */
export function createDesktopNetwork(options: {
  readonly env: Pick<DesktopEnvironment, 'NO_PROXY_FOR' | 'PROXY_LOGINS' | 'TRUST_SYSTEM_CERTIFICATES'>;
  /** A session of Electron that follows the system; the window's own has no way out. */
  readonly session: () => { resolveProxy(url: string): Promise<string> };
  /** The file for the logins of proxies, encrypted by the keyring. */
  readonly loginsFile: string;
  readonly keyring: Keyring;
  readonly logger: Logger;
}): ConsoleNetwork {
  const { env, session, loginsFile: path, keyring, logger } = options;
  const given = createGivenLogins(env.PROXY_LOGINS);
  return {
    systemHops: createSystemHops((url) => session().resolveProxy(url)),
    goesDirect: (use) => env.NO_PROXY_FOR.includes(use),
    logins: createKeptLogins({ path, keyring, given, logger }),
    trust: createTrust({ isWanted: () => env.TRUST_SYSTEM_CERTIFICATES === 'true' }),
    onFailure: (error, hop) => tellOf(error, hop, logger),
  };
}

/** A direct connection that failed is told by its caller. */
function tellOf(error: Error, hop: Hop, logger: Logger): void {
  if (hop !== 'direct' && 'failure' in error) logger.warn('a proxy failed', { failure: error.failure });
}

/** The service's: the environment decides everything. */
export function createServiceNetwork(env: ServiceEnvironment, logger: Logger): ConsoleNetwork {
  return {
    systemHops: createEnvironmentHops(env),
    goesDirect: (use) => env.NO_PROXY_FOR.includes(use),
    logins: createGivenLogins(env.PROXY_LOGINS),
    trust: createTrust({ isWanted: () => env.TRUST_SYSTEM_CERTIFICATES === 'true' }),
    onFailure: (error, hop) => tellOf(error, hop, logger),
  };
}
