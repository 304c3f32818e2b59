import type { Cause } from '../../../shared/causes.ts';
import type { FoundOnDisk } from '../../../shared/credentials.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { FoundCredentials } from '../ports.ts';
import { failureOf } from './end-consequences.ts';
import type { Moment, State } from './state.ts';

/** What follows from the credentials that a session finds: what it tells, and what it enters in the log. */
export function whatWasFound(
  state: State,
  found: FoundCredentials,
  moment: Moment,
): { readonly found: FoundOnDisk; readonly failure: Failure | undefined } {
  const failure = failureOfFound(found, moment);
  // A further round finds what the one before left, which is nothing to tell.
  if (state.carried.found !== undefined && failure === undefined) return { found: state.carried.found, failure };
  const { classification, fate, imported } = found;
  return { found: { kind: classification.kind, fate, at: moment.now, ...(imported && { imported }) }, failure };
}

function failureOfFound(
  { classification, fate, pairingPending = false }: FoundCredentials,
  moment: Moment,
): Failure | undefined {
  if (pairingPending && classification.kind !== 'paired') return failureOf({ cause: 'dead-device', fate }, moment);
  if (fate === 'recovered') {
    return { ...failureOf({ cause: 'credentials-corrupt', fate }, moment), retry: 'reconnect' };
  }
  return fate === 'quarantined' ? failureOf({ cause: unusable(classification.kind), fate }, moment) : undefined;
}

function unusable(kind: FoundCredentials['classification']['kind']): Cause {
  if (kind === 'corrupt') return 'credentials-corrupt';
  return kind === 'code-pending' ? 'credentials-code-pending' : 'credentials-half-paired';
}
