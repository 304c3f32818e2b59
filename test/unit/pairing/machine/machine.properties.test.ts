import { expect, test } from 'vitest';

import { initialState } from '../../../../electron/pairing/machine/initial-state.ts';
import { step } from '../../../../electron/pairing/machine/machine.ts';
import { isLive } from '../../../../electron/pairing/machine/moves.ts';
import { numberOf } from '../../../../electron/pairing/machine/numbers.ts';
import { snapshotOf } from '../../../../electron/pairing/machine/snapshot.ts';
import type { Event } from '../../../../electron/pairing/machine/state.ts';
import { evidenceSteps, isAuthPaired, isConnected, phaseSchema } from '../../../../shared/session.ts';
import { type Told, atLeast, honest, property } from '../../../support/stories.ts';
import { eventTypes, holder, restart } from '../../../support/story-events.ts';

/** Enough steps of a story for what is tried from each of them. */
const some = (told: readonly Told[]) => told.filter((_, index) => index % 8 === 7);

// Each property counts how often its subject occurred and fails below its floor, which is a quarter to a third of what is usual.

test('stories come through every phase, and every event changes something in them', () => {
  const [phases, events] = [new Map<string, number>(), new Map<string, number>()];
  const count = (of: Map<string, number>, name: string) => of.set(name, (of.get(name) ?? 0) + 1);
  property(15_000, (told, held) => {
    for (const { before, event, after, effects } of told) {
      if (after === before && effects.length === 0) continue;
      held();
      count(events, event.type);
      if (after.phase !== before.phase) count(phases, after.phase);
    }
  });
  const rare = (of: Map<string, number>, names: readonly string[], floor: number) =>
    names.filter((name) => (of.get(name) ?? 0) < floor);
  expect(rare(phases, phaseSchema.options, atLeast(40))).toEqual([]);
  expect(rare(events, eventTypes, atLeast(8))).toEqual([]);
});

test('connected means: every step of the proof, on the newest socket, with credentials read back from disk', () => {
  property(400, (told, held) => {
    let savedPaired = false;
    let dialed = -1;
    for (const { before, event, after } of told) {
      const saving = before.phase === 'pairing' && event.type === 'saved' && event.classification.kind === 'paired';
      const loaded = before.phase === 'connecting' && event.type === 'loaded' && event.classification.kind === 'paired';
      if (saving || loaded) savedPaired = true;
      if (event.type === 'dialing' && after !== before) dialed = event.generation;
      if (!isAuthPaired(snapshotOf(after))) savedPaired = false;
      if (!isConnected(snapshotOf(after))) continue;
      held();
      expect(savedPaired).toBe(true);
      expect(dialed).toBe(after.generation);
      for (const rung of evidenceSteps.slice(0, 5)) expect(after.carried.evidence[rung]).toBeDefined();
    }
  });
});

test('connected means: no number is expected, or the expected one is linked', () => {
  property(400, (told, held) => {
    for (const { after } of told) {
      const { expectedNumber, identity } = after.carried;
      const fits = expectedNumber === undefined || (identity !== undefined && numberOf(identity) === expectedNumber);
      if (isConnected(snapshotOf(after))) {
        held();
        expect(fits).toBe(true);
        const changed = step(after, { type: 'expect', number: '972500000000' }, { now: 1e9, random: 0.5 });
        expect(isConnected(snapshotOf(changed.state))).toBe(fits && expectedNumber === '972500000000');
      }
      // An accepted login is withheld exactly where its number does not fit.
      if (after.phase === 'connected' || after.phase === 'awaiting-acceptance') {
        expect(after.phase === 'connected').toBe(fits);
        expect(after.carried.failure?.cause === 'wrong-number').toBe(!fits);
        expect(snapshotOf(after).wrongNumber === undefined).toBe(fits);
      }
    }
  });
});

test('a refused number is logged out at WhatsApp, set aside and followed by a fresh QR', () => {
  property(15, (told, held) => {
    for (const { before, event, after, effects } of told) {
      if (event.type !== 'refuse-number') continue;
      if (before.phase !== 'awaiting-acceptance') {
        expect(after).toBe(before);
        continue;
      }
      held();
      expect(effects).toEqual([{ type: 'release', logout: true, quarantine: 'wrong-number' }]);
      expect(after).toMatchObject({
        phase: 'stopping',
        afterwards: { kind: 'fresh', delayMs: 0 },
        carried: { failure: undefined },
      });
      const { state: released } = step(after, { type: 'released', loggedOut: true }, { now: 1e9, random: 0.5 });
      expect(released).toMatchObject({
        phase: 'connecting',
        step: 'loading',
        carried: { evidence: {}, identity: undefined },
      });
    }
  });
});

