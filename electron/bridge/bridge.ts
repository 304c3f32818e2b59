import type { FastifyInstance } from 'fastify';

import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createFetch } from '../network/fetch-by.ts';
import type { Clock, IncomingMessages, Logger } from '../pairing/ports.ts';
import { type Caller, createAccess } from './access.ts';
import { type AppOptions, createApp } from './app.ts';
import type { BridgeKeys } from './bridge-keys.ts';
import { createChangeWaiters } from './change-waiters.ts';
import { createConnections } from './connections.ts';
import { createEventSource, standingOf } from './event-source.ts';
import { type BridgeEvent, createEventStreams } from './event-streams.ts';
import type { Grant } from './grant.ts';
import { createHandlers } from './handlers.ts';
import { createEnsureTenant } from './known-tenants.ts';
import { type MediaFetchOptions, createMediaFetch, hostOf } from './media-fetch.ts';
import { createMediaSpool } from './media-spool.ts';
import { type MetricSources, createMetrics } from './metrics.ts';
import { createNodeVerifier } from './node-calls.ts';
import { type ListedTenant, createAllTenants } from './nodes/all-tenants.ts';
import { createEventRelay } from './nodes/event-relay.ts';
import { createNodeCaller } from './nodes/node-caller.ts';
import { createRecentlyLeft } from './nodes/recently-left.ts';
import { createRouting } from './nodes/routing.ts';
import type { OtherNodes } from './other-nodes.ts';
import type { ConsoleForBridge } from './ports.ts';
import { createQrPictures } from './qr-pictures.ts';
import { createStatusBook } from './status-book.ts';
import type { Outcome } from './webhooks/post.ts';
import { type WebhookOptions, type Webhooks, type WebhooksState, openWebhooks } from './webhooks/webhooks.ts';
import type { ProtocolPackOnWire } from './wire.ts';

/** How long requests that are under way may take when the bridge closes, in ms. */
const lastAnswersMs = 7_000;
/** Tenants that callers may create, with those that are there already. */
const mostTenantsByDefault = 10_000;

export interface BridgeOptions {
  readonly console: ConsoleForBridge;
  /** What callers must show: 32 characters or more. */
  readonly secret: string;
  /** Keys are accepted beside the secret. */
  readonly keys: BridgeKeys;
  /** The address to bind to. */
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  /** Host names that callers may use, beside `localhost` and the address itself. */
  readonly names?: readonly string[];
  /** Callers create no further tenant once there are so many; default 10,000. */
  readonly mostTenants?: number | undefined;
  readonly webhooks?: WebhookOptions | undefined;
  /** The services that share a database, where there are several; without it every tenant is this program's. */
  readonly otherNodes?: OtherNodes | undefined;
  /** `false`: another service may have the tenants, and no call is answered. */
  readonly isAtWork?: (() => boolean) | undefined;
  /** The services that share a database, for the metrics. */
  readonly nodes?: MetricSources['nodes'];
  /** Where files of messages are kept while they are sent. */
  readonly mediaFolder: string;
  /** How a `mediaUrl` is resolved, and which addresses may be connected to: by the system, and public ones. */
  readonly mediaRules?: Pick<MediaFetchOptions, 'lookup' | 'allows'>;
  /** The program's. */
  readonly version: string;
  /** The protocol pack, for the report; without it there is none. */
  readonly protocolPack?: (() => ProtocolPackOnWire | undefined) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of what callers do and may not do. */
  readonly audit?: BridgeAudit | undefined;
  /** The state has changed: a call came in, allowed or not, or a webhook was delivered or failed. */
  readonly onChange?: (() => void) | undefined;
}

export interface BridgeAudit {
  /** Told of every request that a handler has answered, or failed to. */
  readonly onDone: NonNullable<AppOptions['onDone']>;
  /** Told of every call that its key does not allow; the tenant only where the console has it. */
  readonly onRefused: NonNullable<AppOptions['onRefused']>;
  /** Told of every tenant that a call has created. */
  readonly onAdded: (tenantId: TenantId, grant: Grant) => void;
}

export interface BridgeState {
  /** The last addresses that called, newest last. */
  readonly callers: readonly Caller[];
  readonly streams: number;
  /** `undefined`: no backend is configured. */
  readonly webhooks: WebhooksState | undefined;
}

