import type { StorageError } from '../../../shared/errors.ts';
import type { Failure } from '../../../shared/failure.ts';
import { mayBeLinked } from '../../../shared/proof.ts';
import type { Classification } from '../ports.ts';
import { ended, failureOf, fateOf, giveUp, record, stopFor, stopForStorage } from './end-consequences.ts';
import { reach, withoutSocket } from './evidence.ts';
import { admit, expectNumber, numberFailure, refuseNumber } from './expected-number.ts';
import { whatWasFound } from './found-credentials.ts';
import {
  type Changes,
  anew,
  carrying,
  cleared,
  dial,
  isLive,
  letGo,
  load,
  move,
  stay,
  unlinked,
  unlinkedAnew,
  wait,
} from './moves.ts';
import {
  codeAnswered,
  codeFailed,
  codeIssued,
  codeRefreshed,
  codeTyped,
  handedOver,
  pairSuccess,
  passkeyCode,
  passkeyRequested,
  qr,
  wakeInCode,
} from './offer.ts';
import { patienceAt } from './packed-rules.ts';
import { codeOver, scanClaimed, scanFailed, scanHeard, wakeInScan } from './scan.ts';
import { accepted, opened, preKeys, preKeysFailed, settlingOver } from './settle.ts';
import { portalSeen } from './shut-way.ts';
import type { Event, Moment, Stage, State, Step } from './state.ts';

type Of<P extends State['phase']> = Extract<State, { phase: P }>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/**
 * One tenant's link, as a pure function. It decides; the session carries out. Events of a socket that is no longer the
 * newest change nothing. Only an accepted login on a new socket with saved credentials, with its pre-keys at the server,
 * leads to `connected`.
 */
export function step(state: State, event: Event, moment: Moment): Step {
  if ('generation' in event && event.generation !== state.generation) return stay(state);
  switch (event.type) {
    case 'start':
      return mayStart(state, event.takeOver)
        ? begin(event.newLink === true ? carrying(state, { uncounted: true }) : state, moment)
        : stay(state);
    case 'relink':
      return relink(state, moment);
    case 'disconnect':
      return disconnect(state, moment);
    case 'expect':
      return expectNumber(state, event.number, moment);
    case 'refuse-number':
      return refuseNumber(state, moment);
    case 'shutdown':
      return letGo(state, moment, { afterwards: { kind: 'idle' } });
    case 'slept':
      return slept(state, event.socketDead === true, moment);
    case 'portal':
      return portalSeen(state, event.status, moment);
    case 'passkey-differs':
      return state.phase === 'awaiting-passkey'
        ? giveUp(state, { cause: 'passkey-code-differs' }, moment)
        : stay(state);
    case 'loaded':
      return state.phase === 'connecting' && state.step === 'loading' ? loaded(state, event, moment) : stay(state);
    case 'load-failed':
      return state.phase === 'connecting' ? stopForStorage(state, event.error, moment) : stay(state);
    case 'saved':
      return saved(state, event.classification, moment);
    case 'save-failed':
      return saveFailed(state, event.error, moment);
    case 'storage-fault':
      return state.phase === 'pairing'
        ? saveFailed(state, event.error, moment)
        : stopForStorage(state, event.error, moment);
    case 'released':
      return state.phase === 'stopping' ? released(state, event.loggedOut, moment) : stay(state);
    case 'release-failed':
      return state.phase === 'stopping' ? releaseFailed(state, event.error, moment) : stay(state);
    case 'dialing':
      return dialing(state, moment);
    case 'wake':
      return event.token === state.wakeToken ? wake(state, moment) : stay(state);
    case 'crashed':
      return crashed(state, moment);
    case 'qr':
      return qr(state, event, moment);
    case 'scan-heard':
      return scanHeard(state, moment);
    case 'scan-claimed':
      return scanClaimed(state, moment);
    case 'scan-failed':
      return scanFailed(state, moment);
    case 'code-issued':
      return codeIssued(state, event, moment);
    case 'passkey-request':
      return passkeyRequested(state, event.lifetimeMs, moment);
    case 'passkey-code':
      return passkeyCode(state, event.text, moment);
    case 'pair-success':
      return pairSuccess(state, event.classification, moment);
    case 'handed-over':
      return handedOver(state, event, moment);
    case 'credentials-changed':
      return isLive(state) ? { state, effects: [{ type: 'save' }] } : stay(state);
    case 'accepted':
      return accepted(state, event, moment);
    case 'open':
      return opened(state, moment);
    case 'pre-keys':
      return preKeys(state, event.count, moment);
    case 'pre-keys-failed':
      return preKeysFailed(state, event, moment);
    case 'restriction':
      return restricted(state, event);
    case 'restriction-over':
      return restrictionOver(state, moment);
    case 'code-refreshed':
      return codeRefreshed(state, event, moment);
    case 'code-typed':
      return codeTyped(state, moment);
    case 'code-answered':
      return codeAnswered(state, event);
    case 'code-failed':
      return codeFailed(state, event, moment);
    case 'end':
      return isLive(state) ? ended(state, event.end, moment) : stay(state);
  }
}

