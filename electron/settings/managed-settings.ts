import { type Policy, managedBy } from '../../shared/managed.ts';
import type { Settings } from './settings.ts';

/**
 * Settings in which the policy's values stand in the place of what was chosen. What is locked is not written either, so that
 * everybody's own choice is there again once the policy is gone.
 */
export function managedSettings(settings: Settings, policy: Policy): Settings {
  const { locked } = managedBy(policy);
  if (locked.length === 0) return settings;
  const isLocked = (group: (typeof locked)[number]) => locked.includes(group);
  const { language, proxies, trustSystemCertificates, bridge, webhooks, version, updates } = policy;
  const preferences: Settings['preferences'] = () => ({
    ...settings.preferences(),
    ...(language !== undefined && { language }),
  });

  return {
    ...settings,
    preferences,
    setPreferences(change) {
      settings.setPreferences({ ...change, ...(isLocked('language') && { language: undefined }) });
      return preferences();
    },
    onPreferences: (listener) => settings.onPreferences(() => listener(preferences())),
    bridge: () => ({ ...settings.bridge(), ...given(bridge), ...given(webhooks) }),
    setBridge(next) {
      const kept = settings.bridge();
      const { enabled, host, port } = isLocked('bridge') ? kept : next;
      const { backendUrl, incomingMessages, flapMs } = isLocked('webhooks') ? kept : next;
      settings.setBridge({ enabled, host, port, backendUrl, incomingMessages, flapMs });
    },
    network: () => ({
      ...settings.network(),
      ...given(proxies),
      ...(trustSystemCertificates !== undefined && { trustSystem: trustSystemCertificates }),
    }),
    setNetwork(next) {
      const kept = settings.network();
      const { way, proxy, direct } = isLocked('proxies') ? kept : next;
      const { trustSystem } = isLocked('certificates') ? kept : next;
      settings.setNetwork({ way, proxy, direct, trustSystem });
    },
    waVersionPin: () => (version === undefined ? settings.waVersionPin() : (version ?? undefined)),
    setWaVersionPin(pin) {
      if (!isLocked('version')) settings.setWaVersionPin(pin);
    },
    updateUrl: () => (updates === undefined ? settings.updateUrl() : updates.url),
    setUpdateUrl(url) {
      if (!isLocked('updates')) settings.setUpdateUrl(url);
    },
    usesPacks: () => updates?.protocolPacks ?? settings.usesPacks(),
    setUsesPacks(on) {
      if (!isLocked('updates')) settings.setUsesPacks(on);
    },
  };
}

/** Leaves out members that are undefined, which would hide what was chosen. */
function given<T extends object>(values: T | undefined): { [N in keyof T]?: Exclude<T[N], undefined> } {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [N in keyof T]?: Exclude<T[N], undefined> };
}

/** The variables of the environment that say otherwise than a value of the policy, which goes before them. */
interface Overruled {
  readonly INTERNAL_SECRET?: string | undefined;
  readonly BRIDGE_HOST?: string | undefined;
  readonly BRIDGE_PORT?: number | undefined;
  readonly BACKEND_URL?: string | undefined;
  readonly INCOMING_MESSAGES?: 'true' | 'false' | undefined;
  readonly FLAP_WINDOW_MS?: number | undefined;
  readonly NO_PROXY_FOR: readonly string[];
  readonly TRUST_SYSTEM_CERTIFICATES?: 'true' | 'false' | undefined;
  readonly WA_VERSION?: string | undefined;
}

/** The environment without what the policy has decided. */
export function managedEnvironment<E extends Overruled>(env: E, policy: Policy): E {
  const { proxies, trustSystemCertificates, bridge, webhooks, version } = policy;
  return {
    ...env,
    // A secret in the environment switches the bridge on.
    ...(bridge?.enabled === false && { INTERNAL_SECRET: undefined }),
    ...(bridge?.host !== undefined && { BRIDGE_HOST: undefined }),
    ...(bridge?.port !== undefined && { BRIDGE_PORT: undefined }),
    ...(webhooks?.backendUrl !== undefined && { BACKEND_URL: undefined }),
    ...(webhooks?.incomingMessages !== undefined && { INCOMING_MESSAGES: undefined }),
    ...(webhooks?.flapMs !== undefined && { FLAP_WINDOW_MS: undefined }),
    ...(proxies?.direct !== undefined && { NO_PROXY_FOR: [] }),
    ...(trustSystemCertificates !== undefined && { TRUST_SYSTEM_CERTIFICATES: undefined }),
    ...(version !== undefined && { WA_VERSION: undefined }),
  };
}
