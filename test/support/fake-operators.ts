import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { lockMinutesByDefault } from '../../shared/operator-rules.ts';
import type { LinkCounts, Operator, OperatorsState } from '../../shared/operators.ts';
import { type Result, err, ok } from '../../shared/result.ts';

/** The one PIN of every operator of a fake console. */
export const fakePin = '271828';
const links: LinkCounts = { tenants: 14, connected: 12, attention: 1 };

/** The operators of a fake console: each change is taken at once, and the main process's checks are not made. */
export function createFakeOperators(
  given: OperatorsState | undefined,
  onChange: (state: OperatorsState) => void,
): Handlers<Contract>['operators'] {
  let state: OperatorsState = given ?? { kind: 'none' };
  const listed = () => ('operators' in state ? state.operators : []);

  function become(next: OperatorsState): Promise<Result<null, CommandError>> {
    state = next;
    onChange(state);
    return Promise.resolve(ok());
  }
  function withOperators(operators: Operator[]): Promise<Result<null, CommandError>> {
    const current = operators.find(({ id }) => state.kind === 'signed-in' && id === state.current.id) ?? operators[0];
    if (current === undefined) return become({ kind: 'none' });
    return become({ kind: 'signed-in', operators, current, lockMinutes: lockMinutesByDefault });
  }

  return {
    state: () => Promise.resolve(ok(state)),
    signIn({ id, pin }) {
      const operators = listed();
      const current = operators.find((each) => each.id === id);
      if (current === undefined || pin !== fakePin) return Promise.resolve(err({ code: 'wrong-pin' }));
      return become({ kind: 'signed-in', operators, current, lockMinutes: lockMinutesByDefault });
    },
    lock: () => become({ kind: 'locked', operators: listed(), links }),
    add: ({ name, role }) =>
      withOperators([...listed(), { id: String(listed().length + 1).padStart(16, '0'), name, role }]),
    change: (wanted) => withOperators(listed().map((each) => (each.id === wanted.id ? wanted : each))),
    changePin: ({ current }) => Promise.resolve(current === fakePin ? ok() : err({ code: 'wrong-pin' })),
    setPin: () => Promise.resolve(ok()),
    remove: ({ id }) => withOperators(listed().filter((each) => each.id !== id)),
    lockAfter: ({ minutes }) =>
      state.kind === 'signed-in' ? become({ ...state, lockMinutes: minutes }) : Promise.resolve(ok()),
  };
}
