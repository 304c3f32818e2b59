import { expect, test } from 'vitest';

import { initialState } from '../../../../electron/pairing/machine/initial-state.ts';
import { step } from '../../../../electron/pairing/machine/machine.ts';
import { snapshotOf } from '../../../../electron/pairing/machine/snapshot.ts';
import type { Effect, Event, State } from '../../../../electron/pairing/machine/state.ts';
import type { JournalEntry } from '../../../../shared/journal.ts';
import { property } from '../../../support/stories.ts';

const paired = { kind: 'paired', identity: { jid: '972501234567:12@s.whatsapp.net' } } as const;

/** A machine with its first code on screen, and a clock that wakes it as the session does. */
function setUp() {
  let now = 1_000_000;
  let state: State = initialState(now);
  let alarm: { at: number; token: number } | undefined;
  const entries: Omit<JournalEntry, 'id' | 'tenantId'>[] = [];

  function feed(event: Event): void {
    const done = step(state, event, { now, random: 0.5 });
    state = done.state;
    done.effects.forEach(carryOut);
  }
  function carryOut(effect: Effect): void {
    if (effect.type === 'wake') alarm = { at: now + effect.afterMs, token: effect.token };
    if (effect.type === 'record') entries.push(effect.entry);
  }
  function pass(seconds: number): void {
    const until = now + seconds * 1000;
    while (alarm !== undefined && alarm.at <= until) {
      const { at, token } = alarm;
      now = at;
      alarm = undefined;
      feed({ type: 'wake', token });
    }
    now = until;
  }
  const qr = (lifetimeMs: number, rescan = false) =>
    feed({ type: 'qr', generation: state.generation, text: `code ${now}`, lifetimeMs, rescan });

  feed({ type: 'start' });
  feed({
    type: 'loaded',
    found: { classification: { kind: 'empty' }, fate: 'none' },
    classification: { kind: 'unpaired' },
  });
  feed({ type: 'saved', classification: { kind: 'unpaired' } });
  qr(60_000);
  return { feed, pass, qr, entries, snapshot: () => snapshotOf(state), generation: () => state.generation };
}

test('a claimed scan that nothing follows is one entry after 20 s, with its likely causes, and the code stays live', () => {
  const { feed, pass, entries, snapshot } = setUp();
  feed({ type: 'scan-claimed' });
  feed({ type: 'scan-claimed' });
  pass(19);
  expect(snapshot().claim).toMatchObject({ by: 'operator' });
  expect(entries).toEqual([]);
  const { qr } = snapshot();
  pass(1);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    phase: 'awaiting-scan',
    claim: { by: 'operator' },
    failure: {
      cause: 'silent-scan',
      confidence: 'unclear',
      credentials: 'none',
      suspects: ['phone-offline', 'scan-not-taken', 'account-restricted', 'client-outdated'],
    },
  });
  expect(snapshot()).toMatchObject({ phase: 'awaiting-scan', qr, failure: { cause: 'silent-scan' } });
  expect(snapshot().claim).toBeUndefined();
  pass(30);
  expect(entries).toHaveLength(1);
});

test('the codes of the socket go on under a claim, and its time runs on', () => {
  const { feed, pass, qr, entries, snapshot } = setUp();
  pass(55);
  feed({ type: 'scan-claimed' });
  pass(5);
  qr(20_000);
  expect(snapshot().claim).toBeDefined();
  pass(15);
  expect(entries).toHaveLength(1);
  expect(snapshot().phase).toBe('awaiting-scan');
});

test('a retired secret is a scan that WhatsApp reports: the first suspect, and the time of the press counts', () => {
  const { feed, pass, qr, entries, generation } = setUp();
  feed({ type: 'scan-claimed' });
  pass(10);
  feed({ type: 'scan-heard', generation: generation() });
  qr(50_000, true);
  pass(10);
  expect(entries).toMatchObject([
    {
      claim: { by: 'whatsapp' },
      failure: { suspects: ['secret-retired', 'phone-offline', 'scan-not-taken', 'account-restricted'] },
    },
  ]);
});