test('phase connected is entered only from an accepted login on the live generation, or by accepting its number', () => {
  property(150, (told, held) => {
    for (const { before, event, after } of told) {
      if (after.phase !== 'connected' || before.phase === 'connected') continue;
      held();
      if (before.phase === 'awaiting-acceptance') {
        expect(before.generation).toBe(after.generation);
        expect(before.carried.evidence['login-accepted']).toBe(after.carried.evidence['login-accepted']);
        continue;
      }
      expect(before.carried.evidence['login-accepted']).toBeDefined();
      expect(['open', 'pre-keys']).toContain(event.type);
      expect(event).toMatchObject({ generation: before.generation });
    }
  });
});

test('nothing counts as paired before the credentials of this pairing were read back', () => {
  property(400, (told, held) => {
    for (const { after } of told) {
      const early =
        ['awaiting-scan', 'awaiting-code', 'awaiting-passkey', 'idle'].includes(after.phase) ||
        (after.phase === 'pairing' && !after.saved);
      if (!early) continue;
      held();
      expect(isAuthPaired(snapshotOf(after))).toBe(false);
    }
  });
});

test('credentials made out to a number that has not linked them are set aside before anything else uses them', () => {
  const unfinished = ['awaiting-code', 'awaiting-passkey'];
  property(25, (told, held) => {
    for (const { before, after, effects } of told) {
      if (!unfinished.includes(before.phase) || [...unfinished, 'pairing'].includes(after.phase)) continue;
      held();
      expect(effects.find((effect) => effect.type === 'release')?.quarantine).toBeDefined();
      expect(effects.map(({ type }) => type)).not.toContain('connect');
    }
  });
});

test('a link that another program took is left to it until someone takes it over, sets it aside or files another', () => {
  property(20, (told, held) => {
    for (const { before, event, after, effects } of told) {
      // Later, what was taken may have been set aside, and the failure is still told.
      if (event.type === 'end' && after.carried.failure?.cause === 'replaced' && after.phase === 'stopping')
        expect(after.carried.evictedAt).toBeDefined();
      if (after.carried.evictedAt !== undefined) {
        for (const nudge of [{ type: 'start' }, { type: 'slept' }, { type: 'wake', token: after.wakeToken }] as const) {
          expect(step(after, nudge, { now: 1e9, random: 0.5 }).state).toBe(after);
        }
      }
      if (before.carried.evictedAt === undefined) continue;
      held();
      expect(['stopping', 'stopped', 'idle']).toContain(before.phase);
      const takesOver = event.type === 'start' && event.takeOver === true;
      const isSetAside = event.type === 'released' && before.phase === 'stopping' && before.setsAside;
      // A link is only filed under a tenant whose folder has none (decision 12).
      const isFiled = event.type === 'handed-over' && before.phase !== 'stopping';
      if (takesOver || isSetAside || isFiled) continue;
      expect(after.carried.evictedAt).toBe(before.carried.evictedAt);
      for (const { type } of effects) expect(['load', 'connect']).not.toContain(type);
    }
  });
});

test('no login is made with credentials that another tenant holds', () => {
  property(50, (told, held) => {
    for (const { before, event, after, effects } of told) {
      if (event.type !== 'loaded' || event.holder === undefined || after === before) continue;
      held();
      expect(after).toMatchObject({ phase: 'stopping', carried: { failure: { cause: 'copied-credentials', holder } } });
      expect(effects.map(({ type }) => type)).not.toContain('connect');
      expect(effects.find(({ type }) => type === 'release')).toMatchObject({ quarantine: undefined });
    }
  });
});

test('a rejection voids the proof at once', () => {
  property(20, (told, held) => {
    for (const { before, event, after } of told) {
      if (event.type !== 'end' || event.generation !== before.generation || !isLive(before)) continue;
      if (event.end.by !== 'library' || event.end.known === 'noise-certificate-invalid') continue;
      if (event.end.systemCode !== undefined || event.end.statusCode === undefined) continue;
      if (![401, 403, 406].includes(event.end.statusCode)) continue;
      held();
      expect(isAuthPaired(snapshotOf(after))).toBe(false);
    }
  });
});

test('an event of another generation changes nothing', () => {
  property(1_000, (told, held) => {
    for (const { before, event, after, effects } of told) {
      if (!('generation' in event) || event.generation === before.generation) continue;
      held();
      expect(after).toBe(before);
      expect(effects).toEqual([]);
    }
  });
});

test('every end of a live socket has exactly one journal entry; the normal restart has none', () => {
  property(1_000, (told, held) => {
    for (const { before, event, effects } of told) {
      if (event.type !== 'end' || event.generation !== before.generation) continue;
      const linked = before.carried.evidence['account-verified'] !== undefined;
      const isRestart =
        event.end.by === 'library' && event.end.statusCode === 515 && linked && before.carried.attempt === 0;
      if (isLive(before) && !isRestart) held();
      const records = effects.filter(({ type }) => type === 'record');
      expect(records).toHaveLength(isLive(before) && !isRestart ? 1 : 0);
    }
  });
});

