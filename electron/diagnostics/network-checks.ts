import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { rootCertificates } from 'node:tls';

import type { Finding } from '../../shared/preflight.ts';
import { isPrivateAddress } from '../network/addresses.ts';
import type { Clock } from '../pairing/ports.ts';
import { readCertificate } from './certificate.ts';
import { askForUpgrade, readServerTime } from './http-questions.ts';
import { type Route, systemCodeOf, untilOpen } from './route.ts';
import type { Check } from './run-checks.ts';

/** Where the checks connect to, and which authorities they trust. */
export interface NetworkOptions {
  /** The WebSocket endpoint that sessions use: `wss://…`, or `ws://` on this machine. */
  readonly url: string;
  readonly clock: Clock;
  readonly lookup?: (host: string) => Promise<LookupAddress[]>;
  /** The authorities that browsers know, as PEM; by default the list that comes with Node (Mozilla's). */
  readonly publicAuthorities?: readonly string[];
  /** Certificates that TLS trusts; by default those that the whole program and the client library trust. */
  readonly trusted?: string[] | undefined;
  /** Asks the endpoint to prove that it is WhatsApp. `undefined`: it did not answer that. */
  readonly askForProof?: ((signal: AbortSignal) => Promise<ServerProof | undefined>) | undefined;
}

/** What WhatsApp's certificates in the Noise handshake say; `validUntil` in epoch ms. */
type ServerProof = 'refused' | { readonly dates: 'valid' | 'expired' | 'not-yet-valid'; readonly validUntil: number };

/** A clock that is off by less causes no fault, in ms. The header has whole seconds. */
const toleratedSkewMs = 90_000;

/** Checks the way to WhatsApp step by step. Together they take 9 s at most. */
export function createNetworkChecks(options: NetworkOptions): Check[] {
  const { url, clock, lookup = lookUp } = options;
  const { hostname, port, pathname, search, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'wss:';
  let addresses: LookupAddress[] = isIP(host) === 0 ? [] : [{ address: host, family: isIP(host) }];
  const route: Route = {
    host,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    path: `${pathname}${search}`,
    secure,
    trusted: options.trusted,
    lookup(_host, { all }, answer) {
      const [first] = addresses;
      if (all === true) answer(null, addresses);
      else answer(null, first?.address ?? '', first?.family);
    },
  };

  return [
    {
      id: 'dns',
      boundMs: 2_000,
      late: { code: 'dns-timeout' },
      async run() {
        if (isIP(host) !== 0) return { code: 'dns-not-needed' };
        try {
          addresses = await lookup(host);
        } catch (error) {
          return { code: 'dns-failed', systemCode: systemCodeOf(error) };
        }
        const odd = host === 'localhost' ? undefined : addresses.find(({ address }) => isPrivateAddress(address));
        return odd === undefined ? { code: 'dns-resolved' } : { code: 'dns-private', address: odd.address };
      },
    },
    {
      id: 'tcp',
      needs: 'dns',
      boundMs: 2_500,
      late: { code: 'tcp-timeout' },
      run: (signal) => openTcp(route, signal),
    },
    {
      id: 'tls',
      needs: 'tcp',
      boundMs: 2_250,
      late: { code: 'tls-timeout' },
      run: (signal) =>
        secure
          ? readCertificate(route, options.publicAuthorities ?? rootCertificates, signal)
          : Promise.resolve({ code: 'tls-not-needed' }),
    },
    {
      id: 'websocket',
      needs: 'tls',
      boundMs: 2_250,
      late: { code: 'websocket-timeout' },
      async run(signal) {
        const finding = await askForUpgrade(route, signal);
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
        const theirs = await readServerTime(route, signal);
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

async function openTcp({ host, port, lookup }: Route, signal: AbortSignal): Promise<Finding> {
  const socket = connectTcp({ host, port, lookup });
  const systemCode = await untilOpen(socket, 'connect', signal);
  socket.destroy();
  if (systemCode === undefined) return { code: 'tcp-connected' };
  return systemCode === 'ECONNREFUSED' ? { code: 'tcp-refused' } : { code: 'tcp-unreachable', systemCode };
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
