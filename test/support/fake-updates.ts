import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { ok } from '../../shared/result.ts';
import type { UpdatesState } from '../../shared/updates.ts';

/** The updates of a fake console: every look finds the newest version. */
export function createFakeUpdates(
  given: Partial<UpdatesState> | undefined,
  onChange: (state: UpdatesState) => void,
  now: () => number,
): Handlers<Contract>['updates'] {
  let state: UpdatesState = {
    version: '0.1.0',
    url: null,
    off: 'no-url',
    checkedAt: null,
    job: { kind: 'none' },
    found: { kind: 'nothing' },
    rolledBack: null,
    ...given,
  };
  function change(next: Partial<UpdatesState>) {
    state = { ...state, ...next };
    onChange(state);
  }
  return {
    state: () => Promise.resolve(ok(state)),
    configure({ url }) {
      change({ url, off: url === null ? 'no-url' : null });
      return Promise.resolve(ok(state));
    },
    look() {
      change({ checkedAt: now(), found: { kind: 'newest' } });
      return Promise.resolve(ok());
    },
    restart: () => Promise.resolve(ok()),
  };
}
