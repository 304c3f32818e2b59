import { expect, it } from 'vitest';

import { lookAt, type Seen } from '../../../renderer/features/practice/exercise-progress.ts';
import type { PracticeState } from '../../../shared/practice.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';

const evidence = { 'account-verified': 1, 'credentials-saved': 2, 'new-socket': 3, 'login-accepted': 4 };
const connected: SessionSnapshot = { phase: 'connected', since: 0, evidence: { ...evidence, 'keys-at-server': 5 } };
const waiting: SessionSnapshot = { phase: 'awaiting-scan', since: 0, evidence: {} };
const failed = (cause: NonNullable<SessionSnapshot['failure']>['cause'], at = 0): SessionSnapshot => ({
  ...waiting,
  failure: { at, cause, credentials: 'quarantined', retry: 'fresh-qr' },
});
const reconnecting: SessionSnapshot = {
  phase: 'reconnecting',
  since: 0,
  evidence: { 'account-verified': 1, 'credentials-saved': 2 },
};
const passkey: SessionSnapshot = { ...waiting, phase: 'awaiting-passkey', passkey: { expiresAt: 9 } };
const wrong: SessionSnapshot = {
  ...connected,
  phase: 'awaiting-acceptance',
  wrongNumber: { expected: '•17', linked: '•23' },
};

/** What one tenant's sessions show, one look after the other. */
function practise(...sessions: readonly SessionSnapshot[]): readonly string[] {
  let seen: Seen | undefined;
  const done = new Set<string>();
  for (const session of sessions) {
    const look = lookAt([{ id: 'shop', session }], undefined, seen);
    for (const exercise of look.done) done.add(exercise);
    seen = look.seen;
  }
  return [...done];
}

it.each([
  ['a link with proof', [waiting, connected], ['link']],
  ['a login without keys at the server', [{ ...connected, evidence }], []],
  ['a phone that refuses', [waiting, failed('rejected-after-scan')], ['refuse']],
  ['a wrong number without a decision', [wrong], []],
  ['a wrong number that was accepted', [waiting, wrong, connected], ['link', 'wrong-number']],
  ['a wrong number that was refused', [wrong, waiting], ['wrong-number']],
  [
    'a passkey that led to a link',
    [passkey, { ...waiting, phase: 'pairing' as const }, connected],
    ['link', 'passkey'],
  ],
  ['a passkey that led to none', [passkey, waiting], []],
  ['a link that the phone has ended', [waiting, connected, failed('device-removed')], ['link', 'unlink']],
  ['a failure without a link before it', [waiting, failed('device-removed')], []],
  ['a link that was there before', [connected, connected], []],
  ['a link that comes back', [connected, reconnecting, connected], []],
  ['a link that was being let in before', [reconnecting, connected], []],
  ['a refusal that was there before', [failed('rejected-after-scan'), failed('rejected-after-scan')], []],
  ['a second refusal', [failed('rejected-after-scan'), failed('rejected-after-scan', 1)], ['refuse']],
  [
    'one unlinking, once',
    [connected, failed('device-removed'), failed('rejected-after-scan', 1)],
    ['unlink', 'refuse'],
  ],
])('ticks for %s', (_what, sessions, ticks) => {
  expect(practise(...sessions)).toEqual(ticks);
});

it('ticks for an expired code by what the phone says, and not by what it had said before', () => {
  const scan = (outcome: NonNullable<PracticeState['lastScan']>['outcome'], at: number) => ({ outcome, at });
  const first = lookAt([], scan('ref-expired', 0), undefined);
  expect(first.done).toEqual([]);
  expect(lookAt([], scan('ref-expired', 0), first.seen).done).toEqual([]);
  expect(lookAt([], scan('linked', 1), first.seen).done).toEqual([]);
  expect(lookAt([], scan('ref-expired', 1), first.seen).done).toEqual(['expired']);
});