/** The console over HTTP. */
export interface Bridge {
  /** For tests: takes requests without a network. */
  readonly app: FastifyInstance;
  /** Answers the port, or the system's error code (`EADDRINUSE`, …). */
  listen(): Promise<Result<{ readonly port: number }, { readonly code: string }>>;
  /**
   * Where services share tenants: to be called before the sessions of tenants begin that this service holds from now on.
   * What waits for the backend is read, and goes on.
   */
  takeUp(tenantIds: readonly TenantId[]): Promise<void>;
  /**
   * To be called before the session of a tenant is closed that goes to another service: from here on nothing is told of it.
   * Resolves when no webhook is under way; one that takes long is cut, and made again there.
   */
  parting(tenantId: TenantId): Promise<void>;
  /** To be called after its session was closed, and before another service may have it: what is to be told is kept. */
  letGo(tenantId: TenantId): Promise<void>;
  /** Another service may have this tenant already: nothing is told or kept of it any more. */
  cut(tenantId: TenantId): void;
  /** To be called when a tenant's view has changed. Never throws. */
  readonly changed: (tenantId: TenantId) => void;
  /** For the console's `onMessages`. Never throws. */
  readonly incoming: (tenantId: TenantId, messages: IncomingMessages) => void;
  /** For the console's `roomForMessages`: resolves once the backend's queue takes messages of this tenant again. */
  readonly roomForMessages: (tenantId: TenantId) => Promise<void> | undefined;
  /** For the console's `messagesKept`: whether the backend's queue has on disk what came of this tenant. */
  readonly messagesKept: (tenantId: TenantId) => Promise<boolean> | undefined;
  state(): BridgeState;
  /** Makes a call to the backend that changes nothing there; `undefined`: no backend is configured. */
  testBackend(): Promise<Outcome | undefined>;
  /** Sends webhooks to another backend from now on, or to none. Calls that wait go to the next backend. */
  tellBackend(webhooks: WebhookOptions | undefined): Promise<void>;
  /** Refuses new calls and ends the streams. Webhooks that were not delivered stay on disk. */
  close(): Promise<void>;
  /** Resolves when every message that came so far is delivered or on disk. Also after `close`. */
  settle(): Promise<void>;
}

