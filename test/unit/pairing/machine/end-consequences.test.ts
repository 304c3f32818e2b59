import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import { type Changes, carrying } from '../../../../electron/pairing/machine/moves.ts';
import type { Effect, State, Step } from '../../../../electron/pairing/machine/state.ts';
import type { ConnectionEnd } from '../../../../electron/pairing/ports.ts';
import type { Failure } from '../../../../shared/failure.ts';
import {
  connect,
  dialed,
  failure,
  generation,
  moment,
  now,
  onDisk,
  recordOf,
  release,
  since,
  stateAt,
  states,
  stepTo,
} from '../../../support/machine-states.ts';

type Row = [what: string, before: State, end: ConnectionEnd, expected: Step];

const restart: ConnectionEnd = { by: 'library', statusCode: 515, message: 'restart' };
const outdated: ConnectionEnd = { by: 'library', statusCode: 405, message: 'outdated' };
const closed: ConnectionEnd = { by: 'library', statusCode: 428, message: 'closed' };
const odd: ConnectionEnd = { by: 'library', statusCode: 463, message: 'odd' };
const noHost: ConnectionEnd = { by: 'library', message: 'no host', systemCode: 'ENOTFOUND' };
const deaf: ConnectionEnd = { by: 'console', why: 'link-deaf' };
const refusal = (statusCode: number): ConnectionEnd => ({ by: 'library', statusCode, message: 'no' });

const hangUp: Effect = { type: 'hang-up' };
const reconnecting = { phase: 'reconnecting', step: 'dialing' } as const;
const connecting = { phase: 'connecting', step: 'dialing' } as const;

/** Another attempt after a pause, with the credentials that are on disk. */
function comesBack(before: State, told: Failure, delayMs: number, changes: Changes = {}): Step {
  const stage =
    before.carried.evidence['credentials-saved'] === undefined
      ? ({ phase: 'connecting', step: 'waiting', retryAt: now + delayMs, load: false } as const)
      : ({ phase: 'reconnecting', step: 'waiting', retryAt: now + delayMs } as const);
  const evidence = before.carried.evidence['credentials-saved'] === undefined ? {} : onDisk;
  return stepTo(before, stage, {
    changes: { attempt: before.carried.attempt + 1, failure: told, evidence, ...changes },
    effects: [recordOf(before, told), hangUp],
    wakeMs: delayMs,
    newGeneration: true,
  });
}

/** A new socket at once. */
function dials(
  before: State,
  stage: typeof reconnecting | typeof connecting,
  changes: Changes,
  effects: Effect[],
): Step {
  return stepTo(before, stage, { changes, effects, newGeneration: true });
}

/** The operator must act; the credentials stay where they are. */
function stops(before: State, told: Failure, changes: Changes = {}, reason?: string): Step {
  return stepTo(
    before,
    { phase: 'stopping', afterwards: { kind: 'stopped' }, setsAside: reason !== undefined },
    {
      changes: { failure: told, ...changes },
      effects: [recordOf(before, told), release(reason)],
      newGeneration: true,
    },
  );
}

const { connected, registering, pairing, verifying } = states;

describe('WhatsApp’s request for a restart', () => {
  test('gets a new socket at once where a link stands', () => {
    const before = states['connected, stable'];
    expect(step(before, { type: 'end', generation, end: restart }, moment)).toStrictEqual(
      dials(before, reconnecting, { attempt: 1, evidence: onDisk }, [connect]),
    );
  });

  test('waits for the disk where a link is being saved', () => {
    expect(step(pairing, { type: 'end', generation, end: restart }, moment)).toStrictEqual(
      stepTo(pairing, { phase: 'pairing', saved: false, closed: true }, { wakeMs: 2_000 }),
    );
  });

  test('is followed by the first login once the link is saved', () => {
    const before = states['pairing, saved'];
    expect(step(before, { type: 'end', generation, end: restart }, moment)).toStrictEqual(
      stepTo(before, { phase: 'restarting' }, { effects: [connect], newGeneration: true }),
    );
  });

  test('before the first login is accepted restarts once more', () => {
    expect(step(verifying, { type: 'end', generation, end: restart }, moment)).toStrictEqual(
      stepTo(
        verifying,
        { phase: 'restarting' },
        {
          changes: { attempt: 1, evidence: onDisk },
          effects: [connect],
          newGeneration: true,
        },
      ),
    );
  });

  test.each([
    ['again', carrying(connected, { attempt: 1 }), 1_500, 'kept'],
    ['before any link', registering, 750, 'none'],
  ] as const)('%s is a fault like another', (_, before, delayMs, credentials) => {
    const told = failure('server-unavailable', {
      confidence: 'likely',
      credentials,
      statusCode: 515,
      detail: 'restart',
    });
    expect(step(before, { type: 'end', generation, end: restart }, moment)).toStrictEqual(
      comesBack(before, told, delayMs, { repeats: 0 }),
    );
  });
});