/** Where another program has the link, only a take-over starts: otherwise the two would evict each other again and again. */
function mayStart({ phase, carried }: State, takeOver = false): boolean {
  const { evictedAt } = carried;
  return (phase === 'idle' || phase === 'stopped') && (evictedAt === undefined || takeOver);
}

function begin(state: State, moment: Moment): Step {
  const changes = { ...anew(moment), evictedAt: undefined };
  return move(state, moment, { phase: 'connecting', step: 'loading' }, { changes, effects: [{ type: 'load' }] });
}

function relink(state: State, moment: Moment): Step {
  return letGo(state, moment, {
    afterwards: { kind: 'fresh', delayMs: 0 },
    quarantine: 'relink',
    changes: unlinkedAnew(moment),
  });
}

/**
 * Sockets may have died of a sleep, and every timer has stood still. A login younger than its probation came after it.
 * On a dead socket an unused QR is replaced; a reported scan, a linking code and a passkey request end with a reason,
 * because a person has begun something.
 */
function slept(state: State, socketDead: boolean, moment: Moment): Step {
  const isOver = (until: number) => socketDead || moment.now >= until;
  switch (state.phase) {
    case 'awaiting-acceptance':
    case 'connected':
      return isOver(state.since + patienceAt(moment).probationMs) ? dial(state, moment) : stay(state);
    case 'awaiting-scan':
      if (socketDead && state.claim === undefined)
        return letGo(state, moment, { afterwards: { kind: 'fresh', delayMs: 0 } });
      if (socketDead) return ended(state, { by: 'console', why: 'peer-silent' }, moment);
      return moment.now >= state.qr.expiresAt ? codeOver(state, moment) : stay(state);
    case 'awaiting-code':
      if (socketDead) return ended(state, { by: 'console', why: 'peer-silent' }, moment);
      return moment.now < state.code.expiresAt ? stay(state) : wake(state, moment);
    case 'awaiting-passkey':
      if (socketDead) return ended(state, { by: 'console', why: 'peer-silent' }, moment);
      return moment.now < state.passkey.expiresAt ? stay(state) : wake(state, moment);
    case 'connecting':
    case 'reconnecting':
    case 'verifying':
      if (state.step === 'settling') return isOver(state.settling.until) ? dial(state, moment) : stay(state);
      // The way that it dials by may be gone, and with it the answer.
      if (state.step === 'dialing') return socketDead ? dial(state, moment) : stay(state);
      return state.step === 'waiting' ? wake(state, moment) : stay(state);
    case 'idle':
    case 'pairing':
    case 'restarting':
    case 'stopping':
    case 'stopped':
      return stay(state);
  }
}

function disconnect(state: State, moment: Moment): Step {
  const afterwards = { kind: 'idle', linked: mayBeLinked(state.carried) } as const;
  return letGo(state, moment, { afterwards, logout: true, quarantine: 'disconnect', changes: unlinked });
}

