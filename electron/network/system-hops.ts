import { readProxy } from '../../shared/proxy-rules.ts';
import type { Hop, SystemHops } from './routes.ts';

const schemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTPS: 'https', SOCKS: 'socks4', SOCKS5: 'socks5' };

/**
 * What the system's own settings say: a fixed proxy, or a PAC file, which Chromium evaluates for each address. WhatsApp's
 * WebSocket is asked for as `https:`, as PAC files are written for what browsers ask.
 */
export function createSystemHops(resolveProxy: (url: string) => Promise<string>): SystemHops {
  return async ({ host, port, secure }) => {
    const place = host.includes(':') ? `[${host}]` : host;
    return hopsIn(await resolveProxy(`${secure ? 'https' : 'http'}://${place}:${port}/`));
  };
}

/**
 * `PROXY one:3128; SOCKS5 two:1080; DIRECT`. `SOCKS` is version 4. What this program cannot speak (`QUIC`) or read is left
 * out; with nothing left the way is direct, as in Chromium (`net/base/proxy_list.cc`, `SetFromPacString`).
 */
export function hopsIn(answer: string): readonly Hop[] {
  return answer.split(';').flatMap((part): Hop[] => {
    const [kind = '', place = ''] = part.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return ['direct'];
    const scheme = schemes[kind.toUpperCase()];
    const proxy = scheme === undefined ? undefined : readProxy(`${scheme}://${place}`);
    return proxy === undefined ? [] : [proxy];
  });
}
