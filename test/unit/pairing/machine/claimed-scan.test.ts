import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import type { State } from '../../../../electron/pairing/machine/state.ts';
import type { Failure } from '../../../../shared/failure.ts';
import type { ScanClaim } from '../../../../shared/session.ts';
import {
  generation,
  liveClaim,
  liveQr,
  moment,
  now,
  recordOf,
  stateAt,
  states,
  stepTo,
  wakeToken,
} from '../../../support/machine-states.ts';

const unclaimed = states['awaiting a scan'];
const claimed = states['awaiting a claimed scan'];

describe('a scan', () => {
  test('that the operator claims has 20 s', () => {
    const claim = { at: now, by: 'operator', until: now + 20_000 } as const;
    expect(step(unclaimed, { type: 'scan-claimed' }, moment)).toStrictEqual(
      stepTo(unclaimed, { phase: 'awaiting-scan', qr: liveQr, claim }, { wakeMs: 20_000 }),
    );
  });

  test('that only WhatsApp reports has as long', () => {
    const claim = { at: now, by: 'whatsapp', until: now + 20_000 } as const;
    expect(step(unclaimed, { type: 'scan-heard', generation }, moment)).toStrictEqual(
      stepTo(unclaimed, { phase: 'awaiting-scan', qr: liveQr, claim }, { wakeMs: 20_000 }),
    );
  });

  test('that WhatsApp confirms keeps its time', () => {
    const claim = { ...liveClaim, by: 'whatsapp' } as const;
    expect(step(claimed, { type: 'scan-heard', generation }, moment)).toStrictEqual(
      stepTo(claimed, { phase: 'awaiting-scan', qr: liveQr, claim }, { wakeMs: 15_000 }),
    );
  });

  test('is waited for no longer than its code lives, with 5 s of grace', () => {
    const dying = stateAt({ phase: 'awaiting-scan', qr: { ...liveQr, expiresAt: now + 2_000 } });
    expect(step(dying, { type: 'scan-claimed' }, moment).effects).toStrictEqual([
      { type: 'wake', token: wakeToken + 1, afterMs: 7_000 },
    ]);
    const dead = stateAt({ phase: 'awaiting-scan', qr: { ...liveQr, expiresAt: now - 6_000 } });
    expect(step(dead, { type: 'scan-claimed' }, moment).effects).toStrictEqual([
      { type: 'wake', token: wakeToken + 1, afterMs: 0 },
    ]);
  });
});

describe('a claimed scan that comes to nothing', () => {
  const failure: Failure = {
    at: now,
    cause: 'silent-scan',
    confidence: 'unclear',
    suspects: ['phone-offline', 'scan-not-taken', 'account-restricted', 'client-outdated'],
    credentials: 'none',
    retry: 'fresh-qr',
  };
  const endsNow = { ...liveClaim, until: now } as const;
  const silent = (before: State, claim: ScanClaim) =>
    stepTo(
      before,
      { phase: 'awaiting-scan', qr: liveQr },
      {
        changes: { failure },
        effects: [recordOf(before, failure, { claim })],
        wakeMs: 25_000,
      },
    );

  test('as the phone says leaves the code on screen', () => {
    expect(step(claimed, { type: 'scan-failed' }, moment)).toStrictEqual(silent(claimed, liveClaim));
  });

  test('in its time does the same', () => {
    const before = stateAt({ phase: 'awaiting-scan', qr: liveQr, claim: endsNow }, { qrShown: true });
    expect(step(before, { type: 'wake', token: wakeToken }, moment)).toStrictEqual(silent(before, endsNow));
  });

  test('because the codes have run out is the end of the round', () => {
    const { state } = step(claimed, { type: 'wake', token: wakeToken }, moment);
    expect(state.phase).toBe('stopping');
    expect(state.carried.failure).toStrictEqual(failure);
  });
});
