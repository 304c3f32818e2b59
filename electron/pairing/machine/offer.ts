import type { Classification } from '../ports.ts';
import { isOffered } from './end-causes.ts';
import { claimOf, giveUp, record } from './end-consequences.ts';
import { reach } from './evidence.ts';
import { numberFailure } from './expected-number.ts';
import { type Changes, move, stay } from './moves.ts';
import { patience } from './patience.ts';
import { showCode } from './scan.ts';
import type { Event, Moment, Stage, State, Step } from './state.ts';

/** What is offered to a phone, from the first code on screen to the phone's signature. */

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export function qr(state: State, { text, lifetimeMs, rescan }: EventOf<'qr'>, moment: Moment): Step {
  const expected = state.phase === 'awaiting-scan' || isRegistering(state);
  if (!expected || state.evidence['account-verified'] !== undefined) return stay(state);
  const code = { text, issuedAt: moment.now, expiresAt: moment.now + lifetimeMs, ...(rescan && { rescan }) };
  const changes: Changes = { qrShown: true, attempt: 0, renewed: false };
  return showCode(state, moment, { qr: code, ...claimOf(state) }, changes);
}

/** A code takes the QR's place, or that of an earlier code, until its socket ends. */
export function codeIssued(state: State, { text, lifetimeMs }: EventOf<'code-issued'>, moment: Moment): Step {
  if (state.phase !== 'awaiting-scan' && state.phase !== 'awaiting-code') return stay(state);
  const code = { text, issuedAt: moment.now, expiresAt: moment.now + lifetimeMs };
  return move(state, moment, { phase: 'awaiting-code', code }, {}, [], lifetimeMs + patience.qrGraceMs);
}

/** The phone's account wants its passkey: whatever was on screen has done its part. */
export function passkeyRequested(state: State, lifetimeMs: number, moment: Moment): Step {
  if (!isOffered(state.phase)) return stay(state);
  const passkey = { expiresAt: moment.now + lifetimeMs };
  return move(state, moment, { phase: 'awaiting-passkey', passkey }, {}, [], lifetimeMs + patience.qrGraceMs);
}

/** Someone must compare two codes before the last step. */
export function passkeyCode(state: State, confirmationCode: string, moment: Moment): Step {
  if (state.phase !== 'awaiting-passkey') return stay(state);
  const passkey = { ...state.passkey, confirmationCode };
  const leftMs = Math.max(0, passkey.expiresAt - moment.now);
  return move(state, moment, { phase: 'awaiting-passkey', passkey }, {}, [], leftMs + patience.qrGraceMs);
}

export function pairSuccess(state: State, classification: Classification, moment: Moment): Step {
  if (!isOffered(state.phase) && !isRegistering(state)) return stay(state);
  if (classification.kind !== 'paired') return giveUp(state, { cause: 'open-without-account' }, moment);
  const evidence = reach({}, 'account-verified', moment.now);
  const identity = classification.identity;
  const failure = numberFailure({ ...state, evidence, identity, failure: undefined }, moment);
  const changes: Changes = { evidence, identity, firstLogin: true, failure };
  const told = failure === undefined ? [] : [record({ ...state, evidence }, failure)];
  const stage: Stage = { phase: 'pairing', saved: false, closed: false };
  return move(state, moment, stage, changes, [...told, { type: 'save' }], patience.saveRetryMs);
}

function isRegistering(state: State): boolean {
  return state.phase === 'connecting' && state.step === 'dialing';
}
