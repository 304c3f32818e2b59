import type { Retry } from '../../../shared/causes/card.ts';
import { type Cause, causes } from '../../../shared/causes.ts';
import { diagnose } from '../../../shared/diagnosis.ts';
import type { StorageError } from '../../../shared/errors.ts';
import type { Confidence, CredentialsFate, Failure } from '../../../shared/failure.ts';
import type { Restriction, ScanClaim } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { ConnectionEnd } from '../ports.ts';
import { type Purpose, blockedUntil, causeOf, detailOf, isOffered, pageInItsPlace, shutCauses } from './end-causes.ts';
import { withoutSocket } from './evidence.ts';
import { type Changes, dial, isUnfinished, letGo, move, stay, wait } from './moves.ts';
import { patienceAt } from './packed-rules.ts';
import { backOff } from './patience.ts';
import type { Afterwards, Carried, Effect, Moment, Stage, State, Step } from './state.ts';

/** WhatsApp's stream error that asks for a new socket with the same credentials. */
const restartRequired = 515;

export function ended(state: State, reason: ConnectionEnd, moment: Moment): Step {
  const end = endSeen(state, reason, moment);
  // Every new link is restarted once, and any link may be. Repeated, it is a fault like another.
  const linked = state.carried.evidence['account-verified'] !== undefined;
  if (end.statusCode === restartRequired && linked && state.carried.attempt === 0) {
    return state.phase === 'pairing' ? pairingClosed(state, moment) : dial(state, moment, { changes: { attempt: 1 } });
  }
  const what: Ending = { ...causeOf(end, purposeOf(state), moment), end, ...claimOf(state) };
  const { cause } = what;
  if (isUnfinished(state) && causes[cause].retry !== 'operator') return giveUp(state, what, moment);
  // A link that is being saved waits for the disk and cannot be dialled anew.
  const dialable = state.phase !== 'pairing' && !isUnfinished(state);
  if (cause === 'client-outdated' && !state.carried.renewed && dialable) return renew(state, what, moment);
  switch (causes[cause].retry) {
    case 'fresh-qr':
      return giveUp(state, what, moment);
    case 'operator':
      return stopFor(state, { ...what, fate: fateOf(state.carried, false) }, moment);
    case 'reconnect':
      return comeBack(state, what, moment);
  }
}

/** Where a sign-in page of the network is known to stand before WhatsApp, a port that is shut is shut by it. */
function endSeen(state: State, end: ConnectionEnd, moment: Moment): ConnectionEnd {
  const { portal } = state.carried;
  return portal !== undefined && shutCauses.has(causeOf(end, purposeOf(state), moment).cause)
    ? pageInItsPlace(portal)
    : end;
}

function purposeOf(state: State): Purpose {
  if (state.phase === 'awaiting-scan' && state.claim !== undefined) return 'scanned';
  if (isOffered(state.phase) || state.phase === 'pairing') return state.phase;
  if (state.carried.evidence['account-verified'] === undefined) return 'registering';
  return state.carried.maturity === 'new' ? 'first-login' : 'linked';
}

/** The pairing socket is gone. The new one waits until the credentials are on disk. */
function pairingClosed(
  state: Extract<State, { phase: 'pairing' }>,
  moment: Moment,
  effects: readonly Effect[] = [],
  changes: Changes = {},
): Step {
  if (state.saved) return dial(state, moment, { changes, effects });
  const stage: Stage = { phase: 'pairing', saved: false, closed: true };
  return move(state, moment, stage, { changes, effects, wakeMs: patienceAt(moment).saveRetryMs });
}

/** The one retry that an outdated client gets: at once, with the newest version there is. */
function renew(state: State, what: Ending, moment: Moment): Step {
  const failure = failureOf({ ...what, fate: fateOf(state.carried, false), retry: 'reconnect' }, moment);
  return dial(state, moment, { changes: { failure, renewed: true }, effects: [record(state, failure)], renew: true });
}

/** One such end says little. Many in a row before any QR say that the network alone is not the reason. */
const saysNothing: ReadonlySet<Cause> = new Set<Cause>(['connection-lost', 'server-unavailable']);

