import type { SessionSnapshot } from '../../../shared/session.ts';
import { accountOf } from './evidence.ts';
import { wrongNumberOf } from './expected-number.ts';
import type { State } from './state.ts';

/** What the window and the bridge may know of a state. Both read this and nothing else. */
export function snapshotOf(state: State): SessionSnapshot {
  const { phase, since, carried } = state;
  const { evidence, identity, failure, found, evictedAt, restriction } = carried;
  const wrongNumber = wrongNumberOf(carried);
  return {
    phase,
    since,
    evidence,
    ...(phase === 'awaiting-scan' ? { qr: state.qr } : {}),
    ...(phase === 'awaiting-scan' && state.claim !== undefined ? { claim: state.claim } : {}),
    ...(phase === 'awaiting-code' ? { code: state.code } : {}),
    ...(phase === 'awaiting-passkey' ? { passkey: state.passkey } : {}),
    ...('settling' in state ? { settling: state.settling } : {}),
    ...(restriction === undefined ? {} : { restriction }),
    ...(identity === undefined ? {} : { account: accountOf(identity) }),
    ...(wrongNumber === undefined ? {} : { wrongNumber }),
    ...(evictedAt === undefined ? {} : { evictedAt }),
    ...(phase === 'idle' && state.logoutUnconfirmed === true ? { logoutUnconfirmed: true } : {}),
    ...(phase === 'connected' && state.probationEndsAt !== undefined ? { probationEndsAt: state.probationEndsAt } : {}),
    ...('retryAt' in state ? { retry: { attempt: Math.max(1, state.carried.attempt), at: state.retryAt } } : {}),
    ...(failure === undefined ? {} : { failure }),
    ...(found === undefined ? {} : { found }),
  };
}
