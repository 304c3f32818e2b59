import { describe, expect, test } from 'vitest';

import { initialState } from '../../../../electron/pairing/machine/initial-state.ts';
import { step } from '../../../../electron/pairing/machine/machine.ts';
import { carrying } from '../../../../electron/pairing/machine/moves.ts';
import type { Effect, Event, State } from '../../../../electron/pairing/machine/state.ts';
import type { Failure } from '../../../../shared/failure.ts';
import {
  generation,
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
  unlinkedCarried,
  wakeToken,
} from '../../../support/machine-states.ts';

const load: Effect = { type: 'load' };
const restriction = { kind: 'new-chats' } as const;
const replaced: Failure = {
  at: since,
  cause: 'replaced',
  confidence: 'certain',
  credentials: 'kept',
  retry: 'operator',
};
const blank = { since: now, generation: 0, wakeToken: 0 };
const nothingFound = { ...unlinkedCarried, found: undefined };

describe('a session that is new in this run of the program', () => {
  test('is idle and knows of no link', () => {
    expect(initialState(now)).toStrictEqual({ ...blank, phase: 'idle', carried: nothingFound });
  });

  test('remembers the expected number', () => {
    const carried = { ...nothingFound, expectedNumber: '972501234567' };
    expect(initialState(now, { expectedNumber: '972501234567' })).toStrictEqual({ ...blank, phase: 'idle', carried });
  });

  test.each([
    ['without an end', restriction, restriction],
    ['that still lasts', { kind: 'new-chats', until: now + 1 }, { kind: 'new-chats', until: now + 1 }],
    ['that is over in this moment', { kind: 'new-chats', until: now }, undefined],
    ['that is over', { kind: 'new-chats', until: now - 1 }, undefined],
  ] as const)('knows a restriction %s for what it is', (_, before, after) => {
    expect(initialState(now, { restriction: before }).carried.restriction).toStrictEqual(after);
  });

  test('stays stopped where another program took the link over, since then', () => {
    expect(initialState(now, { evicted: { at: since, identity } })).toStrictEqual({
      ...blank,
      phase: 'stopped',
      since,
      carried: { ...nothingFound, identity, failure: replaced, evictedAt: since },
    });
  });
});

describe('a start', () => {
  const used = stateAt(
    { phase: 'stopped' },
    {
      evidence: onDisk,
      identity,
      expectedNumber: '972501234567',
      failure: replaced,
      qrShown: true,
      maturity: 'held',
      restriction,
      roundsLeft: 0,
      attempt: 4,
      repeats: 3,
      renewed: true,
    },
  );
  const fresh = {
    evidence: {},
    identity: undefined,
    failure: undefined,
    evictedAt: undefined,
    qrShown: false,
    maturity: 'new',
    roundsLeft: 5,
    attempt: 0,
    repeats: 0,
    renewed: false,
    found: undefined,
  } as const;
  const began = (before: State) =>
    stepTo(before, { phase: 'connecting', step: 'loading' }, { changes: fresh, effects: [load] });

  test('has every budget whole again; what is expected and what restricts the account stay known', () => {
    expect(step(used, { type: 'start' }, moment)).toStrictEqual(began(used));
  });

  test('leaves a link to the program that took it, until someone takes it back', () => {
    const evicted = carrying(used, { evictedAt: since });
    expect(step(evicted, { type: 'start' }, moment)).toStrictEqual({ state: evicted, effects: [] });
    expect(step(evicted, { type: 'start', takeOver: false }, moment)).toStrictEqual({ state: evicted, effects: [] });
    expect(step(evicted, { type: 'start', takeOver: true }, moment)).toStrictEqual(began(evicted));
  });

  test('by taking over does not touch a session that runs', () => {
    const { connected } = states;
    expect(step(connected, { type: 'start', takeOver: true }, moment)).toStrictEqual({ state: connected, effects: [] });
  });
});

