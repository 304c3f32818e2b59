import type { BridgeSettings, BridgeState } from '../../shared/bridge.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock, IncomingMessages, Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { Bridge, BridgeOptions } from './bridge.ts';
import type { SecretStore, StoredSecret } from './secret-store.ts';
import type { WebhookOptions } from './webhooks/webhooks.ts';

/** Hundreds of calls a second change the state. The window gets it at most once in this time, in ms. */
const tellMs = 250;

/** Variables that override the settings. The service has the same ones. */
export interface BridgeEnvironment {
  readonly INTERNAL_SECRET?: string | undefined;
  readonly BRIDGE_HOST?: string | undefined;
  readonly BRIDGE_PORT?: number | undefined;
  readonly BRIDGE_NAMES?: readonly string[] | undefined;
  readonly BACKEND_URL?: string | undefined;
  readonly INCOMING_MESSAGES?: 'true' | 'false' | undefined;
  readonly FLAP_WINDOW_MS?: number | undefined;
  readonly MAX_TENANTS?: number | undefined;
}

export interface DesktopBridgeOptions extends Pick<BridgeOptions, 'console' | 'version' | 'mediaFolder'> {
  readonly settings: { bridge(): BridgeSettings; setBridge(settings: BridgeSettings): void };
  readonly secrets: SecretStore;
  readonly env: BridgeEnvironment;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly publish: (state: BridgeState) => void;
  /** Loaded lazily: only desktops with the bridge switched on need it. */
  readonly load: () => Promise<{ readonly createBridge: (options: BridgeOptions) => Promise<Bridge> }>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The bridge of the desktop: off until a person switches it on; address and webhooks come from the settings. */
export interface DesktopBridge {
  readonly handlers: Handlers<Contract>['bridge'];
  /** Starts serving if the settings say so. Never rejects: the state tells what went wrong. */
  open(): Promise<void>;
  /** For the console's `onChange` and `onMessages`. Never throw. */
  readonly changed: (tenantId: TenantId) => void;
  readonly incoming: (tenantId: TenantId, messages: IncomingMessages) => void;
  /** For the console's `roomForMessages`. */
  readonly roomForMessages: (tenantId: TenantId) => Promise<void> | undefined;
  close(): Promise<void>;
  /** Resolves when every message that came so far is delivered or on disk. Also after `close`. */
  settle(): Promise<void>;
}

/** Fields that are absent stay as they are. */
type BridgeChange = Parameters<DesktopBridge['handlers']['configure']>[0];

export function createDesktopBridge(options: DesktopBridgeOptions): DesktopBridge {
  const { settings, secrets, env, publish, clock, logger } = options;
  const fixed = {
    address: env.BRIDGE_HOST !== undefined || env.BRIDGE_PORT !== undefined,
    secret: env.INTERNAL_SECRET !== undefined,
    backendUrl: env.BACKEND_URL !== undefined,
    incomingMessages: env.INCOMING_MESSAGES !== undefined,
    flapMs: env.FLAP_WINDOW_MS !== undefined,
  };
  let bridge: Bridge | undefined;
  /** Closed, and still the place for messages that come while the next one starts or the program ends. */
  let former: Bridge | undefined;
  let secret: StoredSecret | undefined;
  let serving: BridgeState['serving'] = { kind: 'off' };
  let cancelTelling: (() => void) | undefined;
  /** Runs starts, stops and changes one after the other. */
  const work = createQueue();
  let changesUnderWay = 0;
  let closed = false;

  function wanted(): BridgeSettings {
    const chosen = settings.bridge();
    return {
      enabled: chosen.enabled || fixed.secret,
      host: env.BRIDGE_HOST ?? chosen.host,
      port: env.BRIDGE_PORT ?? chosen.port,
      backendUrl: env.BACKEND_URL ?? chosen.backendUrl,
      incomingMessages: fixed.incomingMessages ? env.INCOMING_MESSAGES === 'true' : chosen.incomingMessages,
      flapMs: env.FLAP_WINDOW_MS ?? chosen.flapMs,
    };
  }

  function webhooks(): WebhookOptions | undefined {
    const { backendUrl, incomingMessages: incoming, flapMs } = wanted();
    return backendUrl === null ? undefined : { backendUrl, incoming, flapMs };
  }

  function state(): BridgeState {
    const { callers = [], webhooks: told } = bridge?.state() ?? {};
    return {
      settings: wanted(),
      fixed,
      serving,
      secret: secret === undefined ? null : { ending: secret.text.slice(-4), inKeyring: secret.inKeyring },
      callers: [...callers].reverse(),
      ...(told === undefined
        ? {}
        : {
            webhooks: {
              backlog: told.backlog,
              dropped: told.dropped,
              lastSuccessAt: told.lastSuccessAt ?? null,
              lastError: told.lastError ?? null,
            },
          }),
    };
  }

  function serve(now: BridgeState['serving']): void {
    serving = now;
    if (!closed) publish(state());
  }

  function tell(): void {
    if (closed) return;
    cancelTelling ??= clock.after(tellMs, () => {
      cancelTelling = undefined;
      publish(state());
    });
  }

  function readSecret(): ReturnType<SecretStore['read']> {
    if (env.INTERNAL_SECRET !== undefined) return Promise.resolve(ok({ text: env.INTERNAL_SECRET, inKeyring: false }));
    return secrets.read();
  }

  async function stop(): Promise<void> {
    if (bridge === undefined) return;
    former = bridge;
    bridge = undefined;
    await former.close();
  }

  async function start(): Promise<void> {
    const { enabled, host, port } = wanted();
    if (!enabled || closed) {
      if (!closed) former = undefined;
      serve({ kind: 'off' });
      return;
    }
    serve({ kind: 'starting' });
    const read = await readSecret();
    if (!read.ok) {
      secret = undefined;
      serve({ kind: 'failed', code: read.error.code });
      return;
    }
    secret = read.value;
    const server = await options.load();
    const { console, version } = options;
    const names = env.BRIDGE_NAMES ?? [];
    const common = { console, version, names, mostTenants: env.MAX_TENANTS, clock, logger, onChange: tell };
    const own = { ...common, mediaFolder: options.mediaFolder, secret: secret.text, host, port };
    await former?.settle();
    former = undefined;
    bridge = await server.createBridge({ ...own, webhooks: webhooks() });
    const listening = await bridge.listen();
    if (!listening.ok) {
      await stop();
      serve({ kind: 'failed', code: listening.error.code });
      return;
    }
    logger.info('the bridge serves', { host, port: listening.value.port });
    serve({ kind: 'listening', port: listening.value.port });
  }

  function inTurn(change: () => Promise<void>): Promise<void> {
    changesUnderWay += 1;
    const task = async () => {
      try {
        await change();
      } catch (error) {
        logger.error('the bridge failed', { error });
        await stop();
        serve({ kind: 'failed', code: 'internal-error' });
      } finally {
        changesUnderWay -= 1;
      }
    };
    return work.run(task);
  }

  const restart = () =>
    inTurn(async () => {
      await stop();
      await start();
    });
  /** Callers and sessions do not notice. */
  const redirect = () =>
    inTurn(async () => {
      await bridge?.tellBackend(webhooks());
      serve(serving);
    });

  function isFixed(change: BridgeChange): boolean {
    return (
      (fixed.secret && change.enabled === false) ||
      (fixed.address && (change.host ?? change.port) !== undefined) ||
      (fixed.backendUrl && change.backendUrl !== undefined) ||
      (fixed.incomingMessages && change.incomingMessages !== undefined) ||
      (fixed.flapMs && change.flapMs !== undefined)
    );
  }

  return {
    handlers: {
      state: () => Promise.resolve(ok(state())),
      async configure(change) {
        if (isFixed(change)) return err({ code: 'invalid-request' });
        const { enabled, host, port, backendUrl, incomingMessages, flapMs } = settings.bridge();
        settings.setBridge({
          enabled: change.enabled ?? enabled,
          host: change.host ?? host,
          port: change.port ?? port,
          backendUrl: change.backendUrl === undefined ? backendUrl : change.backendUrl,
          incomingMessages: change.incomingMessages ?? incomingMessages,
          flapMs: change.flapMs ?? flapMs,
        });
        const isAboutServing = (change.enabled ?? change.host ?? change.port) !== undefined;
        await (isAboutServing ? restart() : redirect());
        return ok(state());
      },
      async copySecret() {
        const read = await readSecret();
        if (!read.ok) return read;
        await options.copyText(read.value.text);
        return ok(null);
      },
      async renewSecret() {
        if (fixed.secret) return err({ code: 'invalid-request' });
        const renewed = await secrets.renew();
        if (!renewed.ok) return renewed;
        secret = renewed.value;
        await restart();
        return ok(state());
      },
    },
    open: restart,
    changed: (tenantId) => bridge?.changed(tenantId),
    incoming: (tenantId, messages) => (bridge ?? former)?.incoming(tenantId, messages),
    roomForMessages(tenantId) {
      if (bridge !== undefined) return bridge.roomForMessages(tenantId);
      // Messages must not be acknowledged while the bridge restarts: they would go nowhere.
      return changesUnderWay > 0 ? work.idle() : undefined;
    },
    async close() {
      closed = true;
      cancelTelling?.();
      await work.idle();
      await stop();
    },
    settle: async () => (bridge ?? former)?.settle(),
  };
}
