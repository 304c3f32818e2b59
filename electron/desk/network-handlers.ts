import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';
import type { DesktopNetwork } from '../console/desktop-network.ts';
import type { Registry } from '../pairing/registry.ts';

/** What the window says of the network. Links that wait for their next attempt try again at once. */
export function createNetworkHandlers(
  network: Pick<DesktopNetwork, 'state' | 'configure' | 'signIn'>,
  registry: Pick<Registry, 'slept'>,
): Handlers<Contract>['network'] {
  return {
    state: () => Promise.resolve(ok(network.state())),
    configure(change) {
      const before = network.state().settings;
      network.configure(change);
      const { way, proxy } = network.state().settings;
      if (way !== before.way || proxy !== before.proxy) registry.slept();
      return Promise.resolve(ok(network.state()));
    },
    async signIn(login) {
      if (!(await network.signIn(login))) return err({ code: 'proxy-password-not-kept' });
      registry.slept();
      return ok(network.state());
    },
  };
}