describe('letting go of a link', () => {
  const before = carrying<State>(states.connected, { restriction, attempt: 2, repeats: 2, renewed: true });
  const unlinked = {
    evidence: {},
    identity: undefined,
    failure: undefined,
    maturity: 'new',
    found: undefined,
    restriction: undefined,
  } as const;

  test.each<[string, Event, ReturnType<typeof stepTo>]>([
    [
      'a relink sets the credentials aside without a logout and begins anew at once',
      { type: 'relink' },
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'fresh', delayMs: 0 }, setsAside: true },
        {
          changes: { ...unlinked, roundsLeft: 5, attempt: 0, repeats: 0, renewed: false, qrShown: false },
          effects: [release('relink')],
          newGeneration: true,
        },
      ),
    ],
    [
      'a disconnect logs out and sets the credentials aside',
      { type: 'disconnect' },
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'idle', linked: true }, setsAside: true },
        {
          changes: unlinked,
          effects: [release('disconnect', true)],
          newGeneration: true,
        },
      ),
    ],
    [
      'a shutdown keeps the credentials',
      { type: 'shutdown' },
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'idle' }, setsAside: false },
        {
          changes: { evidence: onDisk },
          effects: [release()],
          newGeneration: true,
        },
      ),
    ],
  ])('%s', (_, event, expected) => {
    expect(step(before, event, moment)).toStrictEqual(expected);
  });

  test.each([
    ['has never linked', states['awaiting a scan'], { kind: 'idle', linked: false }],
    ['is not logged in yet', states.verifying, { kind: 'idle', linked: true }],
  ])('a disconnect where a phone %s logs nothing out', (_, state, afterwards) => {
    const { state: after, effects } = step(state, { type: 'disconnect' }, moment);
    expect(after).toMatchObject({ phase: 'stopping', afterwards, setsAside: true });
    expect(effects).toStrictEqual([release('disconnect')]);
  });

  test('a shutdown under a linking code sets aside what no phone has linked', () => {
    const { state, effects } = step(states['awaiting a code'], { type: 'shutdown' }, moment);
    expect(state).toMatchObject({ setsAside: true });
    expect(effects).toStrictEqual([release('unfinished-link')]);
  });

  test('another confirmation code on the phone gives the round up', () => {
    const passkey = states['awaiting a passkey'];
    const failure: Failure = {
      at: now,
      cause: 'passkey-code-differs',
      confidence: 'certain',
      credentials: 'none',
      retry: 'fresh-qr',
    };
    expect(step(passkey, { type: 'passkey-differs' }, moment)).toStrictEqual(
      stepTo(
        passkey,
        { phase: 'stopping', afterwards: { kind: 'fresh', delayMs: 0 }, setsAside: true },
        {
          changes: { failure, roundsLeft: 4 },
          effects: [recordOf(passkey, failure), release('unfinished-link')],
          newGeneration: true,
        },
      ),
    );
  });
});

describe('a session that has let go', () => {
  const dirty = { failure: replaced, identity, evidence: onDisk, maturity: 'held', evictedAt: since } as const;
  const idle = (linked: boolean | undefined, setsAside: boolean) =>
    stateAt(
      { phase: 'stopping', afterwards: { kind: 'idle', ...(linked === undefined ? {} : { linked }) }, setsAside },
      dirty,
    );
  const cleared = {
    evidence: {},
    identity: undefined,
    failure: undefined,
    maturity: 'new',
    found: undefined,
  } as const;

  test.each([
    ['says that WhatsApp may still list this device', true, false, { logoutUnconfirmed: true }],
    ['says nothing where WhatsApp has confirmed the logout', true, true, {}],
    ['says nothing where no phone had linked', false, false, {}],
    ['says nothing where nothing was to be logged out', undefined, false, {}],
  ] as const)('%s', (_, linked, loggedOut, more) => {
    const before = idle(linked, true);
    expect(step(before, { type: 'released', loggedOut }, moment)).toStrictEqual(
      stepTo(before, { phase: 'idle', ...more }, { changes: { ...cleared, evictedAt: undefined } }),
    );
  });

  test('still leaves a link to the program that took it, where its credentials were kept', () => {
    const before = idle(undefined, false);
    expect(step(before, { type: 'released', loggedOut: false }, moment)).toStrictEqual(
      stepTo(before, { phase: 'idle' }, { changes: cleared }),
    );
  });

  test('stops with its failure', () => {
    const before = stateAt({ phase: 'stopping', afterwards: { kind: 'stopped' }, setsAside: false }, dirty);
    expect(step(before, { type: 'released', loggedOut: false }, moment)).toStrictEqual(
      stepTo(before, { phase: 'stopped' }),
    );
  });

  test('opens the credentials at once, or after a pause, and shows no QR meanwhile', () => {
    const fresh = (delayMs: number) =>
      stateAt({ phase: 'stopping', afterwards: { kind: 'fresh', delayMs }, setsAside: true }, { qrShown: true });
    const event = { type: 'released', loggedOut: false } as const;
    const loading = { phase: 'connecting', step: 'loading' } as const;
    expect(step(fresh(0), event, moment)).toStrictEqual(
      stepTo(fresh(0), loading, { changes: { qrShown: false }, effects: [load] }),
    );
    expect(step(fresh(750), event, moment)).toStrictEqual(
      stepTo(fresh(750), { phase: 'connecting', step: 'waiting', retryAt: now + 750, load: true }, { wakeMs: 750 }),
    );
    const waiting = states['waiting to load'];
    expect(step(waiting, { type: 'wake', token: wakeToken }, moment)).toStrictEqual(
      stepTo(waiting, loading, { changes: { qrShown: false }, effects: [load] }),
    );
  });

  test('and cannot set its credentials aside stops, because the next attempt would pick them up', () => {
    const before = states['stopping to begin anew'];
    const failure: Failure = {
      at: now,
      cause: 'out-of-descriptors',
      confidence: 'certain',
      credentials: 'kept',
      retry: 'operator',
      place: '/data',
    };
    const error = { code: 'out-of-descriptors', place: '/data' } as const;
    expect(step(before, { type: 'release-failed', error }, moment)).toStrictEqual(
      stepTo(before, { phase: 'stopped' }, { changes: { failure }, effects: [recordOf(before, failure)] }),
    );
  });
});

