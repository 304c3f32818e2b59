import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { ManagedGroup } from '../../shared/managed-rules.ts';
import { err } from '../../shared/result.ts';

type Calls = Pick<Handlers<Contract>, 'preferences' | 'bridge' | 'network' | 'waVersion' | 'updates' | 'protocol'>;

const refused = () => Promise.resolve(err({ code: 'managed' } as const));

/** Refuses every call that would change what an administrator has locked, whatever the window shows. */
export function refuseManaged<H extends Calls>(handlers: H, locked: readonly ManagedGroup[]): H {
  const { preferences, bridge, network, waVersion, updates, protocol } = handlers;
  const isLocked = (group: ManagedGroup) => locked.includes(group);
  const asksFor = (...values: readonly unknown[]) => values.some((value) => value !== undefined);
  return {
    ...handlers,
    preferences: {
      ...preferences,
      set: (change) => (isLocked('language') && asksFor(change.language) ? refused() : preferences.set(change)),
    },
    bridge: {
      ...bridge,
      configure(change) {
        const { enabled, host, port, backendUrl, incomingMessages, flapMs } = change;
        const isRefused =
          (isLocked('bridge') && asksFor(enabled, host, port)) ||
          (isLocked('webhooks') && asksFor(backendUrl, incomingMessages, flapMs));
        return isRefused ? refused() : bridge.configure(change);
      },
      renewSecret: (input) => (isLocked('bridge') ? refused() : bridge.renewSecret(input)),
      addKey: (wanted) => (isLocked('bridge') ? refused() : bridge.addKey(wanted)),
      revokeKey: (key) => (isLocked('bridge') ? refused() : bridge.revokeKey(key)),
      renewSigningSecret: (input) => (isLocked('webhooks') ? refused() : bridge.renewSigningSecret(input)),
    },
    network: {
      ...network,
      configure(change) {
        const { way, proxy, direct, trustSystem } = change;
        const isRefused =
          (isLocked('proxies') && asksFor(way, proxy, direct)) || (isLocked('certificates') && asksFor(trustSystem));
        return isRefused ? refused() : network.configure(change);
      },
    },
    waVersion: {
      ...waVersion,
      pin: (input) => (isLocked('version') ? refused() : waVersion.pin(input)),
    },
    updates: {
      ...updates,
      configure: (change) => (isLocked('updates') ? refused() : updates.configure(change)),
    },
    // The way back to the program's own values stays open.
    protocol: {
      ...protocol,
      use: (change) => (isLocked('updates') ? refused() : protocol.use(change)),
    },
  };
}
