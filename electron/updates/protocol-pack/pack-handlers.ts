import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/define.ts';
import { ok } from '../../../shared/result.ts';
import type { ProtocolPacks } from './packs.ts';

/** What the window says of protocol packs. `look`: what has been switched on is looked for at once. */
export function createPackHandlers(packs: ProtocolPacks, look: () => void): Handlers<Contract>['protocol'] {
  return {
    state: () => Promise.resolve(ok(packs.state())),
    use({ on }) {
      const used = packs.use(on);
      if (!used.ok) return Promise.resolve(used);
      if (on) look();
      return Promise.resolve(ok(packs.state()));
    },
    async back() {
      const done = await packs.back();
      return done.ok ? ok(packs.state()) : done;
    },
  };
}
