import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { ok } from '../../shared/result.ts';
import type { Settings } from '../settings/settings.ts';
import type { Updates } from './updates.ts';

/** What the window says of updates. What comes of a look is told as a change. */
export function createUpdateHandlers(
  updates: Updates,
  settings: Pick<Settings, 'setUpdateUrl'>,
): Handlers<Contract>['updates'] {
  const state = async () => ok(await updates.state());
  return {
    state,
    async configure({ url }) {
      settings.setUpdateUrl(url);
      void updates.moved();
      return state();
    },
    look() {
      void updates.look();
      return Promise.resolve(ok());
    },
    restart: () => updates.restart(),
  };
}
