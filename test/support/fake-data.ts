import type { DataState } from '../../shared/data.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err, ok } from '../../shared/result.ts';

/** What opens the data folder of a fake console. */
export const fakePassphrase = 'four words that fit';

/** The data folder of a fake console: as in development, unless a test says otherwise. */
export function createFakeData(
  given: Partial<DataState> | undefined,
  onChange: (state: DataState) => void,
): Handlers<Contract>['data'] {
  let state: DataState = { seal: 'for-tests', opener: null, recovery: 'none', renewed: false, ...given };
  function change(next: Partial<DataState>) {
    state = { ...state, ...next };
    onChange(state);
    return Promise.resolve(ok(state));
  }
  const done = () => Promise.resolve(ok());
  return {
    state: () => Promise.resolve(ok(state)),
    async makeRecoveryCode() {
      await change({ recovery: 'unconfirmed' });
      return ok({ code: 'ABCD3-EFGH7-JKMN2-PQRS5-TVWX8-YZ019' });
    },
    confirmRecoveryCode: () => change({ recovery: 'on-paper' }),
    renewKey: () => change({ recovery: 'none', renewed: true }),
    changePassphrase: ({ current }) =>
      Promise.resolve(current === fakePassphrase ? ok() : err({ code: 'wrong-passphrase' })),
    sealNow: done,
    restart: done,
  };
}
