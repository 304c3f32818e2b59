import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import { carrying } from '../../../../electron/pairing/machine/moves.ts';
import type { Event, State, Step } from '../../../../electron/pairing/machine/state.ts';
import type { Failure } from '../../../../shared/failure.ts';
import {
  generation,
  identity,
  liveClaim,
  liveCode,
  livePasskey,
  moment,
  now,
  paired,
  recordOf,
  release,
  stateAt,
  states,
  stepTo,
  typedCode,
} from '../../../support/machine-states.ts';

type Row = [what: string, before: State, event: Event, expected: Step];

const nextQr = { text: 'next', lifetimeMs: 20_000 } as const;
const shown = { text: 'next', issuedAt: now, expiresAt: now + 20_000 } as const;
const linkingCode = { text: 'JKLM-NPQR', lifetimeMs: 180_000 } as const;
const issued = { text: 'JKLM-NPQR', issuedAt: now, expiresAt: now + 180_000 } as const;
/** Five seconds of grace after the code. */
const codeWakeMs = 185_000;

describe('what is offered to a phone', () => {
  const tired = carrying(states.registering, { attempt: 3, renewed: true });
  const rows: Row[] = [
    [
      'the first QR ends a row of failed attempts',
      tired,
      { type: 'qr', generation, ...nextQr, rescan: false },
      stepTo(
        tired,
        { phase: 'awaiting-scan', qr: shown },
        {
          changes: { qrShown: true, attempt: 0, renewed: false },
          wakeMs: 25_000,
        },
      ),
    ],
    [
      'a QR says that it must be scanned again',
      states['awaiting a scan'],
      { type: 'qr', generation, ...nextQr, rescan: true },
      stepTo(states['awaiting a scan'], { phase: 'awaiting-scan', qr: { ...shown, rescan: true } }, { wakeMs: 25_000 }),
    ],
    [
      'a QR keeps the claim of a scan, whose time runs out first',
      states['awaiting a claimed scan'],
      { type: 'qr', generation, ...nextQr, rescan: false },
      stepTo(
        states['awaiting a claimed scan'],
        { phase: 'awaiting-scan', qr: shown, claim: liveClaim },
        { wakeMs: 15_000 },
      ),
    ],
    [
      'a code takes the place of a claimed scan',
      states['awaiting a claimed scan'],
      { type: 'code-issued', generation, ...linkingCode },
      stepTo(states['awaiting a claimed scan'], { phase: 'awaiting-code', code: issued }, { wakeMs: codeWakeMs }),
    ],
    [
      'a code takes the place of an earlier one that was typed',
      states['a typed code to type again'],
      { type: 'code-issued', generation, ...linkingCode },
      stepTo(states['a typed code to type again'], { phase: 'awaiting-code', code: issued }, { wakeMs: codeWakeMs }),
    ],
    [
      'a code that WhatsApp has refreshed says so',
      states['awaiting a code'],
      { type: 'code-refreshed', generation, ...linkingCode },
      stepTo(
        states['awaiting a code'],
        { phase: 'awaiting-code', code: { ...issued, refreshed: true } },
        {
          wakeMs: codeWakeMs,
        },
      ),
    ],
    [
      'a typed code is waited for a minute',
      states['awaiting a code'],
      { type: 'code-typed', generation },
      stepTo(
        states['awaiting a code'],
        { phase: 'awaiting-code', code: { ...liveCode, typedAt: now } },
        {
          wakeMs: 60_000,
        },
      ),
    ],
    [
      'a passkey request takes the place of the code',
      states['a typed code'],
      { type: 'passkey-request', generation, lifetimeMs: 300_000 },
      stepTo(
        states['a typed code'],
        { phase: 'awaiting-passkey', passkey: { expiresAt: now + 300_000 } },
        {
          wakeMs: 305_000,
        },
      ),
    ],
    [
      'a code to compare keeps the time of the passkey request',
      states['awaiting a passkey'],
      { type: 'passkey-code', generation, text: 'WXYZ-1234' },
      stepTo(
        states['awaiting a passkey'],
        { phase: 'awaiting-passkey', passkey: { ...livePasskey, confirmationCode: 'WXYZ-1234' } },
        { wakeMs: 245_000 },
      ),
    ],
  ];
  test.each(rows)('%s', (_, before, event, expected) => {
    expect(step(before, event, moment)).toStrictEqual(expected);
  });

  test('a code to compare that comes after the passkey’s time is given its grace', () => {
    const late = stateAt({ phase: 'awaiting-passkey', passkey: { expiresAt: now - 1_000 } });
    const { effects } = step(late, { type: 'passkey-code', generation, text: 'WXYZ-1234' }, moment);
    expect(effects).toEqual([{ type: 'wake', token: late.wakeToken + 1, afterMs: 5_000 }]);
  });

  test('a typed code whose answer says that tries are left may be typed again, and nothing else changes', () => {
    const before = states['a typed code'];
    expect(step(before, { type: 'code-answered', generation, triesLeft: 1 }, moment)).toStrictEqual({
      state: { ...before, again: true },
      effects: [],
    });
  });
});

