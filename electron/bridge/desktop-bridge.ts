import type { BridgeSettings, BridgeState } from '../../shared/bridge.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock, IncomingMessages, Logger } from '../pairing/ports.ts';
import type { BridgeKeys } from './bridge-keys.ts';
import type { Bridge, BridgeOptions } from './bridge.ts';
import { type DesktopSecret, createDesktopSecret } from './desktop-secrets.ts';
import { createServing } from './desktop-serving.ts';
import { type BridgeEnvironment, createChosenSettings } from './desktop-settings.ts';
import type { SecretStore } from './secret-store.ts';
import type { WebhookOptions } from './webhooks/webhooks.ts';

/** Hundreds of calls a second change the state. The window gets it at most once in this time, in ms. */
const tellMs = 250;

export interface DesktopBridgeOptions extends Pick<
  BridgeOptions,
  'console' | 'version' | 'protocolPack' | 'mediaFolder' | 'audit'
> {
  readonly settings: { bridge(): BridgeSettings; setBridge(settings: BridgeSettings): void };
  readonly secrets: SecretStore;
  readonly keys: BridgeKeys;
  /** Of what webhooks are signed with. */
  readonly signingSecrets: SecretStore;
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
  /** For the console's `messagesKept`. */
  readonly messagesKept: (tenantId: TenantId) => Promise<boolean> | undefined;
  close(): Promise<void>;
  /** Resolves when every message that came so far is delivered or on disk. Also after `close`. */
  settle(): Promise<void>;
}

export function createDesktopBridge(options: DesktopBridgeOptions): DesktopBridge {
  const { env, keys, publish, clock, logger } = options;
  const chosen = createChosenSettings(options.settings, env);
  const secret = createDesktopSecret(options.secrets, env.INTERNAL_SECRET);
  const signing = createDesktopSecret(options.signingSecrets, env.WEBHOOK_SECRET);
  const serving = createServing({ isEnabled: () => chosen.wanted().enabled, make, onChange, logger });
  const { tellSoon, stopTelling } = createTeller(clock, onChange);
  const stopKeys = keys.onChange(tellSoon);
  let signingSecret: string | undefined;

  function onChange(): void {
    publish(state());
  }

  function state(): BridgeState {
    const { callers = [], webhooks } = serving.bridge()?.state() ?? {};
    const { backlog = 0, dropped = 0, lastSuccessAt = null, lastError = null } = webhooks ?? {};
    return {
      settings: chosen.wanted(),
      fixed: chosen.fixed,
      serving: serving.kind(),
      secret: secret.shown(),
      signing: signing.shown(),
      keys: [...keys.list()],
      keysFault: keys.fault(),
      callers: [...callers].reverse(),
      ...(webhooks === undefined ? {} : { webhooks: { backlog, dropped, lastSuccessAt, lastError } }),
    };
  }

  function webhooks(): WebhookOptions | undefined {
    const { backendUrl, incomingMessages: incoming, flapMs } = chosen.wanted();
    return backendUrl === null ? undefined : { backendUrl, incoming, flapMs, signingSecret };
  }

  async function make() {
    const own = await secret.read();
    if (!own.ok) return own;
    const forSigning = await signing.read();
    if (!forSigning.ok) return forSigning;
    signingSecret = forSigning.value.text;
    const server = await options.load();
    const { host, port } = chosen.wanted();
    const { console, version, mediaFolder, audit, protocolPack } = options;
    const limits = { names: env.BRIDGE_NAMES ?? [], mostTenants: env.MAX_TENANTS };
    const common = {
      console,
      keys,
      audit,
      version,
      protocolPack,
      mediaFolder,
      clock,
      logger,
      onChange: tellSoon,
      ...limits,
    };
    return ok(await server.createBridge({ ...common, host, port, secret: own.value.text, webhooks: webhooks() }));
  }

  /** Callers and sessions do not notice. */
  const redirect = () => serving.change(async (bridge) => bridge?.tellBackend(webhooks()));

  async function copy(which: DesktopSecret) {
    const read = await which.read();
    if (!read.ok) return read;
    await options.copyText(read.value.text);
    return ok(null);
  }

  return {
    handlers: {
      async state() {
        // They are there also while the bridge is off.
        await keys.open();
        return ok(state());
      },
      async configure(change) {
        if (chosen.isFixed(change)) return err({ code: 'invalid-request' });
        chosen.choose(change);
        const isAboutServing = (change.enabled ?? change.host ?? change.port) !== undefined;
        await (isAboutServing ? serving.restart() : redirect());
        return ok(state());
      },
      copySecret: () => copy(secret),
      async renewSecret() {
        if (chosen.fixed.secret) return err({ code: 'invalid-request' });
        const renewed = await secret.renew();
        if (!renewed.ok) return renewed;
        await serving.restart();
        return ok(state());
      },
      addKey: (wanted) => keys.add(wanted),
      async revokeKey({ id }) {
        const revoked = await keys.revoke(id);
        return revoked.ok ? ok({ name: revoked.value.name }) : revoked;
      },
      copySigningSecret: () => copy(signing),
      async renewSigningSecret() {
        if (chosen.fixed.signing) return err({ code: 'invalid-request' });
        const renewed = await signing.renew();
        if (!renewed.ok) return renewed;
        signingSecret = renewed.value.text;
        await redirect();
        return ok(state());
      },
      async testWebhook() {
        const outcome = await serving.bridge()?.testBackend();
        if (outcome === undefined) return err({ code: 'invalid-request' });
        return ok(
          outcome.kind === 'delivered'
            ? { outcome: 'delivered', status: outcome.status }
            : { outcome: 'failed', fault: outcome.fault },
        );
      },
    },
    open: () => serving.restart(),
    changed: (tenantId) => serving.bridge()?.changed(tenantId),
    incoming: (tenantId, messages) => serving.lastBridge()?.incoming(tenantId, messages),
    roomForMessages(tenantId) {
      const bridge = serving.bridge();
      if (bridge !== undefined) return bridge.roomForMessages(tenantId);
      // Messages must not be acknowledged while the bridge restarts: they would go nowhere.
      return serving.changing();
    },
    messagesKept: (tenantId) => serving.lastBridge()?.messagesKept(tenantId),
    async close() {
      stopKeys();
      stopTelling();
      await serving.close();
    },
    settle: async () => serving.lastBridge()?.settle(),
  };
}

/** Tells of many changes once, a moment after the first of them. */
function createTeller(clock: Clock, tell: () => void): { tellSoon: () => void; stopTelling: () => void } {
  let cancel: (() => void) | undefined;
  let stopped = false;
  return {
    tellSoon() {
      if (stopped) return;
      cancel ??= clock.after(tellMs, () => {
        cancel = undefined;
        tell();
      });
    },
    stopTelling() {
      stopped = true;
      cancel?.();
    },
  };
}