/** The credentials still hold: try again with them after a pause. */
function comeBack(state: State, what: Ending, moment: Moment): Step {
  const attempt = state.carried.attempt + 1;
  const linked = state.carried.evidence['account-verified'] !== undefined;
  // A sign-in page keeps every attempt from WhatsApp: a person signs in, which takes as long as it takes.
  if (!linked && attempt >= patienceAt(moment).attemptsWithoutQr && what.cause !== 'captive-portal') {
    const why = saysNothing.has(what.cause) ? ({ cause: 'no-code-offered', confidence: 'unclear' } as const) : {};
    return stopFor(state, { ...what, ...why, fate: fateOf(state.carried, false) }, moment);
  }
  if (what.cause === 'unknown' && attempt >= patienceAt(moment).attemptsAfterUnknownEnds) {
    return stopFor(state, { ...what, fate: fateOf(state.carried, false) }, moment);
  }
  const failure = failureOf({ ...what, fate: fateOf(state.carried, false) }, moment);
  const effects: Effect[] = [record(state, failure), { type: 'hang-up' }];
  if (state.phase === 'pairing') return pairingClosed(state, moment, effects, { failure });
  const row = rowOf(state, what.cause, moment);
  const changes: Changes = { ...row.changes, failure };
  if (row.tries === 1 && row.firstAtOnce) return dial(state, moment, { changes, effects });
  const evidence = withoutSocket(state.carried.evidence);
  const delayMs = backOff(row.tries, moment.random, row.pause);
  return wait(state, moment, { delayMs, changes: { ...changes, evidence }, effects, outdatesSocket: true });
}

/** The attempts in a row that the next one continues, and the pauses of that row. */
function rowOf(state: State, cause: Cause, moment: Moment) {
  const { pause = 'short' } = causes[cause];
  const goesOn = pause === 'growing' || pause === 'repeating';
  const attempt = state.carried.attempt + 1;
  const repeats = goesOn ? repeatsOf(state, moment) + 1 : state.carried.repeats;
  return {
    tries: goesOn ? Math.max(attempt, repeats) : attempt,
    pause: pause === 'growing' || pause === 'long' ? 'long' : 'short',
    firstAtOnce: pause === 'growing' || pause === 'none',
    changes: { attempt, repeats },
  } as const;
}

/** A link that has served for a while has put an end to the row. */
function repeatsOf({ phase, since, carried }: State, moment: Moment): number {
  return phase === 'connected' && moment.now - since >= patienceAt(moment).servedMs ? 0 : carried.repeats;
}

/** These credentials lead nowhere: set aside what a phone had linked and, within the budget, show a fresh QR. */
export function giveUp(state: State, what: Ending, moment: Moment): Step {
  const linked = state.carried.evidence['account-verified'] !== undefined;
  const again = state.carried.roundsLeft > 1;
  const failure = failureOf(
    { ...what, fate: fateOf(state.carried, true), retry: again ? 'fresh-qr' : 'operator' },
    moment,
  );
  const changes: Changes = {
    evidence: {},
    identity: undefined,
    maturity: 'new',
    restriction: linked ? undefined : state.carried.restriction,
    failure,
    roundsLeft: state.carried.roundsLeft - 1,
    // The link that was found is gone.
    found: linked ? undefined : state.carried.found,
  };
  const afterwards: Afterwards = again ? { kind: 'fresh', delayMs: pauseBefore(state, moment) } : { kind: 'stopped' };
  const effects = [record(state, failure)];
  return letGo(state, moment, { afterwards, quarantine: linked ? what.cause : undefined, changes, effects });
}

/** A round that ended as soon as it began is not followed by the next one at once. */
function pauseBefore(state: State, moment: Moment): number {
  const round = patienceAt(moment).qrRounds - state.carried.roundsLeft + 1;
  return moment.now - state.since > patienceAt(moment).qrGraceMs ? 0 : backOff(round, moment.random);
}

