import type { NetworkUse } from '../../shared/network-rules.ts';
import type { ProxyAddress, ProxyLogin } from '../../shared/proxy-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { isLoopback } from './addresses.ts';
import { DialError } from './dial-failure.ts';

/** Where a connection is to lead, and what for. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** TLS is spoken to it. */
  readonly secure: boolean;
  readonly use: NetworkUse;
  /** Whose connection it is, where it is one tenant's. */
  readonly tenantId?: TenantId | undefined;
}

/** One way out: straight to the target, or through a proxy. */
export type Hop = 'direct' | ProxyAddress;

/** The ways that hold at this moment, the first to be tried first, and who chose them. */
export interface Route {
  readonly hops: readonly [Hop, ...Hop[]];
  readonly chosenBy: 'tenant' | 'setting' | 'proxy-setting' | 'system' | 'nothing';
}

/** Asked anew at every dial. Rejects with a `DialError` where the right way is not known; nothing is dialled then. */
export type FindRoute = (target: Target) => Promise<Route>;

/** The ways that the system, or the environment, names for a target. Asked anew at every dial. */
export type SystemHops = (target: Target) => Promise<readonly Hop[]>;

/** Names and passwords for proxies whose address has none. */
export interface ProxyLogins {
  /** For this proxy, and with `username` for that user of it. */
  find(proxy: ProxyAddress): Promise<ProxyLogin | undefined>;
  /** Keeps one for this proxy, as its address names it. `false`: there is no place that only this program reads. */
  keep(proxy: ProxyAddress, login: ProxyLogin): Promise<boolean>;
}

const direct = (chosenBy: Route['chosenBy']): Route => ({ hops: ['direct'], chosenBy });

/** Keeps off all proxies, for practice and the self-test. */
export const onlyDirect: FindRoute = () => Promise.resolve(direct('nothing'));

/**
 * A tenant's proxy counts for its links and their files and for nothing else, and has no second way behind it: WhatsApp
 * judges an account by its address. Then comes what was set to go direct, then what was chosen for everything, then the
 * system.
 */
export function createRoutes(options: {
  readonly systemHops: SystemHops;
  /** What was chosen in the system's place; `undefined`: nothing. Throws a `DialError` where the choice cannot be read. */
  readonly chosen?: (() => Hop | undefined) | undefined;
  readonly goesDirect: (use: NetworkUse) => boolean;
  /** `lost`: whether it has one is not known. */
  readonly tenantProxy: (tenantId: TenantId) => ProxyAddress | 'lost' | undefined;
}): FindRoute {
  const { systemHops, chosen, goesDirect, tenantProxy } = options;

  return async (target) => {
    const { use, tenantId } = target;
    const isTenants = tenantId !== undefined && (use === 'link' || use === 'media');
    const own = isTenants ? tenantProxy(tenantId) : undefined;
    if (own === 'lost') throw new DialError({ code: 'proxy-lost' });
    if (own !== undefined) return { hops: [own], chosenBy: 'tenant' };
    const way = chosen?.();
    if (goesDirect(use) || way === 'direct') return direct('setting');
    // No proxy leads to this machine.
    if (way !== undefined)
      return isLoopback(target.host) ? direct('nothing') : { hops: [way], chosenBy: 'proxy-setting' };
    const named = await systemHops(target).catch(() => {
      throw new DialError({ code: 'route-unknown' });
    });
    const [first, ...others] = named;
    if (first === undefined) return direct('nothing');
    return { hops: [first, ...others], chosenBy: first === 'direct' && others.length === 0 ? 'nothing' : 'system' };
  };
}