test('a link that comes late is no error, and takes the failure away', () => {
  const { feed, pass, entries, snapshot, generation } = setUp();
  feed({ type: 'scan-claimed' });
  pass(25);
  feed({ type: 'pair-success', generation: generation(), classification: paired });
  expect(snapshot()).toMatchObject({ phase: 'pairing' });
  expect(snapshot().failure).toBeUndefined();
  expect(entries).toHaveLength(1);
});

test('a link in time leaves nothing in the log', () => {
  const { feed, pass, entries, generation } = setUp();
  feed({ type: 'scan-claimed' });
  pass(5);
  feed({ type: 'pair-success', generation: generation(), classification: paired });
  feed({ type: 'saved', classification: paired });
  pass(5);
  expect(entries).toEqual([]);
});

test('codes that run out under a claim were not left unscanned', () => {
  const { feed, pass, entries, generation } = setUp();
  feed({ type: 'scan-claimed' });
  pass(5);
  feed({ type: 'end', generation: generation(), end: { by: 'console', why: 'codes-used-up' } });
  expect(entries).toMatchObject([{ failure: { cause: 'silent-scan', confidence: 'unclear' } }]);
});

test('a phone that shows a failure ends the wait at once, and only a claimed scan can fail', () => {
  const { feed, pass, entries } = setUp();
  feed({ type: 'scan-failed' });
  expect(entries).toEqual([]);
  feed({ type: 'scan-claimed' });
  pass(3);
  feed({ type: 'scan-failed' });
  pass(30);
  expect(entries).toHaveLength(1);
});

test('a code or a passkey on its way takes the place of the scan, and cannot be claimed', () => {
  for (const event of [
    { type: 'code-issued', text: 'ABCD-EFGH', lifetimeMs: 100_000 },
    { type: 'passkey-request', lifetimeMs: 300_000 },
  ] as const) {
    const { feed, pass, entries, snapshot, generation } = setUp();
    feed({ type: 'scan-claimed' });
    feed({ ...event, generation: generation() });
    const before = snapshot();
    feed({ type: 'scan-claimed' });
    feed({ type: 'scan-failed' });
    pass(40);
    expect(snapshot()).toEqual(before);
    expect(entries).toEqual([]);
  }
});

test('a claimed scan ends once: in a link, in an entry of the log, or in another way to link', () => {
  const claimOf = (state: State) => (state.phase === 'awaiting-scan' ? state.claim : undefined);
  property(80, (told, held) => {
    for (const { before, event, after, effects } of told) {
      const [was, is] = [claimOf(before), claimOf(after)];
      // Another number than the expected one is recorded separately.
      const records = effects.flatMap((effect) =>
        effect.type === 'record' && effect.entry.failure.cause !== 'wrong-number' ? [effect.entry] : [],
      );
      if (was !== undefined && is !== undefined) {
        expect(is).toMatchObject({ at: was.at, until: was.until });
        expect(records).toEqual([]);
      }
      if (was === undefined || is !== undefined) continue;
      held();
      const elsewhere = ['pairing', 'awaiting-code', 'awaiting-passkey'].includes(after.phase);
      const dismissed = ['relink', 'disconnect', 'shutdown'].includes(event.type);
      const disproved = event.type === 'pair-success' && after.phase !== 'pairing';
      expect(records).toHaveLength((elsewhere || dismissed) && !disproved ? 0 : 1);
      for (const entry of records) expect(entry.claim).toEqual(was);
      if (after.phase === 'awaiting-scan') expect(records[0]?.failure.cause).toBe('silent-scan');
    }
  });
});

test('telling of a scan disturbs nothing: the code stays live, and where no code is shown nothing changes', () => {
  property(80, (told, held) => {
    for (const { before, event, after, effects } of told) {
      if (event.type !== 'scan-claimed' && event.type !== 'scan-failed') continue;
      if (before.phase !== 'awaiting-scan') expect(after).toBe(before);
      else {
        held();
        expect(after).toMatchObject({ phase: 'awaiting-scan', qr: before.qr, generation: before.generation });
      }
      expect(effects.every(({ type }) => type === 'wake' || type === 'record')).toBe(true);
    }
  });
});
