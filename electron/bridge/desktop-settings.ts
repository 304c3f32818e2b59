import type { BridgeSettings, BridgeState } from '../../shared/bridge.ts';

/** Variables that override the settings. The service has the same ones. */
export interface BridgeEnvironment {
  readonly INTERNAL_SECRET?: string | undefined;
  readonly WEBHOOK_SECRET?: string | undefined;
  readonly BRIDGE_HOST?: string | undefined;
  readonly BRIDGE_PORT?: number | undefined;
  readonly BRIDGE_NAMES?: readonly string[] | undefined;
  readonly BACKEND_URL?: string | undefined;
  readonly INCOMING_MESSAGES?: 'true' | 'false' | undefined;
  readonly FLAP_WINDOW_MS?: number | undefined;
  readonly MAX_TENANTS?: number | undefined;
}

/** Fields that are absent, or undefined, stay as they are. */
export type BridgeChange = { readonly [K in keyof BridgeSettings]?: BridgeSettings[K] | undefined };

/** What is to be served, as the settings and the environment have it. */
export interface ChosenSettings {
  /** What the environment has decided. */
  readonly fixed: BridgeState['fixed'];
  wanted(): BridgeSettings;
  /** Whether a change touches what the environment has decided. */
  isFixed(change: BridgeChange): boolean;
  choose(change: BridgeChange): void;
}

export function createChosenSettings(
  settings: { bridge(): BridgeSettings; setBridge(settings: BridgeSettings): void },
  env: BridgeEnvironment,
): ChosenSettings {
  const fixed = {
    address: env.BRIDGE_HOST !== undefined || env.BRIDGE_PORT !== undefined,
    secret: env.INTERNAL_SECRET !== undefined,
    backendUrl: env.BACKEND_URL !== undefined,
    incomingMessages: env.INCOMING_MESSAGES !== undefined,
    flapMs: env.FLAP_WINDOW_MS !== undefined,
    signing: env.WEBHOOK_SECRET !== undefined,
  };
  return {
    fixed,
    wanted() {
      const chosen = settings.bridge();
      return {
        enabled: chosen.enabled || fixed.secret,
        host: env.BRIDGE_HOST ?? chosen.host,
        port: env.BRIDGE_PORT ?? chosen.port,
        backendUrl: env.BACKEND_URL ?? chosen.backendUrl,
        incomingMessages: fixed.incomingMessages ? env.INCOMING_MESSAGES === 'true' : chosen.incomingMessages,
        flapMs: env.FLAP_WINDOW_MS ?? chosen.flapMs,
      };
    },
    isFixed(change) {
      return (
        (fixed.secret && change.enabled === false) ||
        (fixed.address && (change.host ?? change.port) !== undefined) ||
        (fixed.backendUrl && change.backendUrl !== undefined) ||
        (fixed.incomingMessages && change.incomingMessages !== undefined) ||
        (fixed.flapMs && change.flapMs !== undefined)
      );
    },
    choose(change) {
      const { enabled, host, port, backendUrl, incomingMessages, flapMs } = settings.bridge();
      settings.setBridge({
        enabled: change.enabled ?? enabled,
        host: change.host ?? host,
        port: change.port ?? port,
        backendUrl: change.backendUrl === undefined ? backendUrl : change.backendUrl,
        incomingMessages: change.incomingMessages ?? incomingMessages,
        flapMs: change.flapMs ?? flapMs,
      });
    },
  };
}
