import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { ok } from '../../shared/result.ts';
import type { ChangeFeed } from './change-feed.ts';

export function createConsoleHandlers(
  feed: Pick<ChangeFeed, 'state' | 'dismissNotice'>,
): Handlers<Contract>['console'] {
  return {
    state: () => Promise.resolve(ok(feed.state())),
    dismissNotice({ id }) {
      feed.dismissNotice(id);
      return Promise.resolve(ok());
    },
  };
}