describe('an outdated client', () => {
  const told = failure('client-outdated', { statusCode: 405, detail: 'outdated' });
  const renewing: Effect = { type: 'connect', generation: generation + 1, renew: true };

  test.each([
    ['a link that stands', connected, reconnecting, told, onDisk],
    ['a registration', registering, connecting, { ...told, credentials: 'none' } as const, {}],
    ['a code on screen', states['awaiting a scan'], connecting, { ...told, credentials: 'none' } as const, {}],
  ])('is renewed once, at once, for %s', (_, before, stage, first, evidence) => {
    expect(step(before, { type: 'end', generation, end: outdated }, moment)).toStrictEqual(
      dials(before, stage, { failure: first, renewed: true, evidence }, [recordOf(before, first), renewing]),
    );
  });

  test.each([
    ['that was renewed already', carrying(connected, { renewed: true }), undefined, 'kept', onDisk],
    ['while a link is saved', pairing, undefined, 'none', { 'account-verified': since }],
    ['under a linking code', states['awaiting a code'], 'unfinished-link', 'none', {}],
    ['under a passkey request', states['awaiting a passkey'], 'unfinished-link', 'none', {}],
  ] as const)('%s stops the session', (_, before, reason, credentials, evidence) => {
    const last = { ...told, credentials, retry: 'operator' } as const;
    expect(step(before, { type: 'end', generation, end: outdated }, moment)).toStrictEqual(
      stops(before, last, { evidence }, reason),
    );
  });
});

describe('an end that only the operator can follow', () => {
  const restriction = { kind: 'new-chats' } as const;
  const before = carrying(connected, { restriction });
  const locked = failure('account-locked', { retry: 'operator', statusCode: 403, detail: 'no' });
  const replaced = failure('replaced', { retry: 'operator', statusCode: 440, detail: 'no' });
  const banned = failure('temporarily-banned', { retry: 'operator', statusCode: 402, detail: 'no' });
  const until = now + 60_000;
  const expire = { by: 'library', statusCode: 402, message: 'no', data: { expire: '60' } } as const;
  const rows: Row[] = [
    [
      'a locked account voids the proof and keeps the credentials',
      before,
      refusal(403),
      stops(before, locked, { evidence: {} }),
    ],
    [
      'a link that another program took is left to it',
      before,
      refusal(440),
      stops(before, replaced, { evidence: onDisk, evictedAt: now }),
    ],
    [
      'a ban without an end is a restriction without one',
      before,
      refusal(402),
      stops(before, banned, { evidence: {}, restriction: { kind: 'temporary-ban' } }),
    ],
    [
      'a ban lasts as long as WhatsApp says',
      before,
      expire,
      stops(
        before,
        { ...banned, detail: 'no (expire=60)', blockedUntil: until },
        { evidence: {}, restriction: { kind: 'temporary-ban', until } },
      ),
    ],
    [
      'WhatsApp’s own words are kept',
      before,
      { by: 'library', statusCode: 403, message: 'no', said: { title: 'Locked' } },
      stops(before, { ...locked, said: { title: 'Locked' } }, { evidence: {} }),
    ],
  ];
  test.each(rows)('%s', (_, state, end, expected) => {
    expect(step(state, { type: 'end', generation, end }, moment)).toStrictEqual(expected);
  });
});

describe('an end whose credentials still hold', () => {
  const lost = failure('connection-lost', { statusCode: 428, detail: 'closed' });
  const unlinkedLost = { ...lost, credentials: 'none' } as const;
  const dns = failure('dns-failed', { detail: 'no host (system=ENOTFOUND)' });
  const unknown = failure('unknown', { confidence: 'unclear', statusCode: 463, detail: 'odd' });
  const unavailable = failure('server-unavailable', { credentials: 'none', statusCode: 503, detail: 'no' });
  const seventh = carrying(registering, { attempt: 6 });
  const eighth = carrying(registering, { attempt: 7 });
  const linkedLong = carrying(connected, { attempt: 29 });
  const rows: Row[] = [
    ['of a link is followed by a first short pause', connected, closed, comesBack(connected, lost, 750)],
    ['of a first login keeps what is on disk', verifying, closed, comesBack(verifying, lost, 750)],
    ['before any QR may come seven times', seventh, closed, comesBack(seventh, unlinkedLost, 45_000)],
    [
      'before any QR stops at the eighth time, and is told as what it says: no code was offered',
      eighth,
      closed,
      stops(eighth, {
        ...unlinkedLost,
        cause: 'no-code-offered',
        confidence: 'unclear',
        suspects: ['client-outdated', 'account-restricted', 'workstation-network'],
        retry: 'operator',
      }),
    ],
    [
      'before any QR that names its cause keeps it at the eighth time',
      eighth,
      noHost,
      stops(eighth, { ...dns, credentials: 'none', retry: 'operator' }),
    ],
    ['of a link may come any number of times', linkedLong, closed, comesBack(linkedLong, lost, 45_000)],
    [
      'that is unknown may come to a link 29 times',
      carrying(connected, { attempt: 28 }),
      odd,
      comesBack(carrying(connected, { attempt: 28 }), unknown, 45_000),
    ],
    [
      'that is unknown stops a link at the thirtieth time',
      linkedLong,
      odd,
      stops(linkedLong, { ...unknown, retry: 'operator' }, { evidence: onDisk }),
    ],
    [
      'of the socket that paired waits for the disk',
      pairing,
      refusal(503),
      stepTo(
        pairing,
        { phase: 'pairing', saved: false, closed: true },
        {
          changes: { failure: unavailable },
          effects: [recordOf(pairing, unavailable), hangUp],
          wakeMs: 2_000,
        },
      ),
    ],
  ];
  test.each(rows)('%s', (_, before, end, expected) => {
    expect(step(before, { type: 'end', generation, end }, moment)).toStrictEqual(expected);
  });
});