function released(before: Of<'stopping'>, loggedOut: boolean, moment: Moment): Step {
  const { afterwards } = before;
  // Credentials that were set aside cannot be taken over any more.
  const state = before.setsAside ? carrying(before, { evictedAt: undefined }) : before;
  switch (afterwards.kind) {
    case 'idle':
      return move(
        state,
        moment,
        { phase: 'idle', ...(afterwards.linked === true && !loggedOut ? { logoutUnconfirmed: true } : {}) },
        { changes: cleared },
      );
    case 'stopped':
      return move(state, moment, { phase: 'stopped' });
    case 'fresh':
      return afterwards.delayMs === 0
        ? load(state, moment)
        : wait(state, moment, { delayMs: afterwards.delayMs, loads: true });
  }
}

/** A fault of this program ends this session and no other. */
function crashed(state: State, moment: Moment): Step {
  if (state.phase === 'idle' || state.phase === 'stopped') return stay(state);
  const what = { cause: 'internal-error', fate: fateOf(state.carried, false) } as const;
  if (state.phase !== 'stopping') return stopFor(state, what, moment);
  const failure = failureOf(what, moment);
  return move(state, moment, { phase: 'stopped' }, { changes: { failure }, effects: [record(state, failure)] });
}

/** What could not be set aside could be picked up again by the next attempt, so there is none. */
function releaseFailed(state: Of<'stopping'>, error: StorageError, moment: Moment): Step {
  const failure = failureOf({ cause: error.code, fate: 'kept', place: error.place, retry: 'operator' }, moment);
  return move(state, moment, { phase: 'stopped' }, { changes: { failure }, effects: [record(state, failure)] });
}

function loaded(state: State, { found: onDisk, classification, holder }: EventOf<'loaded'>, moment: Moment): Step {
  const { found, failure: told } = whatWasFound(state, onDisk, moment);
  const effects = told === undefined ? [] : [record(state, told)];
  const isUnfinished = onDisk.pairingPending === true;
  const maturity = isUnfinished ? 'new' : 'probation';
  const uncounted = (isUnfinished && classification.kind === 'paired') || state.carried.uncounted;
  const changes: Changes = { failure: told ?? state.carried.failure, found, maturity, uncounted };
  if (classification.kind === 'paired') {
    const verified = reach({}, 'account-verified', moment.now);
    const evidence = reach(verified, 'credentials-saved', moment.now);
    const { identity } = classification;
    if (holder !== undefined) {
      const copy = carrying(state, { found, evidence, identity, maturity });
      const stopped = stopFor(copy, { cause: 'copied-credentials', fate: 'kept', holder }, moment);
      return { ...stopped, effects: [...effects, ...stopped.effects] };
    }
    const failure = told ?? numberFailure({ ...state.carried, evidence, identity }, moment) ?? state.carried.failure;
    return dial(state, moment, { changes: { ...changes, failure, evidence, identity }, effects });
  }
  // No phone is asked to link to an identity that this disk cannot keep.
  const unlinkedYet: Changes = { ...changes, ...unlinked, failure: told ?? state.carried.failure, found };
  return move(
    state,
    moment,
    { phase: 'connecting', step: 'saving' },
    { changes: unlinkedYet, effects: [...effects, { type: 'save' }] },
  );
}

/** The socket of this generation is being opened: with saved credentials, that is the next step of the proof. */
function dialing(state: State, moment: Moment): Step {
  const isDialing = (state.phase === 'connecting' || state.phase === 'reconnecting') && state.step === 'dialing';
  if (state.phase !== 'restarting' && !isDialing) return stay(state);
  if (state.carried.evidence['credentials-saved'] === undefined) {
    return move(state, moment, { phase: 'connecting', step: 'dialing' }, { wakeMs: patienceAt(moment).dialMs });
  }
  const evidence = reach(withoutSocket(state.carried.evidence), 'new-socket', moment.now);
  const stage: Stage =
    state.phase === 'reconnecting'
      ? { phase: 'reconnecting', step: 'dialing' }
      : { phase: 'verifying', step: 'dialing' };
  return move(state, moment, stage, { changes: { evidence }, wakeMs: patienceAt(moment).dialMs });
}

