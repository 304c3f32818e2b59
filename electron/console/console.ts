import type { NewNotice } from '../../shared/console.ts';
import { createListeners } from '../../shared/listeners.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createClientLogger } from '../logging/client-logger.ts';
import { redactText } from '../logging/redact-text.ts';
import { type Dialer, createDialer, createDirectDialer } from '../network/dialer.ts';
import { createFetch } from '../network/fetch-by.ts';
import { createRoutes } from '../network/routes.ts';
import { watchShutWay } from '../network/shut-way.ts';
import { type AttemptLimits, cautiousLimits, createLinkAttempts } from '../pairing/link-attempts.ts';
import type { Clock, IncomingMessages, Logger, SocketFactory } from '../pairing/ports.ts';
import { type Registry, createRegistry } from '../pairing/registry.ts';
import type { PackInForce } from '../updates/protocol-pack/in-force.ts';
import type { ClientCredentials } from '../whatsapp/client-credentials.ts';
import { loadClient } from '../whatsapp/load-client.ts';
import { createSocketFactory } from '../whatsapp/socket-factory.ts';
import { type VersionControl, createVersionControl } from '../whatsapp/version-control.ts';
import { type WebVersions, openWebVersions, publishedAt, versionFrom } from '../whatsapp/version.ts';
import { type IncomingFiles, createIncomingFiles } from './incoming-files.ts';
import { type NetworkCheck, createNetworkCheck } from './network-check.ts';
import type { ConsoleNetwork } from './network.ts';
import type { Notices } from './notices.ts';
import type { Stores } from './stores.ts';

