import type { LiveCode } from '../../../shared/session.ts';
import type { Classification } from '../ports.ts';
import { isOffered } from './end-causes.ts';
import { claimOf, ended, giveUp, record } from './end-consequences.ts';
import { reach } from './evidence.ts';
import { numberFailure } from './expected-number.ts';
import { whatWasFound } from './found-credentials.ts';
import { type Changes, anew, carrying, move, stay } from './moves.ts';
import { patienceAt } from './packed-rules.ts';
import { showCode } from './scan.ts';
import type { Event, Moment, Stage, State, Step } from './state.ts';

/** What is offered to a phone, from the first code on screen to the phone's signature. */

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export function qr(state: State, { text, lifetimeMs, rescan }: EventOf<'qr'>, moment: Moment): Step {
  if (state.phase !== 'awaiting-scan' && !isRegistering(state)) return stay(state);
  const code = { text, issuedAt: moment.now, expiresAt: moment.now + lifetimeMs, ...(rescan && { rescan }) };
  const changes: Changes = { qrShown: true, attempt: 0, renewed: false };
  return showCode(state, moment, { qr: code, ...claimOf(state) }, { changes });
}

/** A code takes the place of the QR, or of an earlier code. It expires by its own clock, whatever the QR's refs do. */
export function codeIssued(state: State, { text, lifetimeMs }: EventOf<'code-issued'>, moment: Moment): Step {
  if (state.phase !== 'awaiting-scan' && state.phase !== 'awaiting-code') return stay(state);
  return showLinkingCode(state, moment, { text, issuedAt: moment.now, expiresAt: moment.now + lifetimeMs });
}

/** WhatsApp has retired the code on screen and made another one. */
export function codeRefreshed(state: State, { text, lifetimeMs }: EventOf<'code-refreshed'>, moment: Moment): Step {
  if (state.phase !== 'awaiting-code') return stay(state);
  const expiresAt = moment.now + lifetimeMs;
  return showLinkingCode(state, moment, { text, issuedAt: moment.now, expiresAt, refreshed: true });
}

/** A person has typed the code: from here on the exchange with the phone has its own clock. */
export function codeTyped(state: State, moment: Moment): Step {
  if (state.phase !== 'awaiting-code') return stay(state);
  return showLinkingCode(state, moment, { ...state.code, typedAt: moment.now });
}

/** A phone that cannot read the answer, because the code was mistyped, says so to its owner only. */
export function codeAnswered(state: State, { triesLeft }: EventOf<'code-answered'>): Step {
  const isTyped = state.phase === 'awaiting-code' && state.code.typedAt !== undefined;
  return isTyped && triesLeft > 0 ? { state: { ...state, again: true }, effects: [] } : stay(state);
}

export function codeFailed(state: State, { why, statusCode }: EventOf<'code-failed'>, moment: Moment): Step {
  if (state.phase !== 'awaiting-code') return stay(state);
  return ended(state, { by: 'console', why, ...(statusCode === undefined ? {} : { statusCode }) }, moment);
}

/**
 * Neither a link nor an end came: the code expired unused, or what follows a typed code was not answered. A code that was
 * mistyped lives on while it may be typed again.
 */
export function wakeInCode(state: Extract<State, { phase: 'awaiting-code' }>, moment: Moment): Step {
  const { typedAt, ...code } = state.code;
  if (typedAt !== undefined && state.again === true && moment.now < code.expiresAt) {
    return showLinkingCode(state, moment, { ...code, mistyped: true });
  }
  const why = typedAt === undefined && code.mistyped === undefined ? 'code-over' : 'code-finish-unanswered';
  return ended(state, { by: 'console', why }, moment);
}

function showLinkingCode(state: State, moment: Moment, code: LiveCode): Step {
  const dueAt =
    code.typedAt === undefined
      ? code.expiresAt + patienceAt(moment).qrGraceMs
      : code.typedAt + patienceAt(moment).codeFinishMs;
  return move(state, moment, { phase: 'awaiting-code', code }, { wakeMs: Math.max(0, dueAt - moment.now) });
}

/** The phone's account wants its passkey. The QR or the code on screen is no longer needed. */
export function passkeyRequested(state: State, lifetimeMs: number, moment: Moment): Step {
  if (!isOffered(state.phase)) return stay(state);
  const passkey = { expiresAt: moment.now + lifetimeMs };
  return move(
    state,
    moment,
    { phase: 'awaiting-passkey', passkey },
    { wakeMs: lifetimeMs + patienceAt(moment).qrGraceMs },
  );
}

/** A person must compare two codes before the last step. */
export function passkeyCode(state: State, confirmationCode: string, moment: Moment): Step {
  if (state.phase !== 'awaiting-passkey') return stay(state);
  const passkey = { ...state.passkey, confirmationCode };
  const leftMs = Math.max(0, passkey.expiresAt - moment.now);
  return move(state, moment, { phase: 'awaiting-passkey', passkey }, { wakeMs: leftMs + patienceAt(moment).qrGraceMs });
}

export function pairSuccess(state: State, classification: Classification, moment: Moment): Step {
  if (!isOffered(state.phase) && !isRegistering(state)) return stay(state);
  if (classification.kind !== 'paired') return giveUp(state, { cause: 'open-without-account' }, moment);
  const evidence = reach({}, 'account-verified', moment.now);
  const identity = classification.identity;
  const failure = numberFailure({ ...state.carried, evidence, identity, failure: undefined }, moment);
  const changes: Changes = { evidence, identity, maturity: 'new', uncounted: true, failure };
  const told = failure === undefined ? [] : [record(carrying(state, { evidence }), failure)];
  const stage: Stage = { phase: 'pairing', saved: false, closed: false };
  return move(state, moment, stage, {
    changes,
    effects: [...told, { type: 'note-pairing' }, { type: 'save' }],
    wakeMs: patienceAt(moment).saveRetryMs,
  });
}

/** As if this tenant had shown the code: what was found in its place is told, and the pairing goes on from the phone's signature. */
export function handedOver(
  state: State,
  { found: onDisk, classification }: EventOf<'handed-over'>,
  moment: Moment,
): Step {
  if (state.phase !== 'idle' && state.phase !== 'stopped') return stay(state);
  const begun = carrying(state, { ...anew(moment), evictedAt: undefined });
  const { found, failure } = whatWasFound(begun, onDisk, moment);
  const dialled: State = {
    ...carrying(begun, { found, qrShown: true }),
    phase: 'connecting',
    step: 'dialing',
    generation: state.generation + 1,
  };
  const paired = pairSuccess(dialled, classification, moment);
  return failure === undefined ? paired : { ...paired, effects: [record(begun, failure), ...paired.effects] };
}

function isRegistering(state: State): boolean {
  const dials = state.phase === 'connecting' && state.step === 'dialing';
  return dials && state.carried.evidence['account-verified'] === undefined;
}
