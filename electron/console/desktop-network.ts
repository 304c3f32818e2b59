import { type Listeners, createListeners } from '../../shared/listeners.ts';
import type { NetworkSettings, NetworkState } from '../../shared/network.ts';
import { type ProxyAddress, type ProxyLogin, maskedProxy, proxyText, readProxy } from '../../shared/proxy-rules.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { DialError, errorCodeOf } from '../network/dial-failure.ts';
import type { Dial } from '../network/dialer.ts';
import { createGivenLogins, createKeptLogins } from '../network/logins.ts';
import { createSystemHops } from '../network/system-hops.ts';
import { createTrust } from '../network/trust.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { DesktopEnvironment } from './environment.ts';
import { type ConsoleNetwork, logDial } from './network.ts';

/** How long the same outcome of a dial is not told again, in ms. */
const sameAgainMs = 1_000;

/** How a desktop reaches the outside: what the window chose, and what came of it. */
export interface DesktopNetwork extends ConsoleNetwork {
  state(): NetworkState;
  /** Changes what is given; the next connection takes it. User name and password of a proxy are dropped: `signIn` has them. */
  configure(change: { readonly [N in keyof NetworkSettings]?: NetworkSettings[N] | undefined }): void;
  /** Keeps a login for the proxy that asked for one. `false`: no proxy asks, or there is no keyring. */
  signIn(login: ProxyLogin): Promise<boolean>;
  /** Whether this computer has a network at all. */
  readonly setOnline: (online: boolean) => void;
  /** Called after every change of the state. */
  onChange: Listeners<[state: NetworkState]>['add'];
}

export function createDesktopNetwork(options: {
  readonly env: Pick<DesktopEnvironment, 'NO_PROXY_FOR' | 'PROXY_LOGINS' | 'TRUST_SYSTEM_CERTIFICATES'>;
  /** Of this computer's administrator. */
  readonly policy: { readonly trustSystemCertificates?: boolean | undefined };
  readonly settings: { network(): NetworkSettings; setNetwork(settings: NetworkSettings): void };
  /** A session of Electron that follows the system; the window's own has no way out. */
  readonly session: () => { resolveProxy(url: string): Promise<string> };
  /** The file for the logins of proxies, encrypted by the keyring. */
  readonly loginsFile: string;
  readonly keyring: Keyring;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}): DesktopNetwork {
  const { env, policy, settings, session, loginsFile: path, keyring, clock, logger } = options;
  const given = createGivenLogins(env.PROXY_LOGINS);
  const logins = createKeptLogins({ path, keyring, given, logger });
  const changes = createListeners<[state: NetworkState]>();
  let online = true;
  let lastDial: NetworkState['lastDial'] = null;
  let lastTold = { text: '', at: 0 };
  let asking: { readonly proxy: ProxyAddress; readonly refused: boolean } | undefined;

  const decidedTrust = (): NetworkState['fixed']['trust'] => {
    if (env.TRUST_SYSTEM_CERTIFICATES !== undefined) return 'environment';
    return policy.trustSystemCertificates === undefined ? null : 'policy';
  };
  const trusts = () =>
    env.TRUST_SYSTEM_CERTIFICATES === undefined
      ? (policy.trustSystemCertificates ?? settings.network().trustSystem)
      : env.TRUST_SYSTEM_CERTIFICATES === 'true';
  const direct = () => [...new Set([...env.NO_PROXY_FOR, ...settings.network().direct])];

  function state(): NetworkState {
    const chosen = settings.network();
    const proxy = chosen.proxy === null ? undefined : readProxy(chosen.proxy);
    return {
      settings: {
        ...chosen,
        proxy: proxy === undefined ? null : proxyText(proxy),
        direct: direct(),
        trustSystem: trusts(),
      },
      fixed: { direct: env.NO_PROXY_FOR.length > 0, trust: decidedTrust() },
      offline: !online,
      lastDial,
      signIn: asking === undefined ? null : { proxy: maskedProxy(asking.proxy), refused: asking.refused },
    };
  }

  function note(dial: Dial): void {
    const { target, hop, error } = dial;
    const proxy = hop === undefined || hop === 'direct' ? undefined : hop;
    lastDial = {
      at: clock.now(),
      use: target.use,
      through: proxy === undefined ? null : maskedProxy(proxy),
      ...(error === undefined ? {} : { failed: errorCodeOf(error) }),
    };
    const wants = error instanceof DialError && error.failure.code === 'proxy-sign-in' ? error.failure : undefined;
    if (wants !== undefined && proxy !== undefined) asking = { proxy, refused: wants.given };
    else if (
      error === undefined &&
      proxy !== undefined &&
      asking !== undefined &&
      proxyText(proxy) === proxyText(asking.proxy)
    )
      asking = undefined;
    logDial(dial, logger);
    tellDial(lastDial);
  }

  /** A crowd of tenants dials many times a second, mostly with the same outcome. */
  function tellDial({ at, ...outcome }: NonNullable<NetworkState['lastDial']>): void {
    const told = JSON.stringify([outcome, asking]);
    if (told === lastTold.text && at - lastTold.at < sameAgainMs) return;
    lastTold = { text: told, at };
    changes.tell(state());
  }

  return {
    systemHops: createSystemHops((url) => session().resolveProxy(url)),
    chosen() {
      const { way, proxy } = settings.network();
      if (way === 'direct') return 'direct';
      if (way === 'system' || proxy === null) return undefined;
      const read = readProxy(proxy);
      // Somebody chose a proxy: no other way is taken in its place.
      if (read === undefined) throw new DialError({ code: 'route-unknown' });
      return read;
    },
    goesDirect: (use) => direct().includes(use),
    logins,
    trust: createTrust({ isWanted: trusts }),
    onDial: note,
    isOffline: () => !online,
    setOnline(next) {
      if (online === next) return;
      online = next;
      changes.tell(state());
    },
    state,
    configure(change) {
      const next = { ...settings.network(), ...defined(change) };
      const proxy = next.proxy === null ? undefined : readProxy(next.proxy);
      settings.setNetwork({ ...next, proxy: proxy === undefined ? null : proxyText(withoutLogin(proxy)) });
      // The proxy that asked may not be used any more; one that is asks again at the next connection.
      if (change.way !== undefined || change.proxy !== undefined) asking = undefined;
      changes.tell(state());
    },
    async signIn(login) {
      if (asking === undefined || !(await logins.keep(asking.proxy, login))) return false;
      asking = undefined;
      changes.tell(state());
      return true;
    },
    onChange: changes.add,
  };
}

function withoutLogin({ scheme, host, port }: ProxyAddress): ProxyAddress {
  return { scheme, host, port };
}

/** Leaves out members that are undefined. */
function defined<T extends object>(change: { readonly [N in keyof T]?: T[N] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}