export interface ConsoleOptions {
  readonly stores: Stores;
  readonly notices: Notices;
  /** The file with the WA Web version that was fetched last. */
  readonly webVersionFile: string;
  /** Another WebSocket endpoint than WhatsApp's own. */
  readonly whatsappUrl?: string | undefined;
  /** That endpoint, which must be on loopback, need not prove that its certificates are its own. */
  readonly unverified?: boolean | undefined;
  /** Where the current WA Web version is published. By default nowhere for another endpoint than WhatsApp's own. */
  readonly versionUrl?: string | undefined;
  /** The protocol pack that counts at this moment; without it the program's own values do. */
  readonly protocol?: (() => PackInForce | undefined) | undefined;
  /** A WA Web version to present instead of the published one, `2.3000.…`. */
  readonly pinnedVersion?: string | undefined;
  /**
   * How many attempts to link are wise, beside the cautious ones. Without them another endpoint than WhatsApp's own has no
   * limit.
   */
  readonly attemptLimits?: Pick<AttemptLimits, 'perNumber' | 'perWorkstation'> | undefined;
  /** `false`: incoming messages are not read at all. */
  readonly readsMessages?: boolean;
  /** Whether linked accounts are shown as in use once a week; without it they are. */
  readonly weeklyPresence?: () => boolean;
  /** `false`: another service may have the tenant; without it this program has every tenant. */
  readonly mayAct?: ((tenantId: TenantId) => boolean) | undefined;
  /** How the console reaches the outside; without it straight, past all proxies. */
  readonly network?: ConsoleNetwork | undefined;
  /** Stands between the sessions and their sockets, in practice. */
  readonly wrapSockets?: ((sockets: SocketFactory<ClientCredentials>) => SocketFactory<ClientCredentials>) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a subscriber of a console can hear. */
export interface ConsoleListener {
  /** A tenant was added or removed, or its view has changed. */
  readonly onChange?: (tenantId: TenantId) => void;
  /** The shared code, or a link that waits for a tenant, has changed. */
  readonly onShared?: () => void;
  readonly onMessages?: (tenantId: TenantId, incoming: IncomingMessages) => void;
  /**
   * Asked before messages of a tenant are read: nothing while they can be taken; else resolves once they can. Until then
   * they are not acknowledged, and WhatsApp keeps them.
   */
  readonly roomForMessages?: (tenantId: TenantId) => Promise<void> | undefined;
  /**
   * Asked once messages of a tenant were told: nothing where they are kept; else whether they will be. Until then they are not
   * acknowledged, and where they are not kept WhatsApp sends them again.
   */
  readonly messagesKept?: (tenantId: TenantId) => Promise<boolean> | undefined;
  /** Earlier notices come at once. */
  readonly onNotice?: (notice: NewNotice) => void;
}

/** The console without a window: the window and the bridge both command it, and subscribe to it. */
export interface Console {
  readonly registry: Registry;
  readonly journal: Stores['journal'];
  readonly store: Stores['credentials'];
  readonly outbox: Stores['outbox'];
  readonly sendKeys: Stores['sendKeys'];
  /** The files in messages that others have sent. */
  readonly files: Pick<IncomingFiles, 'open'>;
  readonly versionControl: VersionControl;
  /** Opens every connection that leaves the console. */
  readonly dialer: Dialer;
  readonly networkCheck: NetworkCheck;
  readonly versions: Pick<WebVersions, 'known'>;
  /** Loads the client library, which the first socket would wait for. It blocks the process for 100 to 200 ms. */
  readonly warmUp: () => Promise<void>;
  /** Subscribe before `registry.open`, and nothing is missed. */
  readonly subscribe: (listener: ConsoleListener) => void;
  /** Deletes what is past its time, now and once a day until the console is closed. For the program's start. */
  readonly sweep: () => Promise<void>;
  /** Closes every socket and flushes every write; bounded. */
  close(): Promise<void>;
}

/** One day, in ms. */
const sweepEveryMs = 24 * 60 * 60_000;

/** Wires stores and sockets to the pairing room. */
export async function createConsole(options: ConsoleOptions): Promise<Console> {
  const {
    stores,
    notices,
    whatsappUrl,
    unverified = false,
    pinnedVersion,
    readsMessages = true,
    network,
    clock,
    logger,
  } = options;
  const { credentials, tenants, journal } = stores;
  const changes = createListeners<[tenantId: TenantId]>();
  const shared = createListeners();
  const messages = createListeners<[tenantId: TenantId, incoming: IncomingMessages]>();
  const rooms: ((tenantId: TenantId) => Promise<void> | undefined)[] = [];
  const keepers: ((tenantId: TenantId) => Promise<boolean> | undefined)[] = [];
  const dialer =
    network === undefined
      ? createDirectDialer(clock)
      : createDialer({
          ...network,
          findRoute: createRoutes({ ...network, tenantProxy: (tenantId) => registry.proxyOf(tenantId) }),
          clock,
        });
  const versions = await openWebVersions({
    file: options.webVersionFile,
    url: options.versionUrl ?? (whatsappUrl === undefined ? publishedAt : undefined),
    pin: pinnedVersion === undefined ? undefined : versionFrom(pinnedVersion),
    packed() {
      const text = options.protocol?.()?.pack.webVersion;
      return text === undefined ? undefined : versionFrom(text);
    },
    fetch: createFetch(dialer, 'version'),
    clock,
    logger,
  });
  if (unverified) logger.warn('the server need not prove that it is WhatsApp: WHATSAPP_UNVERIFIED is set');
  const sockets = createSocketFactory({
    versions,
    loadClient,
    dialer,
    clock,
    clientLogger: createClientLogger(logger),
    redact: redactText,
    keptSends: stores.keptSends,
    browser: () => options.protocol?.()?.pack.browser,
    ...(whatsappUrl === undefined ? {} : { url: whatsappUrl, unverified }),
  });
  const files = createIncomingFiles({ keptMedia: stores.keptMedia, whatsappUrl, dialer, clock });
  const limits = options.attemptLimits ?? (whatsappUrl === undefined ? cautiousLimits : undefined);
  const registry = createRegistry({
    attempts: limits && createLinkAttempts({ store: stores.attempts, limits: { ...cautiousLimits, ...limits }, clock }),
    tenants,
    elsewhere: stores.elsewhere,
    mayAct: options.mayAct,
    store: credentials,
    sockets: options.wrapSockets?.(sockets) ?? sockets,
    clock,
    journal,
    logger,
    onChange: changes.tell,
    onShared: shared.tell,
    onMessages: readsMessages
      ? (tenantId, incoming) => messages.tell(tenantId, files.note(tenantId, incoming))
      : undefined,
    roomForMessages(tenantId) {
      const full = rooms.flatMap((room) => room(tenantId) ?? []);
      return full.length === 0 ? undefined : Promise.all(full).then(() => undefined);
    },
    packed: () => options.protocol?.()?.rules,
    messagesKept(tenantId) {
      const waits = keepers.flatMap((kept) => kept(tenantId) ?? []);
      return waits.length === 0 ? undefined : Promise.all(waits).then((all) => all.every((kept) => kept));
    },
    isOffline: network?.isOffline,
    keepLogin: network && ((proxy, login) => network.logins.keep(proxy, login)),
    weeklyPresence: options.weeklyPresence ?? (() => true),
  });
  const networkCheck = createNetworkCheck({ whatsappUrl, dialer, clock, logger });
  // Practice and the self-test, which have no network, wait for none.
  const shutWay =
    network &&
    watchShutWay({
      isShutOut: () => registry.isShutOut(),
      isOffline: network.isOffline ?? (() => false),
      look: (signal) => networkCheck.look(signal),
      onPortal(status) {
        logger.info('a page of the network in the place of WhatsApp', { status: status ?? 'gone' });
        registry.portalSeen(status);
      },
      onOpen() {
        logger.info('the way to WhatsApp is open again');
        registry.networkChanged();
      },
      clock,
    });
  if (shutWay !== undefined) {
    changes.add(shutWay.changed);
    shared.add(shutWay.changed);
  }
  let stopSweeping: () => void = () => undefined;
  async function sweep(): Promise<void> {
    stopSweeping = clock.after(sweepEveryMs, () => void sweep());
    await stores.sweep();
  }

  return {
    registry,
    journal,
    store: credentials,
    files,
    dialer,
    networkCheck,
    outbox: stores.outbox,
    sendKeys: stores.sendKeys,
    versionControl: createVersionControl(versions, async () => (await loadClient()).DEFAULT_CONNECTION_CONFIG.version),
    versions,
    async warmUp() {
      try {
        await loadClient();
      } catch (error) {
        // The first socket meets the same fault and tells its tenant.
        logger.error('the client library could not be loaded', { error });
      }
    },
    subscribe({ onChange, onShared, onMessages, roomForMessages, messagesKept, onNotice }) {
      if (onChange !== undefined) changes.add(onChange);
      if (onShared !== undefined) shared.add(onShared);
      if (onMessages !== undefined) messages.add(onMessages);
      if (roomForMessages !== undefined) rooms.push(roomForMessages);
      if (messagesKept !== undefined) keepers.push(messagesKept);
      if (onNotice !== undefined) notices.listen(onNotice);
    },
    sweep,
    async close() {
      stopSweeping();
      shutWay?.stop();
      await registry.shutdown();
      await versions.close();
      await journal.close();
    },
  };
}