/** `classification` is what the disk proves, not what memory holds. */
function saved(state: State, classification: Classification, moment: Moment): Step {
  if (state.phase === 'connecting' && state.step === 'saving') return dial(state, moment);
  if (classification.kind !== 'paired') return stay(state);
  const identity = classification.identity;
  if (state.phase === 'connected' || state.phase === 'awaiting-acceptance') {
    // The account's name may change. Whose link it is does not change while the link stands.
    return identity.jid === state.carried.identity?.jid ? admit(carrying(state, { identity }), moment) : stay(state);
  }
  if (state.phase !== 'pairing' || state.saved) return stay(state);
  const evidence = reach(state.carried.evidence, 'credentials-saved', moment.now);
  const failure = numberFailure({ ...state.carried, evidence, identity }, moment);
  const changes: Changes = { evidence, identity, failure };
  if (state.closed) return dial(state, moment, { changes });
  const stage: Stage = { phase: 'pairing', saved: true, closed: false };
  return move(state, moment, stage, {
    changes,
    effects: [{ type: 'release-reply' }],
    wakeMs: patienceAt(moment).restartMs,
  });
}

/**
 * Memory holds the only copy of a link that a phone has just made: the session stays, says what is wrong and tries
 * again. Anywhere else the saved link is safe and the session stops, before memory and disk drift apart. So it does where
 * another server holds the tenant, and shows another code: the phone has had no reply to this one.
 */
function saveFailed(state: State, error: StorageError, moment: Moment): Step {
  const isPairing = state.phase === 'pairing' && !state.saved;
  if (!isPairing || error.code === 'lease-lost') return stopForStorage(state, error, moment);
  const told = failureOf({ cause: error.code, fate: 'none', place: error.place }, moment);
  const failure: Failure = { ...told, retry: 'reconnect' };
  const effects = state.carried.failure?.cause === failure.cause ? [] : [record(state, failure)];
  return move(state, moment, stageOf(state), { changes: { failure }, effects, wakeMs: patienceAt(moment).saveRetryMs });
}

function stageOf({ saved: isSaved, closed }: Of<'pairing'>): Stage {
  return { phase: 'pairing', saved: isSaved, closed };
}

/** What is lifted in one way may hold in another. */
function restricted(state: State, event: EventOf<'restriction'>): Step {
  if (!isLive(state)) return stay(state);
  const before = state.carried.restriction;
  if (event.restriction === null && event.lifts !== undefined && event.lifts !== before?.kind) return stay(state);
  return { state: carrying(state, { restriction: event.restriction ?? undefined }), effects: [] };
}

function restrictionOver(state: State, moment: Moment): Step {
  const { restriction } = state.carried;
  if (restriction?.until === undefined || moment.now < restriction.until) return stay(state);
  return { state: carrying(state, { restriction: undefined }), effects: [] };
}

function wake(state: State, moment: Moment): Step {
  switch (state.phase) {
    case 'connecting':
      if (state.step === 'waiting') return state.load ? load(state, moment) : dial(state, moment);
      return ended(state, { by: 'console', why: 'no-answer' }, moment);
    case 'awaiting-scan':
      return wakeInScan(state, moment);
    case 'awaiting-code':
      return wakeInCode(state, moment);
    case 'awaiting-passkey':
      return ended(state, { by: 'console', why: 'passkey-over' }, moment);
    case 'pairing':
      if (state.saved) return dial(state, moment);
      return move(state, moment, stageOf(state), {
        effects: [{ type: 'save' }],
        wakeMs: patienceAt(moment).saveRetryMs,
      });
    case 'connected':
      return move(
        state,
        moment,
        { phase: 'connected', probationEndsAt: undefined },
        { changes: { evidence: reach(state.carried.evidence, 'stable', moment.now), maturity: 'held' } },
      );
    case 'verifying':
    case 'reconnecting':
      if (state.step === 'waiting') return dial(state, moment);
      if (state.step === 'settling') return settlingOver(state, moment);
      return ended(state, { by: 'console', why: 'no-answer' }, moment);
    case 'idle':
    case 'restarting':
    case 'awaiting-acceptance':
    case 'stopping':
    case 'stopped':
      return stay(state);
  }
}
