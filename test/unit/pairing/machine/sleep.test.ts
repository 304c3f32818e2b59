import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import type { Stage, State } from '../../../../electron/pairing/machine/state.ts';
import {
  connect,
  liveCode,
  liveQr,
  loggedIn,
  moment,
  now,
  onDisk,
  stateAt,
  states,
  stepTo,
  usable,
} from '../../../support/machine-states.ts';

const slept = { type: 'slept' } as const;
const asleep = (stage: Stage, began = now - 60_000): State => ({
  ...stateAt(stage, { evidence: usable }),
  since: began,
});
const settling = (until: number) =>
  ({ phase: 'verifying', step: 'settling', settling: { since: 0, until }, opened: false, first: true }) as const;

describe('a sleep', () => {
  test.each([
    ['a link that was made since', asleep({ phase: 'connected', probationEndsAt: undefined }, now - 29_999)],
    ['a link with another number that was made since', asleep({ phase: 'awaiting-acceptance' }, now - 29_999)],
    ['a QR that lives', stateAt({ phase: 'awaiting-scan', qr: { ...liveQr, expiresAt: now + 1 } })],
    ['a code that lives', stateAt({ phase: 'awaiting-code', code: { ...liveCode, expiresAt: now + 1 } })],
    ['a passkey request that lives', stateAt({ phase: 'awaiting-passkey', passkey: { expiresAt: now + 1 } })],
    ['a login whose queries have time', stateAt(settling(now + 1), { evidence: loggedIn })],
    ['a registration', states.registering],
    ['a pairing', states.pairing],
    ['a restart', states.restarting],
    ['a stopped session', states.stopped],
  ])('leaves %s alone', (_, before) => {
    expect(step(before, slept, moment)).toStrictEqual({ state: before, effects: [] });
  });

  test.each([
    ['a link', asleep({ phase: 'connected', probationEndsAt: undefined }, now - 30_000)],
    ['a link with another number', asleep({ phase: 'awaiting-acceptance' }, now - 30_000)],
    ['a login whose queries have had their time', stateAt(settling(now), { evidence: loggedIn })],
  ])('gives %s a new socket at once', (_, before) => {
    expect(step(before, slept, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'reconnecting', step: 'dialing' },
        {
          changes: { evidence: onDisk },
          effects: [connect],
          newGeneration: true,
        },
      ),
    );
  });

  test.each([
    ['a QR', stateAt({ phase: 'awaiting-scan', qr: { ...liveQr, expiresAt: now } }), 'qr-expired'],
    ['a code', stateAt({ phase: 'awaiting-code', code: { ...liveCode, expiresAt: now } }), 'code-expired'],
    ['a passkey request', stateAt({ phase: 'awaiting-passkey', passkey: { expiresAt: now } }), 'passkey-expired'],
  ] as const)('ends %s that died meanwhile', (_, before, cause) => {
    const { state } = step(before, slept, moment);
    expect(state.phase).toBe('stopping');
    expect(state.carried.failure).toStrictEqual({
      at: now,
      cause,
      confidence: 'certain',
      credentials: 'none',
      retry: 'fresh-qr',
    });
  });
});
