import type { Failure } from '../../../shared/failure.ts';
import type { WrongNumber } from '../../../shared/session.ts';
import { failureOf, fateOf, record } from './end-consequences.ts';
import { reach } from './evidence.ts';
import { carrying, letGo, move, stay, unlinkedAnew } from './moves.ts';
import { isSameNumber, maskedNumber, numberOf } from './numbers.ts';
import { patienceAt } from './packed-rules.ts';
import type { Carried, Effect, Moment, State, Step } from './state.ts';

/** Whether the phone that linked is the one that was meant, and what follows if it is not. */

type Numbers = Pick<Carried, 'identity' | 'expectedNumber'>;

export function isWrongNumber({ identity, expectedNumber }: Numbers): boolean {
  if (identity === undefined || expectedNumber === undefined) return false;
  return !isSameNumber(numberOf(identity), expectedNumber);
}

/** The two numbers, as far as they may be shown; nothing where there is nothing to decide. */
export function wrongNumberOf({ identity, expectedNumber }: Numbers): WrongNumber | undefined {
  if (identity === undefined || expectedNumber === undefined) return undefined;
  if (!isWrongNumber({ identity, expectedNumber })) return undefined;
  return { expected: maskedNumber(expectedNumber), linked: maskedNumber(numberOf(identity)) };
}

/** What is held against a link for its number: the same failure for as long as it is so. */
export function numberFailure(
  carried: Numbers & Pick<Carried, 'failure' | 'evidence'>,
  moment: Moment,
): Failure | undefined {
  if (!isWrongNumber(carried)) return undefined;
  const fate = fateOf(carried, false);
  if (carried.failure?.cause === 'wrong-number') return { ...carried.failure, credentials: fate };
  return failureOf({ cause: 'wrong-number', fate }, moment);
}

/**
 * WhatsApp has let this link in and holds its keys: it is connected, or, with another number than the expected one, waits for the
 * operator. There is no other way to either. A new link counts as one from here on.
 */
export function admit(state: State, moment: Moment): Step {
  const failure = numberFailure(state.carried, moment);
  if (failure !== undefined) return move(state, moment, { phase: 'awaiting-acceptance' }, { changes: { failure } });
  const effects: Effect[] = state.carried.uncounted ? [{ type: 'keep-link' }] : [];
  const probationEndsAt = (state.carried.evidence['keys-at-server'] ?? moment.now) + patienceAt(moment).probationMs;
  const leftMs = probationEndsAt - moment.now;
  if (state.carried.maturity !== 'held' && leftMs > 0) {
    const changes = { failure, uncounted: false };
    return move(state, moment, { phase: 'connected', probationEndsAt }, { changes, effects, wakeMs: leftMs });
  }
  const evidence = reach(state.carried.evidence, 'stable', state.carried.evidence.stable ?? moment.now);
  const changes = { failure, evidence, maturity: 'held', uncounted: false } as const;
  return move(state, moment, { phase: 'connected', probationEndsAt: undefined }, { changes, effects });
}

/** A link that has become the wrong one is no longer called connected, and one that has become right is. */
export function expectNumber(state: State, number: string | undefined, moment: Moment): Step {
  if (number === state.carried.expectedNumber) return stay(state);
  const next = carrying(state, { expectedNumber: number });
  const failure = numberFailure(next.carried, moment);
  const news = failure !== undefined && !isWrongNumber(state.carried) ? [record(next, failure)] : [];
  if (next.phase === 'connected' || next.phase === 'awaiting-acceptance') {
    const { state: admitted, effects } = admit(next, moment);
    return { state: admitted, effects: [...news, ...effects] };
  }
  const other = state.carried.failure?.cause === 'wrong-number' ? undefined : state.carried.failure;
  return { state: carrying(next, { failure: other ?? failure }), effects: news };
}

/** Logs out at WhatsApp, so that the phone forgets this device as well, and asks for another one. */
export function refuseNumber(state: State, moment: Moment): Step {
  if (state.phase !== 'awaiting-acceptance') return stay(state);
  return letGo(state, moment, {
    afterwards: { kind: 'fresh', delayMs: 0 },
    logout: true,
    quarantine: 'wrong-number',
    changes: unlinkedAnew(moment),
  });
}
