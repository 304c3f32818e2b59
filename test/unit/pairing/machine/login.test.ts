import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import { carrying } from '../../../../electron/pairing/machine/moves.ts';
import type { Event, State } from '../../../../electron/pairing/machine/state.ts';
import type { Failure } from '../../../../shared/failure.ts';
import {
  dialed,
  generation,
  identity,
  loggedIn,
  moment,
  now,
  paired,
  recordOf,
  release,
  stateAt,
  states,
  stepTo,
  usable,
  wakeToken,
} from '../../../support/machine-states.ts';

const accepted: Event = { type: 'accepted', generation, classification: paired };
const open: Event = { type: 'open', generation };
const keys: Event = { type: 'pre-keys', generation, count: 812 };
const settling = { since: now, until: now + 180_000 } as const;
/** What the settling states have. */
const begun = { since: now - 20_000, until: now + 160_000 } as const;

describe('a login that WhatsApp accepts', () => {
  const evidence = { ...dialed, 'login-accepted': now };

  test('for the first time ends the pairing', () => {
    const before = states.verifying;
    expect(step(before, accepted, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'verifying', step: 'settling', settling, opened: false },
        {
          changes: { evidence, maturity: 'probation' },
          effects: [{ type: 'pairing-over' }],
          wakeMs: 180_000,
        },
      ),
    );
  });

  test.each(['probation', 'held'] as const)('for another time leaves its maturity: %s', (maturity) => {
    const before = carrying(states.reconnecting, { maturity });
    expect(step(before, accepted, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'reconnecting', step: 'settling', settling, opened: false },
        {
          changes: { evidence },
          wakeMs: 180_000,
        },
      ),
    );
  });

  test.each([
    ['ends a ban', { kind: 'temporary-ban' }, undefined],
    ['leaves another restriction', { kind: 'reach-out' }, { kind: 'reach-out' }],
  ] as const)('%s', (_, restriction, after) => {
    const { state } = step(carrying(states.reconnecting, { restriction }), accepted, moment);
    expect(state.carried.restriction).toStrictEqual(after);
  });

  test('without a proven account is no link: the credentials are set aside', () => {
    const before = states.verifying;
    const failure: Failure = {
      at: now,
      cause: 'open-without-account',
      confidence: 'certain',
      credentials: 'quarantined',
      retry: 'fresh-qr',
    };
    const half: Event = { type: 'accepted', generation, classification: { kind: 'half-paired' } };
    expect(step(before, half, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'fresh', delayMs: 0 }, setsAside: true },
        {
          changes: { evidence: {}, identity: undefined, failure, roundsLeft: 4, found: undefined },
          effects: [recordOf(before, failure), release('open-without-account')],
          newGeneration: true,
        },
      ),
    );
  });
});

describe('a login that settles', () => {
  const first = carrying<State>(states['first login settling'], { attempt: 2, renewed: true, roundsLeft: 2 });
  const withKeys = { ...loggedIn, 'keys-at-server': now };

  test('remembers that its queries are done, and waits on for the keys', () => {
    expect(step(first, open, moment)).toStrictEqual(
      stepTo(
        first,
        { phase: 'verifying', step: 'settling', settling: begun, opened: true },
        {
          wakeMs: 160_000,
        },
      ),
    );
  });

  test('remembers that its keys are there, and waits on for the queries; a further count says nothing new', () => {
    const { state, effects } = step(first, keys, moment);
    expect({ state, effects }).toStrictEqual(
      stepTo(
        first,
        { phase: 'verifying', step: 'settling', settling: begun, opened: false },
        {
          changes: { evidence: withKeys },
          wakeMs: 160_000,
        },
      ),
    );
    expect(step(state, keys, { ...moment, now: now + 1 })).toStrictEqual({ state, effects: [] });
  });

  test('is connected once it has both, with every budget of an attempt whole, and its recording is kept', () => {
    const before = carrying<State>(states['first login opened'], { attempt: 2, renewed: true, roundsLeft: 2 });
    expect(step(before, keys, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'connected', probationEndsAt: now + 30_000 },
        {
          changes: {
            attempt: 0,
            renewed: false,
            roundsLeft: 5,
            evidence: withKeys,
            failure: undefined,
            uncounted: false,
          },
          effects: [{ type: 'keep-link' }],
          wakeMs: 30_000,
        },
      ),
    );
  });

  test('keeps no recording of a link that was there before', () => {
    const before = stateAt(
      { phase: 'reconnecting', step: 'settling', settling: begun, opened: false },
      { identity, maturity: 'held', evidence: usable },
    );
    expect(step(before, open, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'connected', probationEndsAt: undefined },
        {
          changes: { evidence: { ...usable, stable: now } },
        },
      ),
    );
  });

  test('waits for the operator where its number is not the expected one', () => {
    const before = carrying<State>(states['first login opened'], { expectedNumber: '972507654321' });
    const { state } = step(before, keys, moment);
    expect(state.phase).toBe('awaiting-acceptance');
    expect(state.carried.failure?.cause).toBe('wrong-number');
  });

  test('late gives what is missing no further time', () => {
    const late = { ...moment, now: begun.until + 1 };
    expect(step(first, open, late).effects).toStrictEqual([{ type: 'wake', token: wakeToken + 1, afterMs: 0 }]);
  });

  test.each([
    ['queries', 'first login settling', 'settling-unanswered'],
    ['keys', 'first login opened', 'pre-keys-unanswered'],
  ] as const)('and runs out of time says that its %s are missing', (_, name, cause) => {
    const { state } = step(states[name], { type: 'wake', token: wakeToken }, moment);
    expect(state.carried.failure).toStrictEqual({
      at: now,
      cause,
      confidence: 'certain',
      credentials: 'kept',
      retry: 'reconnect',
    });
  });
});

test('a link that is still there after its probation has held', () => {
  const before = states.connected;
  expect(step(before, { type: 'wake', token: wakeToken }, moment)).toStrictEqual(
    stepTo(
      before,
      { phase: 'connected', probationEndsAt: undefined },
      {
        changes: { evidence: { ...usable, stable: now }, maturity: 'held' },
      },
    ),
  );
});
