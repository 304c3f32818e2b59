import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { ManagedGroup } from '../../shared/managed-rules.ts';
import { err } from '../../shared/result.ts';

type Calls = Pick<
  Handlers<Contract>,
  'preferences' | 'bridge' | 'network' | 'waVersion' | 'updates' | 'protocol' | 'operators'
>;

const refused = () => Promise.resolve(err({ code: 'managed' } as const));

/** Refuses every call that would change what an administrator has locked, whatever the window shows. */
export function refuseManaged<H extends Calls>(handlers: H, locked: readonly ManagedGroup[]): H {
  const { preferences, bridge, network, waVersion, updates, protocol, operators } = handlers;
  const isLocked = (group: ManagedGroup) => locked.includes(group);
  async function areRequired(): Promise<boolean> {
    const state = await operators.state(null);
    return state.ok && state.value.kind === 'required';
  }
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
    operators: {
      ...operators,
      async add(wanted) {
        // Where the organisation wants operators and there are none, somebody has to be the first one.
        const isOpen = !isLocked('operators') || (await areRequired());
        return isOpen ? operators.add(wanted) : refused();
      },
      change: (wanted) => (isLocked('operators') ? refused() : operators.change(wanted)),
      setPin: (wanted) => (isLocked('operators') ? refused() : operators.setPin(wanted)),
      remove: (wanted) => (isLocked('operators') ? refused() : operators.remove(wanted)),
      lockAfter: (wanted) => (isLocked('operators') ? refused() : operators.lockAfter(wanted)),
    },
    // The way back to the program's own values stays open.
    protocol: {
      ...protocol,
      use: (change) => (isLocked('updates') ? refused() : protocol.use(change)),
    },
  };
}
