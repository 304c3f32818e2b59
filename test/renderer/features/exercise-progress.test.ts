import { expect, it } from 'vitest';

import { lookAt, type Pasts } from '../../../renderer/features/practice/exercise-progress.ts';
import type { PracticeState } from '../../../shared/practice.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';

const evidence = { 'account-verified': 1, 'credentials-saved': 2, 'new-socket': 3, 'login-accepted': 4 };
const connected: SessionSnapshot = { phase: 'connected', since: 0, evidence: { ...evidence, 'keys-at-server': 5 } };
const waiting: SessionSnapshot = { phase: 'awaiting-scan', since: 0, evidence: {} };
const failed = (cause: NonNullable<SessionSnapshot['failure']>['cause']): SessionSnapshot => ({
  ...waiting,
  failure: { at: 0, cause, credentials: 'quarantined', retry: 'fresh-qr' },
});
const passkey: SessionSnapshot = { ...waiting, phase: 'awaiting-passkey', passkey: { expiresAt: 9 } };
const wrong: SessionSnapshot = {
  ...connected,
  phase: 'awaiting-acceptance',
  wrongNumber: { expected: '•17', linked: '•23' },
};

/** What one tenant's sessions show, one look after the other. */
function practise(...sessions: readonly SessionSnapshot[]): readonly string[] {
  let pasts: Pasts = new Map();
  const done = new Set<string>();
  for (const session of sessions) {
    const seen = lookAt([{ id: 'shop', session }], undefined, pasts);
    for (const exercise of seen.done) done.add(exercise);
    pasts = seen.pasts;
  }
  return [...done];
}

it.each([
  ['a link with proof', [waiting, connected], ['link']],
  ['a login without keys at the server', [{ ...connected, evidence }], []],
  ['a phone that refuses', [waiting, failed('rejected-after-scan')], ['refuse']],
  ['a wrong number without a decision', [wrong], []],
  ['a wrong number that was accepted', [wrong, connected], ['link', 'wrong-number']],
  ['a wrong number that was refused', [wrong, waiting], ['wrong-number']],
  [
    'a passkey that led to a link',
    [passkey, { ...waiting, phase: 'pairing' as const }, connected],
    ['link', 'passkey'],
  ],
  ['a passkey that led to none', [passkey, waiting], []],
  ['a link that the phone has ended', [connected, failed('device-removed')], ['link', 'unlink']],
  ['a failure without a link before it', [failed('device-removed')], []],
])('ticks for %s', (_what, sessions, ticks) => {
  expect(practise(...sessions)).toEqual(ticks);
});

it('ticks for an expired code by what the phone says', () => {
  const scan = (outcome: NonNullable<PracticeState['lastScan']>['outcome']) => ({ outcome, at: 0 });
  expect(lookAt([], scan('ref-expired'), new Map()).done).toEqual(['expired']);
  expect(lookAt([], scan('linked'), new Map()).done).toEqual([]);
});
