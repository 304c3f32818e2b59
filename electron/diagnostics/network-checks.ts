import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { type LookupFunction, isIP } from 'node:net';
import { rootCertificates } from 'node:tls';

import { isPassable } from '../../shared/preflight-rules.ts';
import type { Finding } from '../../shared/preflight.ts';
import { maskedProxy } from '../../shared/proxy-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { isPrivateAddress } from '../network/addresses.ts';
import { DialError, errorCodeOf } from '../network/dial-failure.ts';
import type { Dialer } from '../network/dialer.ts';
import type { Hop, Route, Target } from '../network/routes.ts';
import type { Clock } from '../pairing/ports.ts';
import { readCertificate } from './certificate.ts';
import type { CheckedEndpoint } from './checked-endpoint.ts';
import { askForUpgrade, findPortal, plainPortOf, readServerTime } from './http-questions.ts';
import type { Check } from './run-checks.ts';

/** Where the checks connect to, and which authorities they trust. */
export interface NetworkOptions {
  /** The WebSocket endpoint that sessions use: `wss://…`, or `ws://` on this machine. */
  readonly url: string;
  /** Opens every connection, as it does for sessions. */
  readonly dialer: Dialer;
  /** The tenant whose way is walked; without one, this workstation's. */
  readonly tenantId?: TenantId | undefined;
  readonly clock: Clock;
  readonly lookup?: (host: string) => Promise<LookupAddress[]>;
  /** The authorities that browsers know, as PEM; by default the list that comes with Node (Mozilla's). */
  readonly publicAuthorities?: readonly string[];
  /** Where the endpoint's host speaks plain HTTP; by default as `plainPortOf` says. */
  readonly plainPort?: number;
  /** Asks the endpoint to prove that it is WhatsApp. `undefined`: it did not answer that. */
  readonly askForProof?: ((signal: AbortSignal) => Promise<ServerProof | undefined>) | undefined;
}

/** What WhatsApp's certificates in the Noise handshake say; `validUntil` in epoch ms. */
type ServerProof = 'refused' | { readonly dates: 'valid' | 'expired' | 'not-yet-valid'; readonly validUntil: number };

/** A clock that is off by less causes no fault, in ms. The header has whole seconds. */
const toleratedSkewMs = 90_000;

/** A look-up that takes longer is felt at every dial, in ms. */
const slowLookupMs = 800;

/** A connection that takes longer may be shut, so a sign-in page of the network is looked for, in ms. */
const portalAfterMs = 1_000;

/** What TLS says where a sign-in page of the network may answer. */
const pageCodes: ReadonlySet<Finding['code']> = new Set(['tls-failed', 'tls-intercepted', 'tls-wrong-name'] as const);