test('a restart that comes again before a login is an end like any other: one entry, and a pause or a stop', () => {
  property(50, (told, held) => {
    for (const { after: before } of told) {
      if (before.carried.evidence['account-verified'] === undefined || before.carried.attempt === 0 || !isLive(before))
        continue;
      // While it is being saved, a link is dialled anew once the disk has it.
      if (before.phase === 'pairing') continue;
      held();
      const { generation } = before;
      const { state, effects } = step(before, { type: 'end', generation, end: restart }, { now: 1e9, random: 0.5 });
      expect(effects.filter(({ type }) => type === 'record')).toHaveLength(1);
      expect(effects.map(({ type }) => type)).not.toContain('connect');
      expect(state.phase === 'stopping' || ('step' in state && state.step === 'waiting')).toBe(true);
    }
  });
});

test('a socket is asked for only after the one before was released or its generation has passed', () => {
  property(400, (told, held) => {
    for (const { before, after, effects } of told) {
      const connects = effects.filter((effect) => effect.type === 'connect');
      expect(connects.length).toBeLessThanOrEqual(1);
      for (const connect of connects) {
        held();
        expect(connect.generation).toBe(after.generation);
        expect(after.generation).toBeGreaterThan(before.generation);
      }
      expect(effects.filter(({ type }) => type === 'wake').length).toBeLessThanOrEqual(1);
    }
  });
});

test('a sleep takes no proof of the disk away, records nothing, and a second one changes nothing', () => {
  property(80, (told, held) => {
    for (const { after: last } of some(told)) {
      const moment = { now: 1e9, random: 0.5 };
      const woken = step(last, { type: 'slept' }, moment);
      if (!['awaiting-scan', 'awaiting-code', 'awaiting-passkey'].includes(last.phase)) {
        expect(woken.effects.filter(({ type }) => type === 'record')).toEqual([]);
        expect(isAuthPaired(snapshotOf(woken.state))).toBe(isAuthPaired(snapshotOf(last)));
      }
      if (last.phase === 'connected' || last.phase === 'awaiting-acceptance') {
        held();
        expect(woken.state).toMatchObject({ phase: 'reconnecting', step: 'dialing' });
      }
      expect(step(woken.state, { type: 'slept' }, moment).state).toBe(woken.state);
    }
  });
});

test('a QR is shown only while a scan is awaited, and dies later than it was issued', () => {
  property(150, (told, held) => {
    for (const { after } of told) {
      const { qr, phase } = snapshotOf(after);
      expect(qr !== undefined).toBe(phase === 'awaiting-scan');
      if (qr === undefined) continue;
      held();
      expect(qr.expiresAt).toBeGreaterThan(qr.issuedAt);
    }
  });
});

test('from any state a forced relink reaches a fresh QR, with the old credentials set aside', () => {
  property(150, (told, held) => {
    for (const { after: last } of some(told)) {
      held();
      const relinked = step(last, { type: 'relink' }, { now: 1e6, random: 0 });
      let { state } = relinked;
      expect(relinked.effects).toContainEqual({ type: 'release', logout: false, quarantine: 'relink' });
      for (let i = 0; i < 8 && state.phase !== 'awaiting-scan'; i += 1) {
        ({ state } = step(state, honest(state), { now: 1e6 + i, random: 0 }));
      }
      expect(state.phase).toBe('awaiting-scan');
      expect(state.carried.evidence).toEqual({});
    }
  });
});

test('QR rounds without the operator are bounded', () => {
  let state = initialState(0);
  let rounds = 0;
  for (let i = 0; i < 200; i += 1) {
    const event: Event =
      state.phase === 'awaiting-scan'
        ? { type: 'end', generation: state.generation, end: { by: 'console', why: 'codes-used-up' } }
        : honest(state);
    if (state.phase === 'awaiting-scan') rounds += 1;
    if (state.phase === 'stopped') break;
    state = step(state, event, { now: i * 160_000, random: 0.5 }).state;
  }
  expect(rounds).toBe(5);
  expect(state).toMatchObject({ phase: 'stopped', carried: { failure: { cause: 'qr-expired', retry: 'operator' } } });
});

test('from any state an honest world leads to a link that is stable', () => {
  property(150, (told, held) => {
    for (const { after: last } of some(told)) {
      held();
      let { state } = step(last, { type: 'start' }, { now: 1e6, random: 0 });
      const arrived = () => state.phase === 'connected' && state.carried.evidence.stable !== undefined;
      for (let i = 0; i < 16 && !arrived(); i += 1) {
        state = step(state, honest(state), { now: 1e6 + i, random: 0 }).state;
      }
      expect(state.phase).toBe('connected');
      expect(Object.keys(state.carried.evidence).sort()).toEqual([...evidenceSteps].sort());
    }
  });
});
