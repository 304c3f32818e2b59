import { request } from 'node:http';
import { type LookupFunction, type Socket, connect as connectTcp, isIP } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

import type * as socksLibrary from 'socks';

import type { ProxyAddress } from '../../shared/proxy-rules.ts';
import { failureAt, errorCodeOf } from './dial-failure.ts';

/** How long the first address of a name may keep the next one waiting, in ms (RFC 8305): the price of broken IPv6. */
const nextAddressMs = 250;

export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** Opens a TCP connection. Rejects with the system's error. */
export function openTcp(to: Destination, signal: AbortSignal, lookup?: LookupFunction): Promise<Socket> {
  const socket = connectTcp({
    ...to,
    ...(lookup === undefined ? {} : { lookup }),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextAddressMs,
  });
  return opened(socket, 'connect', signal);
}

/**
 * Opens a way to `to` through a proxy: CONNECT (RFC 9110, 9.3.6), SOCKS 4a or SOCKS 5 (RFC 1928). Names are looked up by the proxy.
 * Rejects with a `DialError`.
 */
export async function openThrough(
  proxy: ProxyAddress,
  to: Destination,
  signal: AbortSignal,
  tls: ConnectionOptions,
): Promise<Socket> {
  // Before there is a socket: its errors must not meet an await that reads files.
  const socks = proxy.scheme.startsWith('socks') ? await import('socks') : undefined;
  let socket: Socket;
  try {
    socket = await openTcp(proxy, signal);
    if (proxy.scheme === 'https') {
      const servername = isIP(proxy.host) === 0 ? { servername: proxy.host } : {};
      // The host is what the certificate must name; without it Node asks for "localhost" where the proxy is an address.
      const secured = connectTls({ ...tls, ...servername, host: proxy.host, socket });
      socket = await opened(secured, 'secureConnect', signal);
    }
  } catch (error) {
    throw failureAt(proxy, {
      code: 'proxy-unreachable',
      systemCode: signal.aborted ? 'ETIMEDOUT' : errorCodeOf(error),
    });
  }
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await (socks === undefined ? throughConnect(proxy, to, socket) : throughSocks(socks, proxy, to, socket));
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function throughConnect(proxy: ProxyAddress, to: Destination, socket: Socket): Promise<Socket> {
  const { username, password = '' } = proxy;
  const place = `${to.host.includes(':') ? `[${to.host}]` : to.host}:${to.port}`;
  const login = username === undefined ? undefined : Buffer.from(`${username}:${password}`).toString('base64');
  return new Promise((resolve, reject) => {
    const asked = request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: place,
      setHost: false,
      headers: { host: place, ...(login === undefined ? {} : { 'proxy-authorization': `Basic ${login}` }) },
    });
    asked.on('connect', ({ statusCode: status = 0, headers, rawHeaders }, tunnel, head) => {
      const isPage = /^text\/html/i.test(headers['content-type'] ?? '');
      if (status >= 200 && status < 300 && !isPage) {
        if (head.length > 0) tunnel.unshift(head);
        resolve(tunnel);
      } else if (status === 407) {
        const schemes = schemesIn(rawHeaders);
        const takesBasic = schemes.length === 0 || schemes.some((scheme) => /^basic$/i.test(scheme));
        reject(
          takesBasic
            ? failureAt(proxy, { code: 'proxy-sign-in', given: login !== undefined })
            : failureAt(proxy, { code: 'proxy-sign-in-unsupported', schemes: schemes.join(', ') }),
        );
      } else {
        const isPortal = status < 400 || status === 511;
        reject(failureAt(proxy, { code: isPortal ? 'proxy-page' : 'proxy-refused', status }));
      }
    });
    asked.on('error', (error) =>
      // Whatever answered does not speak HTTP.
      reject(
        failureAt(
          proxy,
          errorCodeOf(error).startsWith('HPE_') ? { code: 'proxy-page', status: 0 } : { code: 'proxy-cut' },
        ),
      ),
    );
    asked.end();
  });
}

/** The names of the ways to sign in that a proxy offers, one header each (RFC 9110, 11.7.1). */
function schemesIn(rawHeaders: readonly string[]): string[] {
  return rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1 || name.toLowerCase() !== 'proxy-authenticate') return [];
    const scheme = /^\s*([A-Za-z0-9-]{1,30})/.exec(rawHeaders[index + 1] ?? '')?.[1];
    return scheme === undefined ? [] : [scheme];
  });
}

/** The texts of `socks` 2.8.11 (build/common/constants.js, `ERRORS`) that say more than "it failed". */
const socksTexts = {
  signIn: /authentication failed|no accepted auth/i,
  refused: /rejected connection/i,
};

async function throughSocks(
  { SocksClient }: typeof socksLibrary,
  proxy: ProxyAddress,
  to: Destination,
  socket: Socket,
): Promise<Socket> {
  const { scheme, host, port, username, password = '' } = proxy;
  try {
    const { socket: tunnel } = await SocksClient.createConnection({
      command: 'connect',
      destination: to,
      existing_socket: socket,
      proxy: {
        host,
        port,
        type: scheme === 'socks4' ? 4 : 5,
        ...(username === undefined ? {} : { userId: username, password }),
      },
    });
    return tunnel;
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    if (socksTexts.signIn.test(text)) throw failureAt(proxy, { code: 'proxy-sign-in', given: username !== undefined });
    if (socksTexts.refused.test(text)) throw failureAt(proxy, { code: 'proxy-refused', status: 0 });
    throw failureAt(proxy, { code: 'proxy-cut' });
  }
}

function opened<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      signal.removeEventListener('abort', cancel);
      socket.off('error', fail);
      then();
    };
    const fail = (error: Error) => settle(() => reject(error));
    const cancel = () => {
      socket.destroy();
      fail(Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }));
    };
    socket.on('error', fail);
    socket.once(event, () => settle(() => resolve(socket)));
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });
}
