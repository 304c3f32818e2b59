import type { TenantView } from '../../shared/console.ts';
import { defaultNetworkSettings } from '../../shared/default-network.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { NetworkState } from '../../shared/network.ts';
import { ok } from '../../shared/result.ts';

/** The network of a fake console: each change is taken at once, and every login is right. */
export function createFakeNetwork(
  given: Partial<NetworkState> | undefined,
  onChange: (state: NetworkState) => void,
): Handlers<Contract>['network'] {
  let state: NetworkState = {
    settings: defaultNetworkSettings,
    fixed: { direct: false, trust: null },
    offline: false,
    lastDial: null,
    signIn: null,
    ...given,
  };
  function change(next: Partial<NetworkState>) {
    state = { ...state, ...next };
    onChange(state);
    return Promise.resolve(ok(state));
  }
  return {
    state: () => Promise.resolve(ok(state)),
    configure(wanted) {
      const chosen = Object.entries(wanted).filter(([, value]) => value !== undefined);
      return change({ settings: { ...state.settings, ...Object.fromEntries(chosen) } });
    },
    signIn: () => change({ signIn: null }),
  };
}

/** A tenant whose proxy was set, as the window sees it. */
export function withProxy({ id, name, addedAt, session }: TenantView, proxy: string | null): TenantView {
  return { id, name, addedAt, session, ...(proxy !== null && { proxyMasked: proxy.replace(/\/\/.*@/, '//•••@') }) };
}
