import { type Guard, createGuard } from '../../electron/ipc/guard.ts';
import { conceals } from '../../shared/ipc/conceal.ts';
import { needs } from '../../shared/ipc/needs.ts';
import { type Rights, fullRights } from '../../shared/operator-rules.ts';
import type { OperatorsState } from '../../shared/operators.ts';

/** The guard of the main process, by the operators of a fake console. Practice is never locked; its preferences are shared. */
export function createFakeGuard(practice: boolean, operators: () => OperatorsState): Guard {
  const rights = (group: string) => (practice && group !== 'preferences' ? fullRights : rightsIn(operators()));
  return createGuard({ needs, conceals, rights });
}

function rightsIn(state: OperatorsState): Rights {
  if (state.kind === 'none') return fullRights;
  return state.kind === 'signed-in' ? { locked: false, role: state.current.role } : { locked: true, role: 'look' };
}