describe('a link that goes deaf', () => {
  const told = failure('link-deaf', { confidence: 'likely' });

  test('gets a new socket at once', () => {
    expect(step(connected, { type: 'end', generation, end: deaf }, moment)).toStrictEqual(
      dials(connected, reconnecting, { attempt: 1, repeats: 1, failure: told, evidence: onDisk }, [
        recordOf(connected, told),
        hangUp,
        connect,
      ]),
    );
  });

  test.each([
    ['a short time', states['connected, stable'], since, 3, 15_000],
    ['not quite a quarter of an hour', states['connected, stable'], now - 15 * 60_000 + 1, 3, 15_000],
    ['no time: it has been reconnecting', states['reconnecting, settling'], now - 20 * 60_000, 3, 15_000],
  ] as const)('a third time, and has served %s, is left longer', (_, name, began, repeats, delayMs) => {
    const before = { ...carrying<State>(name, { repeats: 2 }), since: began };
    const expected = comesBack(before, told, delayMs, { repeats });
    expect(step(before, { type: 'end', generation, end: deaf }, moment).state).toStrictEqual({
      ...expected.state,
      since: before.phase === 'reconnecting' ? began : now,
    });
  });

  test('after it has served a quarter of an hour begins the row anew', () => {
    const before = { ...carrying<State>(connected, { repeats: 7 }), since: now - 15 * 60_000 };
    expect(step(before, { type: 'end', generation, end: deaf }, moment).state.carried.repeats).toBe(1);
  });
});

describe('storage that fails', () => {
  const denied = { code: 'storage-denied', place: '/data' } as const;
  const full = { code: 'storage-full', place: '/data' } as const;
  const none = { code: 'out-of-descriptors', place: '/data' } as const;

  test('stops a link, whose credentials stay as they are', () => {
    const told = failure('storage-denied', { retry: 'operator', place: '/data' });
    expect(step(connected, { type: 'storage-fault', error: denied }, moment)).toStrictEqual(
      stops(connected, told, { evidence: onDisk }),
    );
  });

  const reopened = (before: State, delayMs: number, changes: object, effects: Effect[]) =>
    stepTo(
      before,
      { phase: 'stopping', afterwards: { kind: 'fresh', delayMs }, setsAside: false },
      { changes: { evidence: {}, ...changes }, effects: [...effects, release()], newGeneration: true },
    );

  test('for want of descriptors opens the credentials again after a pause', () => {
    const told = failure('out-of-descriptors', { place: '/data' });
    const event = { type: 'storage-fault', error: none } as const;
    expect(step(connected, event, moment)).toStrictEqual(
      reopened(connected, 750, { attempt: 1, failure: told }, [recordOf(connected, told)]),
    );
    // It is recorded once.
    const again = carrying<State>(connected, { failure: told, attempt: 1 });
    expect(step(again, event, moment)).toStrictEqual(reopened(again, 1_500, { attempt: 2, failure: told }, []));
  });

  test('for want of room opens them again, in pauses that grow although each login was accepted', () => {
    const told = failure('storage-full', { place: '/data' });
    const event = { type: 'storage-fault', error: full } as const;
    expect(step(connected, event, moment)).toStrictEqual(
      reopened(connected, 750, { attempt: 1, repeats: 1, failure: told }, [recordOf(connected, told)]),
    );
    const again = carrying<State>(connected, { repeats: 3 });
    expect(step(again, event, moment)).toStrictEqual(
      reopened(again, 6_000, { attempt: 1, repeats: 4, failure: told }, [recordOf(again, told)]),
    );
  });
});

test('a socket that dials keeps what the disk proves', () => {
  const before = stateAt({ phase: 'reconnecting', step: 'dialing' }, { evidence: dialed });
  const { state } = step(before, { type: 'end', generation, end: closed }, moment);
  expect(state.carried.evidence).toStrictEqual(onDisk);
});