describe('a wake-up under a code', () => {
  const wake = { type: 'wake', token: states['a typed code'].wakeToken } as const;

  test('shows a mistyped code again while it lives', () => {
    const before = states['a typed code to type again'];
    expect(step(before, wake, moment)).toStrictEqual(
      stepTo(before, { phase: 'awaiting-code', code: { ...liveCode, mistyped: true } }, { wakeMs: 125_000 }),
    );
  });

  test.each([
    ['that was never typed has expired', liveCode, undefined, 'code-expired'],
    ['that was typed was not answered', typedCode, undefined, 'code-finish-unanswered'],
    ['that was mistyped was not typed again', { ...liveCode, mistyped: true }, undefined, 'code-finish-unanswered'],
    [
      'that may be typed again is over in this moment',
      { ...typedCode, expiresAt: now },
      true,
      'code-finish-unanswered',
    ],
  ] as const)('says that a code %s', (_, code, again, cause) => {
    const before = stateAt({ phase: 'awaiting-code', code, ...(again && { again }) }, { qrShown: true });
    const { state } = step(before, wake, moment);
    expect(state.phase).toBe('stopping');
    expect(state.carried.failure?.cause).toBe(cause);
  });
});

describe('the signature of a phone', () => {
  const success = { type: 'pair-success', generation, classification: paired } as const;
  const verified = { 'account-verified': now };
  const pairing = { phase: 'pairing', saved: false, closed: false } as const;
  const note = { type: 'note-pairing' } as const;
  const save = { type: 'save' } as const;

  test('is noted and saved, and takes an earlier failure away', () => {
    const failure: Failure = {
      at: 1,
      cause: 'silent-scan',
      confidence: 'unclear',
      credentials: 'none',
      retry: 'fresh-qr',
    };
    const before = carrying(states['awaiting a scan'], { failure, maturity: 'probation' });
    expect(step(before, success, moment)).toStrictEqual(
      stepTo(before, pairing, {
        changes: { evidence: verified, identity, maturity: 'new', uncounted: true, failure: undefined },
        effects: [note, save],
        wakeMs: 2_000,
      }),
    );
  });

  test('of another number than the expected one is recorded before it is saved', () => {
    const before = carrying(states['awaiting a scan'], { expectedNumber: '972507654321' });
    const failure: Failure = {
      at: now,
      cause: 'wrong-number',
      confidence: 'certain',
      credentials: 'none',
      retry: 'operator',
    };
    const told = recordOf(carrying(before, { evidence: verified }), failure);
    expect(step(before, success, moment)).toStrictEqual(
      stepTo(before, pairing, {
        changes: { evidence: verified, identity, maturity: 'new', uncounted: true, failure },
        effects: [told, note, save],
        wakeMs: 2_000,
      }),
    );
  });

  test('without a proven account is no link: the round is over', () => {
    const before = states['awaiting a scan'];
    const failure: Failure = {
      at: now,
      cause: 'open-without-account',
      confidence: 'certain',
      credentials: 'none',
      retry: 'fresh-qr',
    };
    const half = { ...success, classification: { kind: 'half-paired' } } as const;
    expect(step(before, half, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'fresh', delayMs: 0 }, setsAside: false },
        {
          changes: { failure, roundsLeft: 4 },
          effects: [recordOf(before, failure), release()],
          newGeneration: true,
        },
      ),
    );
  });
});