export async function createBridge(options: BridgeOptions): Promise<Bridge> {
  const { console, secret, keys, host, port, names = [], clock, logger, version } = options;
  const { registry, journal } = console;
  const snapshotOf = (tenantId: TenantId) => registry.view(tenantId)?.session;
  const { otherNodes } = options;
  /** Tenants that go to another service, or have gone. */
  const parted = new Set<TenantId>();
  const left = createRecentlyLeft(clock);
  let closing = false;

  const book = createStatusBook({ viewOf: registry.view, lastSeenAt: registry.lastSeenAt, clock });
  const pictures = createQrPictures();
  const waiters = createChangeWaiters(clock);
  const caller = otherNodes && createNodeCaller({ secret, clock });
  const streams = createEventStreams({
    clock,
    standing: (sees) => [...ownStanding(sees), ...(relay?.standing().filter(({ tenantId }) => sees(tenantId)) ?? [])],
  });
  const relay =
    otherNodes &&
    caller &&
    createEventRelay({ nodes: otherNodes, caller, secret, publish: streams.publish, clock, logger });
  const events = createEventSource({ book, streams, epochOf: (tenantId) => otherNodes?.epochOf(tenantId) });
  let webhooks: Webhooks | undefined;
  let backend: string | undefined;
  await tellBackend(options.webhooks);
  const webhooksState = () => webhooks?.state();
  const testBackend = async () => webhooks?.test();
  const connections = createConnections();
  const access = createAccess({ secret, keys, names, boundTo: host, clock, onCaller: options.onChange });
  const metrics = createMetrics({
    sessions: registry.sessions,
    webhooks: webhooksState,
    streams: streams.count,
    picturesDrawn: pictures.drawn,
    connections,
    wrongSecrets: access.wrongSecrets,
    nodes: options.nodes,
  });
  const keysRead = await keys.open();
  // The bridge goes on with the secret alone.
  if (!keysRead.ok) logger.error('the keys of the bridge cannot be read', keysRead.error);
  const spool = createMediaSpool(options.mediaFolder);
  const swept = await spool.sweep();
  if (!swept.ok) logger.warn('files of former sends could not be removed', swept.error);
  const handlers = createHandlers({
    console,
    keys,
    ensureTenant: createEnsureTenant({
      registry,
      count: () => Math.max(registry.tenantIds().length, otherNodes?.count() ?? 0),
      mostTenants: options.mostTenants ?? mostTenantsByDefault,
      isShared: otherNodes !== undefined,
      onAdded: options.audit?.onAdded,
    }),
    waiters,
    allTenants:
      otherNodes &&
      caller &&
      createAllTenants({ nodes: otherNodes, caller, own: ownTenants, left: left.list, clock, logger }),
    book,
    pictures,
    webhooksState,
    fetchMedia: createMediaFetch({
      ...options.mediaRules,
      spool,
      backend: () => backend,
      dialer: console.dialer,
      clock,
    }),
    testBackend,
    metrics: metrics.text,
    sent: metrics.sent,
    clock,
    logger,
    version,
    protocolPack: options.protocolPack ?? (() => undefined),
  });
  const app = createApp({
    handlers,
    access,
    callerOf: createNodeVerifier(secret, clock),
    keys,
    connections,
    book,
    streams,
    spool,
    isClosing: () => closing,
    isAtWork: options.isAtWork,
    routing: otherNodes && caller && createRouting({ nodes: otherNodes, caller, clock }),
    onAnswer: metrics.answered,
    onDone: options.audit?.onDone,
    onRefused(route, grant, problem, tenantId) {
      // The caller may name any text as a tenant.
      const known = tenantId !== undefined && registry.view(tenantId) !== undefined ? [tenantId] : [];
      options.audit?.onRefused(route, grant, problem, ...known);
    },
    logger,
  });
  const stopRevoked = keys.onRevoked(streams.endForbidden);
  const stopListening = journal.onAppend((entry) => {
    events.failed(entry);
    metrics.failed(entry);
  });

  function ownStanding(sees: Grant['sees']): BridgeEvent[] {
    return registry
      .tenantIds()
      .filter(sees)
      .map((tenantId) => {
        const epoch = otherNodes?.epochOf(tenantId);
        const event = standingOf(tenantId, book, snapshotOf(tenantId)?.failure?.holder);
        return epoch === undefined ? event : { ...event, epoch };
      });
  }

  function ownTenants(sees: Grant['sees']): ListedTenant[] {
    return registry.tenantIds().flatMap((tenantId) => {
      const entry = sees(tenantId) ? book.entry(tenantId, sees) : undefined;
      if (entry === undefined) return [];
      const addedAt = registry.view(tenantId)?.addedAt ?? 0;
      return [{ tenantId, addedAt, entry, epoch: otherNodes?.epochOf(tenantId) ?? 0n }];
    });
  }

  async function tellBackend(next: WebhookOptions | undefined): Promise<void> {
    backend = next === undefined ? undefined : hostOf(new URL(next.backendUrl));
    if (webhooks !== undefined && next !== undefined) {
      await webhooks.redirect(next);
      return;
    }
    const former = webhooks;
    webhooks = undefined;
    await former?.close();
    if (next === undefined) return;
    const tenantIds = () => registry.tenantIds();
    webhooks = await openWebhooks({
      ...next,
      secret,
      store: console.outbox,
      shared: otherNodes && { has: (tenantId) => otherNodes.epochOf(tenantId) !== undefined },
      tenantIds,
      snapshotOf,
      onChange: options.onChange,
      fetch: createFetch(console.dialer, 'webhooks'),
      clock,
      logger,
    });
  }

  function forget(tenantId: TenantId): void {
    left.add(tenantId);
    events.forget(tenantId);
    book.forget(tenantId);
    pictures.forget(tenantId);
    waiters.changed(tenantId);
  }

  /** Sessions call this. An error of the bridge must not reach them. */
  function safely(task: () => void): void {
    try {
      task();
    } catch (error) {
      logger.error('the bridge failed', { error });
    }
  }

  return {
    app,
    async listen() {
      try {
        await app.listen({ host, port });
      } catch (error) {
        if (error instanceof Error && 'code' in error && typeof error.code === 'string')
          return err({ code: error.code });
        throw error;
      }
      relay?.start();
      const address = app.server.address();
      return ok({ port: typeof address === 'object' && address !== null ? address.port : port });
    },
    async takeUp(tenantIds) {
      for (const tenantId of tenantIds) {
        parted.delete(tenantId);
        left.remove(tenantId);
        relay?.forget(tenantId);
      }
      await webhooks?.takeUp(tenantIds);
    },
    async parting(tenantId) {
      parted.add(tenantId);
      await webhooks?.parting(tenantId);
    },
    async letGo(tenantId) {
      parted.add(tenantId);
      await webhooks?.letGo(tenantId);
      forget(tenantId);
    },
    cut(tenantId) {
      parted.add(tenantId);
      webhooks?.cut(tenantId);
      forget(tenantId);
    },
    changed: (tenantId) =>
      safely(() => {
        if (parted.has(tenantId)) return;
        const snapshot = snapshotOf(tenantId);
        book.forget(tenantId);
        if (snapshot?.qr === undefined) pictures.forget(tenantId);
        events.changed(tenantId, snapshot);
        metrics.changed(tenantId, snapshot);
        webhooks?.changed(tenantId);
        waiters.changed(tenantId);
      }),
    incoming: (tenantId, messages) => safely(() => webhooks?.incoming(tenantId, messages)),
    roomForMessages: (tenantId) => webhooks?.room(tenantId),
    messagesKept: (tenantId) => webhooks?.kept(tenantId),
    testBackend,
    settle: async () => webhooks?.settle(),
    tellBackend,
    state: () => ({ callers: access.callers(), streams: streams.count(), webhooks: webhooksState() }),
    async close() {
      closing = true;
      stopListening();
      stopRevoked();
      waiters.close();
      relay?.close();
      streams.close();
      metrics.close();
      const cancel = clock.after(lastAnswersMs, () => app.server.closeAllConnections());
      await Promise.all([webhooks?.close(), app.close()]);
      cancel();
      caller?.close();
      await keys.close();
    },
  };
}
