import { type BridgeState, defaultBridgeSettings } from '../../shared/bridge.ts';
import { type Contract, contract } from '../../shared/ipc/contract.ts';
import type { Call, Event, Handlers } from '../../shared/ipc/define.ts';
import type { ProtocolState } from '../../shared/protocol-pack.ts';
import { err, ok } from '../../shared/result.ts';

/** The groups of the contract that only one of the two desks has. */
type Refusable =
  | 'audit'
  | 'bridge'
  | 'data'
  | 'diagnostics'
  | 'network'
  | 'operators'
  | 'practice'
  | 'protocol'
  | 'updates'
  | 'waVersion';

/** Handlers that refuse every call of a group. */
function refuseAll<G extends Refusable>(group: G): Handlers<Contract>[G] {
  const refuse = () => Promise.resolve(err({ code: 'invalid-request' }));
  const calls = Object.entries<Call | Event>(contract[group]).filter(([, member]) => member.kind === 'call');
  // Built from the contract name by name, which the compiler cannot follow.
  return Object.fromEntries(calls.map(([name]) => [name, refuse])) as unknown as Handlers<Contract>[G];
}

const bridgeOff: BridgeState = {
  settings: defaultBridgeSettings,
  fixed: { address: true, secret: true, backendUrl: true, incomingMessages: true, flapMs: true, signing: true },
  serving: { kind: 'off' },
  secret: null,
  signing: null,
  keys: [],
  keysFault: null,
  callers: [],
};

const noPack: ProtocolState = { on: false, inUse: null, waiting: null, declined: null, refused: null };

/**
 * What practice does not have: a backend must not take a practice phone for a customer's, and its WhatsApp is on this
 * machine, takes any version, and has no way to it that could be checked.
 */
export function notInPractice(): Pick<
  Handlers<Contract>,
  'audit' | 'bridge' | 'data' | 'diagnostics' | 'network' | 'operators' | 'protocol' | 'updates' | 'waVersion'
> {
  return {
    bridge: { ...refuseAll('bridge'), state: () => Promise.resolve(ok(bridgeOff)) },
    audit: refuseAll('audit'),
    data: refuseAll('data'),
    diagnostics: refuseAll('diagnostics'),
    network: refuseAll('network'),
    // Nothing in it is real: it has no operators, and is never locked.
    operators: { ...refuseAll('operators'), state: () => Promise.resolve(ok({ kind: 'none' })) },
    protocol: { ...refuseAll('protocol'), state: () => Promise.resolve(ok(noPack)) },
    updates: refuseAll('updates'),
    waVersion: refuseAll('waVersion'),
  };
}

/** The real desk can open practice and has no practice phone. */
export function practiceOfRealDesk(open: Handlers<Contract>['practice']['open']): Handlers<Contract>['practice'] {
  return { ...refuseAll('practice'), open };
}
