import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { ProtocolState } from '../../shared/protocol-pack.ts';
import { ok } from '../../shared/result.ts';

/** The protocol packs of a fake console. */
export function createFakePacks(
  given: Partial<ProtocolState> | undefined,
  onChange: (state: ProtocolState) => void,
): Handlers<Contract>['protocol'] {
  let state: ProtocolState = { on: true, inUse: null, waiting: null, declined: null, refused: null, ...given };
  function change(next: Partial<ProtocolState>) {
    state = { ...state, ...next };
    onChange(state);
    return Promise.resolve(ok(state));
  }
  return {
    state: () => Promise.resolve(ok(state)),
    use: ({ on }) => change({ on, ...(!on && { inUse: null }) }),
    back: () => change({ inUse: null, declined: state.inUse?.number ?? null }),
  };
}