describe('a crash inside', () => {
  const internal = (credentials: Failure['credentials']): Failure => ({
    at: now,
    cause: 'internal-error',
    confidence: 'certain',
    credentials,
    retry: 'operator',
  });

  test('stops a session that runs and keeps its credentials', () => {
    const { connected } = states;
    const failure = internal('kept');
    expect(step(connected, { type: 'crashed' }, moment)).toStrictEqual(
      stepTo(
        connected,
        { phase: 'stopping', afterwards: { kind: 'stopped' }, setsAside: false },
        {
          changes: { failure, evidence: onDisk },
          effects: [recordOf(connected, failure), release()],
          newGeneration: true,
        },
      ),
    );
  });

  test('while it stops ends it where it is', () => {
    const before = states['stopping to begin anew'];
    const failure = internal('none');
    expect(step(before, { type: 'crashed' }, moment)).toStrictEqual(
      stepTo(before, { phase: 'stopped' }, { changes: { failure }, effects: [recordOf(before, failure)] }),
    );
  });
});

describe('a restriction', () => {
  const restricted = carrying<State>(states.connected, { restriction });
  const told = { type: 'restriction', generation } as const;

  test.each<[string, State, Event, State['carried']['restriction']]>([
    ['is known from the moment it is told', states.connected, { ...told, restriction }, restriction],
    [
      'takes the place of another one',
      restricted,
      { ...told, restriction: { kind: 'reach-out', until: now } },
      { kind: 'reach-out', until: now },
    ],
    ['is lifted in any way', restricted, { ...told, restriction: null }, undefined],
    ['is lifted in its own way', restricted, { ...told, restriction: null, lifts: 'new-chats' }, undefined],
    ['holds where another one is lifted', restricted, { ...told, restriction: null, lifts: 'reach-out' }, restriction],
    ['that there is not is lifted', states.connected, { ...told, restriction: null, lifts: 'reach-out' }, undefined],
  ])('%s', (_, before, event, after) => {
    expect(step(before, event, moment)).toStrictEqual({ state: carrying(before, { restriction: after }), effects: [] });
  });

  test.each([
    ['lasts until the last moment', now + 1, { kind: 'reach-out', until: now + 1 }],
    ['ends with its clock', now, undefined],
    ['without a clock does not end by itself', undefined, { kind: 'reach-out' }],
  ] as const)('%s', (_, until, after) => {
    const before = carrying<State>(states.connected, {
      restriction: { kind: 'reach-out', ...(until === undefined ? {} : { until }) },
    });
    expect(step(before, { type: 'restriction-over' }, moment)).toStrictEqual({
      state: carrying(before, { restriction: after }),
      effects: [],
    });
  });
});
