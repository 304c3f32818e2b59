import { Agent } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

import type { NetworkUse } from '../../shared/network-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import { openTcp, openThrough } from './open-hop.ts';
import { type FindRoute, type Hop, type ProxyLogins, type Target, onlyDirect } from './routes.ts';
import type { Trust } from './trust.ts';

/** How long one hop may take to open, in ms: less than the 20 s that the client library waits for a socket. */
const hopMs = 9_000;

/** Opens every connection that leaves this program, by the route that holds at that moment. */
export interface Dialer {
  readonly findRoute: FindRoute;
  /**
   * Opens a connection, or a tunnel, to `target`; TLS is up to the caller. Tries the hops of the route in turn and rejects
   * with the failure of the first: a `DialError` of a proxy, or the system's error. With `lookup` names are resolved by it
   * even where a proxy would do that, so that a guard over addresses holds there as well.
   */
  open(target: Target, options?: OpenOptions): Promise<{ readonly socket: Socket; readonly hop: Hop }>;
  /** For an HTTP request or a WebSocket to `url`: dials anew for each, and speaks TLS where the address says so. */
  agent(url: string | URL, use: NetworkUse, tenantId?: TenantId): Agent;
  /** What TLS to anywhere trusts; nothing: the default of Node. */
  tls(): ConnectionOptions;
}

export interface OpenOptions {
  readonly signal?: AbortSignal;
  readonly lookup?: LookupFunction | undefined;
}

/** What came of one hop. */
export interface Dial {
  readonly target: Target;
  /** Absent: nobody knew by which way. A proxy is as its route names it, without the login that was found for it. */
  readonly hop?: Hop;
  /** Absent: the way was open. */
  readonly error?: Error;
}

export function createDialer(options: {
  readonly findRoute: FindRoute;
  /** For proxies whose address has no password. */
  readonly logins?: Pick<ProxyLogins, 'find'> | undefined;
  readonly trust: Trust;
  readonly clock: Pick<Clock, 'after'>;
  /** Told of every hop that was tried, as it ends. */
  readonly onDial?: ((dial: Dial) => void) | undefined;
}): Dialer {
  const { findRoute, logins, trust, clock, onDial } = options;
  const tls = () => trust.tls();

  async function openHop(hop: Hop, target: Target, { signal, lookup }: OpenOptions): Promise<Socket> {
    const late = new AbortController();
    const cancel = clock.after(hopMs, () => late.abort());
    const either = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    const { host, port } = target;
    try {
      if (hop === 'direct') return await openTcp({ host, port }, either, lookup);
      const place = lookup === undefined ? host : await resolve(host, lookup);
      const login = hop.password === undefined ? await logins?.find(hop) : undefined;
      return await openThrough({ ...hop, ...login }, { host: place, port }, either, tls());
    } finally {
      cancel();
    }
  }

  const open: Dialer['open'] = async (target, more = {}) => {
    const { hops } = await findRoute(target).catch((error: unknown) => {
      if (error instanceof Error) onDial?.({ target, error });
      throw error;
    });
    let first: unknown;
    for (const hop of hops) {
      try {
        const socket = await openHop(hop, target, more);
        onDial?.({ target, hop });
        return { socket, hop };
      } catch (error) {
        first ??= error;
        if (error instanceof Error) onDial?.({ target, hop, error });
        if (more.signal?.aborted === true) break;
      }
    }
    throw first;
  };

  return {
    findRoute,
    open,
    tls,
    agent(url, use, tenantId) {
      const { protocol } = new URL(url);
      const secure = protocol === 'https:' || protocol === 'wss:';
      return new DialingAgent(secure, async (asked) => {
        const { host, port, lookup } = asked;
        const { socket } = await open({ host, port, secure, use, tenantId }, { lookup });
        // What the request itself trusts goes before; a ready context would hide it.
        const trusted = asked.ca === undefined ? tls() : {};
        return secure ? connectTls({ ...trusted, ...tlsPartOf(asked), socket }) : socket;
      });
    },
  };
}

/** A dialer that knows no proxy, for practice, the self-test and tests. */
export function createDirectDialer(clock: Pick<Clock, 'after'>): Dialer {
  return createDialer({ findRoute: onlyDirect, trust: { tls: () => ({}) }, clock });
}

type Asked = ConnectionOptions & { readonly host: string; readonly port: number };
type MakeConnection = Agent['createConnection'];

/** An agent of Node whose connections are opened by the dialer. It keeps none: the route is asked anew for each. */
class DialingAgent extends Agent {
  readonly protocol: string;
  readonly defaultPort: number;
  readonly #dial: (asked: Asked) => Promise<Socket>;

  constructor(secure: boolean, dial: (asked: Asked) => Promise<Socket>) {
    super({ keepAlive: false });
    this.protocol = secure ? 'https:' : 'http:';
    this.defaultPort = secure ? 443 : 80;
    this.#dial = dial;
  }

  override createConnection(...[options, callback]: Parameters<MakeConnection>): ReturnType<MakeConnection> {
    // Node hands on what the request was given, and the port as text.
    const asked = options as unknown as Omit<Asked, 'port'> & { readonly port: string };
    this.#dial({ ...asked, port: Number(asked.port) }).then(
      (socket) => callback?.(null, socket),
      // Node takes an error alone; its types ask for a stream as well.
      (error: unknown) => (callback as ((error: unknown) => void) | undefined)?.(error),
    );
    // Answered by the callback: Node allows either (`http.Agent`, `agent.createConnection`).
    return undefined;
  }
}

/** What a request asks of TLS, without what it asks of the connection, which is there already. */
function tlsPartOf(asked: Asked): ConnectionOptions {
  const { servername, ca, rejectUnauthorized, ALPNProtocols } = asked;
  return {
    ...(servername === undefined || servername === '' ? {} : { servername }),
    ...(ca === undefined ? {} : { ca }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    ...(ALPNProtocols === undefined ? {} : { ALPNProtocols }),
    host: asked.host,
  };
}

function resolve(host: string, lookup: LookupFunction): Promise<string> {
  return new Promise((done, reject) => {
    lookup(host, { all: false }, (error, address) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const first = typeof address === 'string' ? address : address[0]?.address;
      if (first === undefined) reject(new Error('no address'));
      else done(first);
    });
  });
}