/** Ends the session with a failure that needs the operator. The saved credentials stay where they are. */
export function stopFor(state: State, what: Ending & { fate: CredentialsFate }, moment: Moment): Step {
  const failure = { ...failureOf(what, moment), retry: 'operator' as const };
  const holds = causes[what.cause].proof === 'holds';
  const evidence = holds ? state.carried.evidence : {};
  const evictedAt = what.cause === 'replaced' ? moment.now : state.carried.evictedAt;
  const restriction = what.cause === 'temporarily-banned' ? banOf(failure) : state.carried.restriction;
  const changes: Changes = { failure, evidence, evictedAt, restriction };
  const effects = [record(state, failure)];
  return letGo(state, moment, { afterwards: { kind: 'stopped' }, changes, effects });
}

function banOf({ blockedUntil: until }: Failure): Restriction {
  return { kind: 'temporary-ban', ...(until === undefined ? {} : { until }) };
}

export function stopForStorage(state: State, error: StorageError, moment: Moment): Step {
  if (state.phase === 'stopping' || state.phase === 'stopped' || state.phase === 'idle') return stay(state);
  const what = { cause: error.code, fate: fateOf(state.carried, false), place: error.place };
  return causes[error.code].retry === 'operator' ? stopFor(state, what, moment) : openAgain(state, what, moment);
}

/** Lets go of the credentials, untouched, and opens them again after a pause: what the disk has is what counts. */
function openAgain(state: State, what: Ending & { fate: CredentialsFate }, moment: Moment): Step {
  const row = rowOf(state, what.cause, moment);
  const failure = failureOf(what, moment);
  const afterwards: Afterwards = { kind: 'fresh', delayMs: backOff(row.tries, moment.random, row.pause) };
  const effects = state.carried.failure?.cause === failure.cause ? [] : [record(state, failure)];
  return letGo(state, moment, { afterwards, changes: { evidence: {}, ...row.changes, failure }, effects });
}

/** A failure in the making. */
export interface Ending {
  readonly cause: Cause;
  /** By default the console knows it for certain. */
  readonly confidence?: Confidence;
  readonly end?: ConnectionEnd;
  /** The claimed scan that came to nothing. */
  readonly claim?: ScanClaim;
  readonly place?: string;
  /** The tenant that holds the same credentials. */
  readonly holder?: TenantId;
  readonly retry?: Retry;
}

/** A save under way is waited for before anything is set aside, so a verified account counts as one that was saved. */
export function fateOf({ evidence }: Pick<Carried, 'evidence'>, quarantines: boolean): CredentialsFate {
  if (quarantines) return evidence['account-verified'] === undefined ? 'none' : 'quarantined';
  return evidence['credentials-saved'] === undefined ? 'none' : 'kept';
}

export function failureOf(
  { cause, confidence = 'certain', end, claim, place, holder, retry, fate }: Ending & { fate: CredentialsFate },
  moment: Moment,
): Failure {
  const until = end === undefined ? undefined : blockedUntil(cause, end, moment);
  const suspects = confidence === 'unclear' ? diagnose({ cause, scanBy: claim?.by }).suspects : [];
  return {
    at: moment.now,
    cause,
    confidence,
    ...(suspects.length === 0 ? {} : { suspects }),
    credentials: fate,
    retry: retry ?? causes[cause].retry,
    ...(end?.statusCode === undefined ? {} : { statusCode: end.statusCode }),
    ...(end?.by === 'library' ? { detail: detailOf(end) } : {}),
    ...(end?.by === 'library' && end.said !== undefined ? { said: end.said } : {}),
    ...(place === undefined ? {} : { place }),
    ...(holder === undefined ? {} : { holder }),
    ...(until === undefined ? {} : { blockedUntil: until }),
  };
}

export function record(state: State, failure: Failure): Effect {
  const { phase, carried } = state;
  const { evidence, qrShown } = carried;
  return { type: 'record', entry: { failure, phase, evidence, qrShown, ...claimOf(state) } };
}

/** The claimed scan, to be spread into what is said of its end. */
export function claimOf(state: State): { claim?: ScanClaim } {
  return state.phase === 'awaiting-scan' && state.claim !== undefined ? { claim: state.claim } : {};
}
