import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import { type Changes, carrying } from '../../../../electron/pairing/machine/moves.ts';
import type { State } from '../../../../electron/pairing/machine/state.ts';
import type { ConnectionEnd } from '../../../../electron/pairing/ports.ts';
import {
  failure,
  generation,
  liveClaim,
  liveQr,
  moment,
  now,
  recordOf,
  release,
  stateAt,
  states,
  stepTo,
} from '../../../support/machine-states.ts';

const closed: ConnectionEnd = { by: 'library', statusCode: 428, message: 'closed' };
const refs: ConnectionEnd = { by: 'console', why: 'codes-used-up' };
const refused: ConnectionEnd = { by: 'library', statusCode: 401, message: 'no' };

const { connected, registering, pairing, verifying } = states;

describe('credentials that lead nowhere', () => {
  const told = failure('login-refused', {
    credentials: 'quarantined',
    retry: 'fresh-qr',
    statusCode: 401,
    detail: 'no',
  });
  const nothing: Changes = { evidence: {}, identity: undefined, maturity: 'new' };
  const restriction = { kind: 'new-chats' } as const;

  test('are set aside with all that was known of their link, and a fresh QR follows', () => {
    const before = carrying(connected, { restriction });
    expect(step(before, { type: 'end', generation, end: refused }, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'fresh', delayMs: 0 }, setsAside: true },
        {
          changes: { ...nothing, restriction: undefined, failure: told, roundsLeft: 4, found: undefined },
          effects: [recordOf(before, told), release('login-refused')],
          newGeneration: true,
        },
      ),
    );
  });

  test('of a first login say so', () => {
    const { state } = step(verifying, { type: 'end', generation, end: refused }, moment);
    expect(state.carried.failure?.cause).toBe('first-login-refused');
  });

  test('are set aside in the last round too, and then the operator must act', () => {
    const before = carrying(connected, { roundsLeft: 1 });
    const last = { ...told, retry: 'operator' } as const;
    expect(step(before, { type: 'end', generation, end: refused }, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'stopped' }, setsAside: true },
        {
          changes: { ...nothing, failure: last, roundsLeft: 0, found: undefined },
          effects: [recordOf(before, last), release('login-refused')],
          newGeneration: true,
        },
      ),
    );
  });

  test.each([
    ['an unused QR', states['awaiting a scan'], 'qr-expired', {}],
    ['a registration without codes', registering, 'qr-expired', {}],
    [
      'a claimed scan',
      stateAt({ phase: 'awaiting-scan', qr: liveQr, claim: liveClaim }, { qrShown: true }),
      'silent-scan',
      { claim: liveClaim },
    ],
  ] as const)('have nothing to set aside after %s', (_, state, cause, more) => {
    const before = carrying<State>(state, { restriction });
    const last = failure(cause, {
      credentials: 'none',
      retry: 'fresh-qr',
      ...(cause === 'silent-scan' && {
        confidence: 'unclear',
        suspects: ['phone-offline', 'scan-not-taken', 'account-restricted', 'client-outdated'],
      }),
    });
    expect(step(before, { type: 'end', generation, end: refs }, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'fresh', delayMs: 0 }, setsAside: false },
        {
          changes: { failure: last, roundsLeft: 4 },
          effects: [recordOf(before, last, more), release()],
          newGeneration: true,
        },
      ),
    );
  });

  test.each([
    ['the first', 5, now - 5_000, 750],
    ['the third', 3, now - 5_000, 3_000],
    ['one that lasted', 3, now - 5_001, 0],
  ])('are not followed at once where the round ended as it began: %s', (_, roundsLeft, began, delayMs) => {
    const before = { ...carrying(states['awaiting a scan'], { roundsLeft }), since: began };
    expect(step(before, { type: 'end', generation, end: refs }, moment).state).toMatchObject({
      afterwards: { kind: 'fresh', delayMs },
    });
  });

  test('are those of a scan that the phone confirmed and WhatsApp took back', () => {
    const { state } = step(pairing, { type: 'end', generation, end: refused }, moment);
    expect(state.carried.failure).toStrictEqual(
      failure('rejected-after-scan', {
        confidence: 'likely',
        credentials: 'quarantined',
        retry: 'fresh-qr',
        statusCode: 401,
        detail: 'no',
      }),
    );
  });

  test('under a linking code are set aside as an unfinished link', () => {
    const before = states['awaiting a code'];
    const { state, effects } = step(before, { type: 'end', generation, end: closed }, moment);
    expect(state).toMatchObject({ phase: 'stopping', afterwards: { kind: 'fresh' }, setsAside: true });
    expect(effects.at(-1)).toStrictEqual(release('unfinished-link'));
  });
});
