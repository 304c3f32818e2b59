import { type ProxyAddress, maskedProxy } from '../../shared/proxy-rules.ts';

/** Why no connection was opened. `proxy` is masked: `http://host:port`. */
export type DialFailure =
  /** The proxy's name is unknown, or nothing answers there. `systemCode`: the system's own code. */
  | { readonly code: 'proxy-unreachable'; readonly proxy: string; readonly systemCode: string }
  /** It wants a name and a password. `given`: it was given some and did not take them. */
  | { readonly code: 'proxy-sign-in'; readonly proxy: string; readonly given: boolean }
  /** It wants to know who asks in ways that only the system's own programs can: `NTLM`, `Negotiate` (Kerberos). */
  | { readonly code: 'proxy-sign-in-unsupported'; readonly proxy: string; readonly schemes: string }
  /** It does not let this connection through. `status`: its HTTP answer; 0 from a SOCKS proxy. */
  | { readonly code: 'proxy-refused'; readonly proxy: string; readonly status: number }
  /** A web page came instead: a sign-in page, or no proxy at all. */
  | { readonly code: 'proxy-page'; readonly proxy: string; readonly status: number }
  /** It hung up, or fell silent, before the way was open. */
  | { readonly code: 'proxy-cut'; readonly proxy: string }
  /** A tenant's record was damaged: whether it had a proxy is not known, and nothing was dialled. */
  | { readonly code: 'proxy-lost' }
  /** The system did not say which way to take, so nothing was dialled. */
  | { readonly code: 'route-unknown' };

/** What happened at a proxy. */
type ProxyFailure = Extract<DialFailure, { proxy: string }>;

/** A dial failure on its way through libraries that know only errors. `code` is `PROXY_UNREACHABLE` and so on. */
export class DialError extends Error {
  readonly code: string;
  readonly failure: DialFailure;

  constructor(failure: DialFailure) {
    super('proxy' in failure ? `${failure.code} ${failure.proxy}` : failure.code);
    this.code = failure.code.replaceAll('-', '_').toUpperCase();
    this.failure = failure;
  }
}

export function failureAt(
  proxy: ProxyAddress,
  failure: { [C in ProxyFailure['code']]: Omit<Extract<ProxyFailure, { code: C }>, 'proxy'> }[ProxyFailure['code']],
): DialError {
  return new DialError({ ...failure, proxy: maskedProxy(proxy) });
}

/** The error code of the system, Node, OpenSSL or a `DialError`; `unknown` where there is none. At most 60 characters. */
export function errorCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code.slice(0, 60) : 'unknown';
}