/** Checks the way to WhatsApp step by step. Together they take 10 s at most. */
export function createNetworkChecks(options: NetworkOptions): Check[] {
  const { url, dialer, clock, lookup: resolve = lookUp } = options;
  const { hostname, port, pathname, search, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'wss:';
  let addresses: LookupAddress[] = isIP(host) === 0 ? [] : [{ address: host, family: isIP(host) }];
  let hops: Route['hops'] = ['direct'];
  const target: Target = {
    host,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    secure,
    use: 'link',
    tenantId: options.tenantId,
  };
  const lookup: LookupFunction = (_host, { all }, answer) => {
    const [first] = addresses;
    if (all === true) answer(null, addresses);
    else answer(null, first?.address ?? '', first?.family);
  };
  // A proxy looks names up by itself; to be given an address instead would not be what links do.
  const lookupOf = () => (hops.every((hop) => hop === 'direct') ? lookup : undefined);
  /** Why no connection opened, as far as it is known; in the end a page of this network that answers in WhatsApp's place. */
  let noWay: Finding | undefined;
  let looking: Promise<Finding | undefined> | undefined;
  const lookForPortal = (signal: AbortSignal) => (looking ??= findPage(signal));
  async function findPage(signal: AbortSignal): Promise<Finding | undefined> {
    // Behind a proxy the answer would be the proxy's.
    if (!secure || firstProxy(hops) !== undefined) return undefined;
    const agent = () => dialer.agent(`http://${hostname}/`, 'link', options.tenantId);
    const place = { host, port: options.plainPort ?? plainPortOf(url), lookup: lookupOf, agent };
    const status = await findPortal(place, signal);
    if (status === undefined) return undefined;
    return (noWay = { code: 'tcp-portal', status });
  }
  const endpoint: CheckedEndpoint = {
    host,
    port: target.port,
    path: `${pathname}${search}`,
    secure,
    lookup: lookupOf,
    tls: () => dialer.tls(),
    agent: () => dialer.agent(url, 'link', options.tenantId),
    open: async (signal) => (await dialer.open(target, { signal, lookup: lookupOf() })).socket,
  };

  return [
    {
      id: 'route',
      boundMs: 900,
      late: { code: 'route-timeout' },
      async run() {
        try {
          const route = await dialer.findRoute(target);
          hops = route.hops;
          return routeFinding(route);
        } catch (error) {
          if (error instanceof DialError) return failureFinding(error.failure);
          throw error;
        }
      },
    },
    {
      id: 'dns',
      needs: 'route',
      boundMs: 2_000,
      late: { code: 'dns-timeout' },
      async run() {
        const proxy = firstProxy(hops);
        const name = proxy?.host ?? host;
        if (isIP(name) !== 0) {
          return proxy === undefined
            ? { code: 'dns-not-needed' }
            : { code: 'dns-proxy-resolved', proxy: maskedProxy(proxy) };
        }
        const asked = clock.now();
        try {
          const found = await resolve(name);
          if (proxy !== undefined) return { code: 'dns-proxy-resolved', proxy: maskedProxy(proxy) };
          addresses = found;
        } catch (error) {
          const systemCode = errorCodeOf(error);
          return proxy === undefined
            ? { code: 'dns-failed', systemCode }
            : { code: 'dns-proxy-failed', proxy: maskedProxy(proxy), systemCode };
        }
        const odd = host === 'localhost' ? undefined : addresses.find(({ address }) => isPrivateAddress(address));
        if (odd !== undefined) return { code: 'dns-private', address: odd.address };
        const ms = clock.now() - asked;
        return ms > slowLookupMs ? { code: 'dns-slow', ms } : { code: 'dns-resolved' };
      },
    },
    {
      id: 'tcp',
      needs: 'dns',
      boundMs: 2_500,
      get late(): Finding {
        const proxy = firstProxy(hops);
        if (proxy !== undefined) return { code: 'proxy-cut', proxy: maskedProxy(proxy) };
        return noWay ?? { code: 'tcp-timeout' };
      },
      async run(signal) {
        const cancel = clock.after(portalAfterMs, () => void lookForPortal(signal));
        const found = await openTcp(dialer, target, { signal, lookup: lookupOf() });
        cancel();
        if (isPassable(found)) return found;
        noWay ??= found;
        return (await lookForPortal(signal)) ?? noWay;
      },
    },
    {
      id: 'tls',
      needs: 'tcp',
      boundMs: 2_250,
      late: { code: 'tls-timeout' },
      async run(signal) {
        if (!secure) return { code: 'tls-not-needed' };
        const found = await readCertificate(endpoint, options.publicAuthorities ?? rootCertificates, signal);
        // Some pages of a network answer on every port, without TLS or with their certificate.
        return (pageCodes.has(found.code) ? await lookForPortal(signal) : undefined) ?? found;
      },
    },
    {
      id: 'websocket',
      needs: 'tls',
      boundMs: 2_250,
      late: { code: 'websocket-timeout' },
      async run(signal) {
        const finding = await askForUpgrade(endpoint, signal);
        return finding.code === 'websocket-opened' ? judgeProof(await options.askForProof?.(signal)) : finding;
      },
    },
    {
      // Does not need a valid certificate: with a wrong clock a good one looks "not valid yet".
      id: 'clock',
      needs: 'tcp',
      boundMs: 2_500,
      late: { code: 'clock-unknown' },
      async run(signal) {
        const asked = clock.now();
        const theirs = await readServerTime(endpoint, signal);
        if (theirs === undefined) return { code: 'clock-unknown' };
        const ms = Math.round((asked + clock.now()) / 2 - (theirs + 500));
        return { code: Math.abs(ms) > toleratedSkewMs ? 'clock-wrong' : 'clock-right', ms };
      },
    },
  ];
}

function lookUp(host: string): Promise<LookupAddress[]> {
  return systemLookup(host, { all: true });
}

function firstProxy(hops: Route['hops']): Exclude<Hop, 'direct'> | undefined {
  return hops[0] === 'direct' ? undefined : hops[0];
}

function routeFinding({ hops, chosenBy }: Route): Finding {
  const proxy = hops.map((hop) => (hop === 'direct' ? 'direct' : maskedProxy(hop))).join(', ');
  switch (chosenBy) {
    case 'tenant':
      return { code: 'route-tenant', proxy };
    case 'proxy-setting':
      return { code: 'route-set', proxy };
    case 'system':
      return { code: 'route-system', proxy };
    case 'setting':
      return { code: 'route-exempt' };
    case 'nothing':
      return { code: 'route-direct' };
  }
}

async function openTcp(dialer: Dialer, target: Target, how: Parameters<Dialer['open']>[1]): Promise<Finding> {
  try {
    const { socket, hop } = await dialer.open(target, how);
    socket.destroy();
    return hop === 'direct' ? { code: 'tcp-connected' } : { code: 'tcp-tunnel', proxy: maskedProxy(hop) };
  } catch (error) {
    if (error instanceof DialError) return failureFinding(error.failure);
    const systemCode = errorCodeOf(error);
    return systemCode === 'ECONNREFUSED' ? { code: 'tcp-refused' } : { code: 'tcp-unreachable', systemCode };
  }
}

function failureFinding(failure: DialError['failure']): Finding {
  if (failure.code === 'proxy-lost') return { code: 'route-lost' };
  if (failure.code === 'route-unknown') return { code: 'route-timeout' };
  if (failure.code !== 'proxy-sign-in') return failure;
  return { code: failure.given ? 'proxy-login-refused' : 'proxy-sign-in', proxy: failure.proxy };
}

function judgeProof(proof: ServerProof | undefined): Finding {
  if (proof === undefined) return { code: 'websocket-opened' };
  if (proof === 'refused') return { code: 'websocket-impostor' };
  const until = new Date(proof.validUntil).toISOString().slice(0, 10);
  switch (proof.dates) {
    case 'valid':
      return { code: 'websocket-opened', until };
    case 'expired':
      return { code: 'websocket-expired', until };
    case 'not-yet-valid':
      return { code: 'websocket-early' };
  }
}
