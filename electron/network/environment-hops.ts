import { BlockList, isIP } from 'node:net';

import { readProxy } from '../../shared/proxy-rules.ts';
import { isLoopback } from './addresses.ts';
import type { SystemHops, Target } from './routes.ts';

/** The variables that programs on a server follow. */
export interface ProxyEnvironment {
  readonly HTTPS_PROXY?: string | undefined;
  readonly HTTP_PROXY?: string | undefined;
  readonly ALL_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
}

/** `HTTPS_PROXY` for TLS, `HTTP_PROXY` without, `ALL_PROXY` for both; nothing for what `NO_PROXY` names. */
export function createEnvironmentHops(env: ProxyEnvironment): SystemHops {
  const secure = env.HTTPS_PROXY ?? env.ALL_PROXY;
  const plain = env.HTTP_PROXY ?? env.ALL_PROXY;
  const exempt = (env.NO_PROXY ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return (target) => {
    const text = target.secure ? secure : plain;
    const proxy = text === undefined ? undefined : readProxy(text);
    const isExempt = exempt.some((entry) => fits(entry, target));
    return Promise.resolve(proxy === undefined || isExempt || isLoopback(target.host) ? ['direct'] : [proxy]);
  };
}

/** `*`, a name with all below it (`.example.com`, `*.example.com`, `example.com`), an address or a range; each with a port or without. */
function fits(entry: string, { host, port }: Target): boolean {
  if (entry === '*') return true;
  const [, place = '', onlyPort] = /^(\[[^\]]+\]|[^:]+|[0-9a-f:]+(?:\/\d+)?)(?::(\d+))?$/i.exec(entry) ?? [];
  if (place === '' || (onlyPort !== undefined && Number(onlyPort) !== port)) return false;
  const bare = place.replace(/^\[|\]$/g, '').toLowerCase();
  const [address = '', prefix] = bare.split('/');
  if (isIP(address) !== 0) {
    if (isIP(host) === 0) return false;
    return prefix === undefined ? address === host : isInRange(host, address, Number(prefix));
  }
  const name = bare.replace(/^\*?\./, '');
  return host.toLowerCase() === name || host.toLowerCase().endsWith(`.${name}`);
}

function isInRange(host: string, address: string, prefix: number): boolean {
  const family = (text: string) => (isIP(text) === 6 ? 'ipv6' : 'ipv4');
  const most = isIP(address) === 6 ? 128 : 32;
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > most) return false;
  const range = new BlockList();
  range.addSubnet(address, prefix, family(address));
  return range.check(host, family(host));
}
