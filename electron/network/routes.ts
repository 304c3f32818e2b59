import type { NetworkUse } from '../../shared/network-rules.ts';
import type { ProxyAddress } from '../../shared/proxy-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';

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
  readonly chosenBy: 'tenant' | 'setting' | 'system' | 'nothing';
}

/** Asked anew at every dial. Never rejects. */
export type FindRoute = (target: Target) => Promise<Route>;

/** The ways that the system, or the environment, names for a target. Asked anew at every dial. */
export type SystemHops = (target: Target) => Promise<readonly Hop[]>;

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Names and passwords for proxies whose address has none. */
export interface ProxyLogins {
  /** For this proxy, and with `username` for that user of it. */
  find(proxy: ProxyAddress): Promise<Login | undefined>;
  /** Keeps one. `false`: there is no place that only this program reads. */
  keep(proxy: ProxyAddress): Promise<boolean>;
}

const direct = (chosenBy: Route['chosenBy']): Route => ({ hops: ['direct'], chosenBy });

/** Keeps off all proxies, for practice and the self-test. */
export const onlyDirect: FindRoute = () => Promise.resolve(direct('nothing'));

/**
 * A tenant's proxy counts for its links and their files and for nothing else, and has no second way behind it: WhatsApp
 * judges an account by its address. Then comes what was set to go direct, then the system.
 */
export function createRoutes(options: {
  readonly systemHops: SystemHops;
  readonly goesDirect: (use: NetworkUse) => boolean;
  readonly tenantProxy: (tenantId: TenantId) => ProxyAddress | undefined;
  readonly logins: ProxyLogins;
}): FindRoute {
  const { systemHops, goesDirect, tenantProxy, logins } = options;

  async function withLogin(hop: Hop): Promise<Hop> {
    if (hop === 'direct' || hop.password !== undefined) return hop;
    return { ...hop, ...(await logins.find(hop)) };
  }

  return async (target) => {
    const { use, tenantId } = target;
    const isTenants = tenantId !== undefined && (use === 'link' || use === 'media');
    const own = isTenants ? tenantProxy(tenantId) : undefined;
    if (own !== undefined) return { hops: [await withLogin(own)], chosenBy: 'tenant' };
    if (goesDirect(use)) return direct('setting');
    const [first, ...others] = await Promise.all((await systemHops(target)).map(withLogin));
    if (first === undefined) return direct('nothing');
    return { hops: [first, ...others], chosenBy: first === 'direct' && others.length === 0 ? 'nothing' : 'system' };
  };
}
