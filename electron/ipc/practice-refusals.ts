import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { err } from '../../shared/result.ts';

type PracticeHandlers = Handlers<Contract>['practice'];

/** Practice as the real console's window has it: it can be opened, and there is no phone to play with. */
export function createPracticeRefusals(open: PracticeHandlers['open']): PracticeHandlers {
  const refuse = () => Promise.resolve(err({ code: 'invalid-request' } as const));
  return {
    open,
    state: refuse,
    scan: refuse,
    enterCode: refuse,
    rejectNext: refuse,
    setPasskey: refuse,
    setOffline: refuse,
    unlink: refuse,
    setNetwork: refuse,
  };
}
