/** A proxy as people write it down. No schema here: the window reads it without shipping zod. */
export interface ProxyAddress {
  readonly scheme: 'http' | 'https' | 'socks4' | 'socks5';
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
}

export interface ProxyLogin {
  readonly username: string;
  readonly password: string;
}

const schemes: Readonly<Record<string, { readonly scheme: ProxyAddress['scheme']; readonly port: number }>> = {
  'http:': { scheme: 'http', port: 80 },
  'https:': { scheme: 'https', port: 443 },
  'socks4:': { scheme: 'socks4', port: 1080 },
  'socks4a:': { scheme: 'socks4', port: 1080 },
  'socks:': { scheme: 'socks5', port: 1080 },
  'socks5:': { scheme: 'socks5', port: 1080 },
  'socks5h:': { scheme: 'socks5', port: 1080 },
};
const longest = 500;

/** Shown where a text is no proxy. */
export const proxyExample = 'http://proxy.example.com:3128';

/** Reads `http://user:password@host:port`, also `https:`, `socks4:` and `socks5:`; without a scheme it is `http:`. */
export function readProxy(text: string): ProxyAddress | undefined {
  const trimmed = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (trimmed === '' || trimmed.length > longest || /\s/.test(trimmed) || !URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  const known = schemes[url.protocol];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isBare = ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
  if (known === undefined || !isBare || !/^[A-Za-z0-9._:-]+$/.test(host)) return undefined;
  const username = decoded(url.username);
  const password = decoded(url.password);
  if (username === undefined || password === undefined) return undefined;
  return {
    scheme: known.scheme,
    host,
    port: url.port === '' ? known.port : Number(url.port),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
  };
}

/** Why a text is no proxy; `undefined`: it is one. */
export function proxyProblem(text: string): 'not-a-proxy' | undefined {
  return readProxy(text) === undefined ? 'not-a-proxy' : undefined;
}

/** `http://host:port`: what logs, answers and the window may show. Neither user name nor password is in it. */
export function maskedProxy({ scheme, host, port, username }: ProxyAddress): string {
  return `${scheme}://${username === undefined ? '' : '•••@'}${bracketed(host)}:${port}`;
}

/** The address without its password, as it is kept. */
export function proxyText({ scheme, host, port, username }: ProxyAddress): string {
  const user = username === undefined ? '' : `${encodeURIComponent(username)}@`;
  return `${scheme}://${user}${bracketed(host)}:${port}`;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
