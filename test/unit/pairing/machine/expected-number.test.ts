import { describe, expect, test } from 'vitest';

import { isWrongNumber, wrongNumberOf } from '../../../../electron/pairing/machine/expected-number.ts';
import { step } from '../../../../electron/pairing/machine/machine.ts';
import { type Changes, carrying } from '../../../../electron/pairing/machine/moves.ts';
import type { State } from '../../../../electron/pairing/machine/state.ts';
import type { Failure } from '../../../../shared/failure.ts';
import {
  identity,
  moment,
  now,
  onDisk,
  recordOf,
  release,
  since,
  stateAt,
  states,
  stepTo,
  usable,
} from '../../../support/machine-states.ts';

const own = '972501234567';
const other = '972507654321';

test.each([
  ['nobody has linked', undefined, other, undefined],
  ['any number will do', identity, undefined, undefined],
  ['the expected number has linked', identity, own, undefined],
  ['another number has linked', identity, other, { expected: '972•••••••21', linked: '972•••••••67' }],
])('where %s, the two numbers are shown only if they differ', (_, linked, expectedNumber, shown) => {
  expect(wrongNumberOf({ identity: linked, expectedNumber })).toStrictEqual(shown);
  expect(isWrongNumber({ identity: linked, expectedNumber })).toBe(shown !== undefined);
});

function wrongNumber(credentials: Failure['credentials'], at = now): Failure {
  return { at, cause: 'wrong-number', confidence: 'certain', credentials, retry: 'operator' };
}

function expects(state: State, number: string | undefined) {
  return step(state, { type: 'expect', number }, moment);
}

const lost: Failure = {
  at: since,
  cause: 'connection-lost',
  confidence: 'certain',
  credentials: 'kept',
  retry: 'reconnect',
};

describe('an expected number that changes', () => {
  const { connected } = states;
  const accepting = states['awaiting acceptance'];

  test('changes nothing where it is the same', () => {
    expect(expects(accepting, other)).toStrictEqual({ state: accepting, effects: [] });
    expect(expects(connected, undefined)).toStrictEqual({ state: connected, effects: [] });
  });

  test('withholds a link that has become the wrong one, and records it once', () => {
    const failure = wrongNumber('kept');
    const first = expects(connected, other);
    expect(first).toStrictEqual(
      stepTo(
        connected,
        { phase: 'awaiting-acceptance' },
        {
          changes: { expectedNumber: other, failure },
          effects: [recordOf(connected, failure)],
        },
      ),
    );
    const third = '972500000000';
    expect(expects(first.state, third)).toStrictEqual(
      stepTo(first.state, { phase: 'awaiting-acceptance' }, { changes: { expectedNumber: third } }),
    );
  });

  test('admits a link that has become the right one, without a second probation', () => {
    const evidence = { ...usable, stable: now };
    expect(expects(accepting, own)).toStrictEqual(
      stepTo(
        accepting,
        { phase: 'connected', probationEndsAt: undefined },
        {
          changes: { expectedNumber: own, failure: undefined, evidence, maturity: 'held' },
        },
      ),
    );
  });

  test('admits a link in its probation for what is left of it', () => {
    const evidence = { ...usable, 'keys-at-server': now - 10_000 };
    const before = carrying(accepting, { evidence });
    expect(expects(before, undefined)).toStrictEqual(
      stepTo(
        before,
        { phase: 'connected', probationEndsAt: now + 20_000 },
        {
          changes: { expectedNumber: undefined, failure: undefined },
          wakeMs: 20_000,
        },
      ),
    );
  });

  test.each([
    ['a probation that ends in this moment', now - 30_000, 'probation', now],
    ['a link that has held', now - 10_000, 'held', now],
    ['a link that was stable before', now - 60_000, 'held', since],
  ] as const)('asks no further probation of %s', (_, keysAt, maturity, stable) => {
    const evidence = { ...usable, 'keys-at-server': keysAt, ...(stable === since && { stable }) };
    const before = carrying(accepting, { evidence, maturity });
    expect(expects(before, own).state).toStrictEqual(
      stepTo(
        before,
        { phase: 'connected', probationEndsAt: undefined },
        {
          changes: {
            expectedNumber: own,
            failure: undefined,
            evidence: { ...evidence, stable },
            maturity: 'held',
          },
        },
      ).state,
    );
  });

  const pairing = states['pairing, saved'];
  test.each<[string, State, string | undefined, Changes, Failure | undefined]>([
    ['is told of a link on its way', pairing, other, { failure: wrongNumber('kept') }, wrongNumber('kept')],
    [
      'does not hide another failure',
      carrying(pairing, { failure: lost }),
      other,
      { failure: lost },
      wrongNumber('kept'),
    ],
    ['keeps another failure where it fits', carrying(pairing, { failure: lost }), own, { failure: lost }, undefined],
    [
      'takes its own failure away where it fits',
      carrying(pairing, { expectedNumber: other, failure: wrongNumber('kept', since) }),
      own,
      { failure: undefined },
      undefined,
    ],
    [
      'keeps its own failure for as long as it is so',
      carrying(pairing, { expectedNumber: other, failure: wrongNumber('none', since) }),
      '972500000000',
      { failure: wrongNumber('kept', since) },
      undefined,
    ],
    ['says nothing before a phone has confirmed', states['awaiting a scan'], other, {}, undefined],
  ])('%s', (_, before, number, changes, news) => {
    const next = carrying(before, { expectedNumber: number });
    expect(expects(before, number)).toStrictEqual({
      state: carrying(next, changes),
      effects: news === undefined ? [] : [recordOf(next, news)],
    });
  });
});

test('a refused number is logged out and set aside, and another phone is asked at once', () => {
  const before = carrying<State>(states['awaiting acceptance'], {
    attempt: 2,
    renewed: true,
    roundsLeft: 2,
    qrShown: true,
  });
  expect(step(before, { type: 'refuse-number' }, moment)).toStrictEqual(
    stepTo(
      before,
      { phase: 'stopping', afterwards: { kind: 'fresh', delayMs: 0 }, setsAside: true },
      {
        changes: {
          evidence: {},
          identity: undefined,
          failure: undefined,
          maturity: 'new',
          found: undefined,
          roundsLeft: 5,
          attempt: 0,
          qrShown: false,
          renewed: false,
        },
        effects: [release('wrong-number', true)],
        newGeneration: true,
      },
    ),
  );
});

test('a link that is not logged in any more is not withheld for its number until it is', () => {
  const before = stateAt(
    { phase: 'reconnecting', step: 'waiting', retryAt: now + 1_000 },
    { identity, evidence: onDisk, maturity: 'held', failure: lost },
  );
  expect(expects(before, other).state.phase).toBe('reconnecting');
});
