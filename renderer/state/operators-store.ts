import { type Rights, fullRights } from '../../shared/operator-rules.ts';
import type { OperatorsState } from '../../shared/operators.ts';
import type { ConsoleClient } from './console-client.ts';

export interface OperatorsStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => OperatorsState;
  readonly load: () => Promise<void>;
}

export function createOperatorsStore(api: ConsoleClient['operators']): OperatorsStore {
  const listeners = new Set<() => void>();
  let state: OperatorsState = { kind: 'none' };

  function hold(next: OperatorsState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  api.changed(hold);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => state,
    async load() {
      const answer = await api.state();
      if (answer.ok) hold(answer.value);
    },
  };
}

const shut: Rights = { locked: true, role: 'look' };
const open: Readonly<Record<Rights['role'], Rights>> = {
  look: { locked: false, role: 'look' },
  link: { locked: false, role: 'link' },
  administer: fullRights,
};

/** The same object for the same rights. The main process refuses by its own knowledge; this is for what the window offers. */
export function rightsOf(state: OperatorsState): Rights {
  if (state.kind === 'none') return fullRights;
  return state.kind === 'signed-in' ? open[state.current.role] : shut;
}
