import { expect, test } from 'vitest';

import type { Changes } from '../../../../electron/pairing/machine/moves.ts';
import { snapshotOf } from '../../../../electron/pairing/machine/snapshot.ts';
import type { Failure } from '../../../../shared/failure.ts';
import type { SessionSnapshot } from '../../../../shared/session.ts';
import {
  type StateName,
  identity,
  liveClaim,
  liveCode,
  livePasskey,
  liveQr,
  loggedIn,
  now,
  since,
  stateAt,
  states,
  typedCode,
} from '../../../support/machine-states.ts';

const account = { maskedNumber: '972•••••••67', name: 'Shop' };
const found = { kind: 'empty', fate: 'none', at: since } as const;
const settling = { since: now - 20_000, until: now + 160_000 };

/** What a snapshot has beside its phase, its time and its evidence. */
const rows: [StateName, Omit<SessionSnapshot, 'phase' | 'since' | 'evidence'>][] = [
  ['idle', {}],
  ['registering', { found }],
  ['waiting to load', { found, retry: { attempt: 1, at: now + 3_000 } }],
  ['awaiting a scan', { found, qr: liveQr }],
  ['awaiting a claimed scan', { found, qr: liveQr, claim: liveClaim }],
  ['awaiting a code', { found, code: liveCode }],
  ['a typed code', { found, code: typedCode }],
  ['awaiting a passkey', { found, passkey: livePasskey }],
  ['pairing', { found, account }],
  ['first login settling', { found, account, settling }],
  ['reconnecting, settling', { found, account, settling }],
  [
    'awaiting acceptance',
    {
      found,
      account,
      wrongNumber: { expected: '972•••••••21', linked: '972•••••••67' },
      failure: { at: since, cause: 'wrong-number', confidence: 'certain', credentials: 'kept', retry: 'operator' },
    },
  ],
  ['connected', { found, account, probationEndsAt: now + 5_000 }],
  ['connected, stable', { found, account }],
  ['waiting to reconnect', { found, account, retry: { attempt: 1, at: now + 3_000 } }],
  ['stopping for good', { found }],
  ['stopped', { found }],
];

test.each(rows)('%s: the snapshot has what this phase has, and nothing of another', (name, more) => {
  const { phase, carried } = states[name];
  expect(snapshotOf(states[name])).toStrictEqual({ phase, since, evidence: carried.evidence, ...more });
});

const failure: Failure = {
  at: since,
  cause: 'replaced',
  confidence: 'certain',
  credentials: 'kept',
  retry: 'operator',
};

const carriedRows: [what: string, changes: Changes, shown: Partial<SessionSnapshot>][] = [
  ['a restriction', { restriction: { kind: 'new-chats' } }, { restriction: { kind: 'new-chats' } }],
  ['that another program took the link over', { evictedAt: since }, { evictedAt: since }],
  ['the last failure', { failure }, { failure }],
  ['what was found', { found }, { found }],
  ['an account as expected', { identity, expectedNumber: '972501234567' }, { account }],
  ['an expected number that is not linked yet', { expectedNumber: '972501234567' }, {}],
  ['the evidence', { evidence: loggedIn }, { evidence: loggedIn }],
];

test.each(carriedRows)('a snapshot tells %s', (_, changes, shown) => {
  const state = stateAt({ phase: 'stopped' }, { found: undefined, ...changes });
  expect(snapshotOf(state)).toStrictEqual({ phase: 'stopped', since, evidence: {}, ...shown });
});

test('an idle session tells that WhatsApp may not know of the logout', () => {
  const state = stateAt({ phase: 'idle', logoutUnconfirmed: true }, { found: undefined });
  expect(snapshotOf(state)).toStrictEqual({ phase: 'idle', since, evidence: {}, logoutUnconfirmed: true });
});

test('a later attempt tells its number', () => {
  const state = stateAt({ phase: 'reconnecting', step: 'waiting', retryAt: now }, { attempt: 4 });
  expect(snapshotOf(state).retry).toStrictEqual({ attempt: 4, at: now });
});
