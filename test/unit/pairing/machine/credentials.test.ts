import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import { carrying } from '../../../../electron/pairing/machine/moves.ts';
import type { Effect, Event, State, Step } from '../../../../electron/pairing/machine/state.ts';
import type { FoundCredentials } from '../../../../electron/pairing/ports.ts';
import type { Cause } from '../../../../shared/causes.ts';
import type { Failure } from '../../../../shared/failure.ts';
import {
  connect,
  generation,
  identity,
  moment,
  now,
  onDisk,
  paired,
  recordOf,
  release,
  since,
  stateAt,
  states,
  stepTo,
  usable,
  wakeToken,
} from '../../../support/machine-states.ts';
import { holder } from '../../../support/story-events.ts';

const loading = stateAt({ phase: 'connecting', step: 'loading' }, { found: undefined, maturity: 'held' });
const unpaired = { kind: 'unpaired' } as const;
const provenNow = { 'account-verified': now, 'credentials-saved': now };
const save: Effect = { type: 'save' };
const imported = {
  from: 'other-service',
  keys: 3,
  types: { session: 3 },
  ambiguous: 0,
  unreadable: 0,
  skipped: 0,
  unknown: 0,
};

function certain(cause: Cause, more: Partial<Failure> = {}): Failure {
  return { at: now, cause, confidence: 'certain', credentials: 'kept', retry: 'operator', ...more };
}

const wrongNumber = certain('wrong-number');
const otherNumber = '972507654321';

describe('credentials of a link that were found', () => {
  const kept: FoundCredentials = { classification: paired, fate: 'kept' };
  const loaded = (found: FoundCredentials): Event => ({ type: 'loaded', found, classification: paired });
  const toldFound = { kind: 'paired', fate: 'kept', at: now } as const;
  const dials = (before: State, changes: Parameters<typeof carrying>[1], effects: Effect[] = []): Step =>
    stepTo(
      before,
      { phase: 'connecting', step: 'dialing' },
      {
        changes: { found: toldFound, maturity: 'probation', evidence: provenNow, identity, ...changes },
        effects: [...effects, connect],
        newGeneration: true,
      },
    );

  test('are dialled with', () => {
    expect(step(loading, loaded(kept), moment)).toStrictEqual(dials(loading, {}));
  });

  test('make the next login the first one where a pairing was not finished', () => {
    expect(step(loading, loaded({ ...kept, pairingPending: true }), moment)).toStrictEqual(
      dials(loading, { maturity: 'new', uncounted: true }),
    );
  });

  test('are told with the keys of another service that came in', () => {
    expect(step(loading, loaded({ ...kept, imported }), moment)).toStrictEqual(
      dials(loading, { found: { ...toldFound, imported } }),
    );
  });

  test('of an earlier copy are used and entered in the log', () => {
    const failure = certain('credentials-corrupt', { credentials: 'recovered', retry: 'reconnect' });
    expect(step(loading, loaded({ ...kept, fate: 'recovered' }), moment)).toStrictEqual(
      dials(loading, { found: { ...toldFound, fate: 'recovered' }, failure }, [recordOf(loading, failure)]),
    );
  });

  test('of another number than the expected one say so from the start', () => {
    const before = carrying(loading, { expectedNumber: otherNumber });
    expect(step(before, loaded(kept), moment)).toStrictEqual(dials(before, { failure: wrongNumber }));
  });

  test('of an earlier copy tell that before the wrong number', () => {
    const before = carrying(loading, { expectedNumber: otherNumber });
    const { state } = step(before, loaded({ ...kept, fate: 'recovered' }), moment);
    expect(state.carried.failure?.cause).toBe('credentials-corrupt');
  });

  test('keep the failure that led here', () => {
    const failure = certain('out-of-descriptors', { retry: 'reconnect' });
    const before = carrying(loading, { failure });
    expect(step(before, loaded(kept), moment)).toStrictEqual(dials(before, {}));
  });

  test('that another tenant holds are not dialled with', () => {
    const failure = certain('copied-credentials', { holder });
    const copy = carrying(loading, { found: toldFound, evidence: provenNow, identity, maturity: 'probation' });
    const event: Event = { type: 'loaded', found: kept, classification: paired, holder };
    expect(step(loading, event, moment)).toStrictEqual(
      stepTo(
        copy,
        { phase: 'stopping', afterwards: { kind: 'stopped' }, setsAside: false },
        {
          changes: { failure },
          effects: [recordOf(copy, failure), release()],
          newGeneration: true,
        },
      ),
    );
  });
});

describe('credentials without a link that were found', () => {
  const used = carrying(loading, { restriction: { kind: 'new-chats' } });
  const saves = (before: State, found: State['carried']['found'], failure?: Failure): Step =>
    stepTo(
      before,
      { phase: 'connecting', step: 'saving' },
      {
        changes: { restriction: undefined, maturity: 'new', found, failure: failure ?? before.carried.failure },
        effects: [...(failure === undefined ? [] : [recordOf(before, failure)]), save],
      },
    );

  test.each<[string, FoundCredentials, Partial<Failure> | undefined]>([
    ['none at all', { classification: { kind: 'empty' }, fate: 'none' }, undefined],
    [
      'corrupt ones',
      { classification: { kind: 'corrupt' }, fate: 'quarantined' },
      { cause: 'credentials-corrupt', credentials: 'quarantined' },
    ],
    [
      'half-paired ones',
      { classification: { kind: 'half-paired' }, fate: 'quarantined' },
      { cause: 'credentials-half-paired', credentials: 'quarantined' },
    ],
    [
      'ones of an abandoned code',
      { classification: { kind: 'code-pending' }, fate: 'quarantined' },
      { cause: 'credentials-code-pending', credentials: 'quarantined' },
    ],
    [
      'ones of a pairing that a crash cut short',
      { classification: unpaired, fate: 'none', pairingPending: true },
      { cause: 'dead-device', credentials: 'none' },
    ],
  ])('are saved as a fresh identity before a phone is asked, and told: %s', (_, found, told) => {
    const failure = told && certain('dead-device', { retry: 'fresh-qr', ...told });
    const onceFound = { kind: found.classification.kind, fate: found.fate, at: now };
    expect(step(used, { type: 'loaded', found, classification: unpaired }, moment)).toStrictEqual(
      saves(used, onceFound, failure),
    );
  });

  test('keep the failure that led here, and what was found first', () => {
    const failure = certain('qr-expired', { retry: 'fresh-qr' });
    const first = { kind: 'empty', fate: 'none', at: since } as const;
    const before = carrying(used, { failure, found: first });
    const event: Event = {
      type: 'loaded',
      found: { classification: unpaired, fate: 'kept' },
      classification: unpaired,
    };
    expect(step(before, event, moment)).toStrictEqual(saves(before, first));
  });

  test('are told anew where a later round finds something wrong', () => {
    const before = carrying(used, { found: { kind: 'empty', fate: 'none', at: since } });
    const found = { classification: { kind: 'corrupt' }, fate: 'quarantined' } as const;
    const { state } = step(before, { type: 'loaded', found, classification: unpaired }, moment);
    expect(state.carried.found).toStrictEqual({ kind: 'corrupt', fate: 'quarantined', at: now });
  });
});

describe('a socket that is opened', () => {
  const dialing: Event = { type: 'dialing', generation };
  const newSocket = { evidence: { ...onDisk, 'new-socket': now } };

  test.each([
    ['without a link waits for a QR', states.registering, { phase: 'connecting', step: 'dialing' }, {}],
    [
      'with what was found verifies it',
      states['dialing what was found'],
      { phase: 'verifying', step: 'dialing' },
      newSocket,
    ],
    ['after a pairing verifies it', states.restarting, { phase: 'verifying', step: 'dialing' }, newSocket],
    ['for a link that was lost reconnects', states.reconnecting, { phase: 'reconnecting', step: 'dialing' }, newSocket],
  ] as const)('%s, for 45 s', (_, before, stage, changes) => {
    expect(step(before, dialing, moment)).toStrictEqual(stepTo(before, stage, { changes, wakeMs: 45_000 }));
  });

  test.each([
    ['a registration', states.registering, 'none'],
    ['a link', states.reconnecting, 'kept'],
    ['a first login', states.verifying, 'kept'],
  ])('and says nothing in that time has lost %s', (_, before, credentials) => {
    const { state, effects } = step(before, { type: 'wake', token: wakeToken }, moment);
    const failure = certain('connection-lost', { retry: 'reconnect', credentials: credentials as 'kept' });
    expect(state.carried.failure).toStrictEqual(failure);
    expect(effects.slice(0, 2)).toStrictEqual([recordOf(before, failure), { type: 'hang-up' }]);
  });

  test('for a passkey that does not come gives the round up', () => {
    const { state } = step(states['awaiting a passkey'], { type: 'wake', token: wakeToken }, moment);
    expect(state.carried.failure).toStrictEqual(certain('passkey-expired', { credentials: 'none', retry: 'fresh-qr' }));
  });
});

describe('credentials that were saved', () => {
  const saved: Event = { type: 'saved', classification: paired };
  const { pairing } = states;
  const proven = { 'account-verified': since, 'credentials-saved': now };

  test('of a phone that has just linked let the reply go, and wait 10 s for the restart', () => {
    expect(step(pairing, saved, moment)).toStrictEqual(
      stepTo(
        pairing,
        { phase: 'pairing', saved: true, closed: false },
        {
          changes: { evidence: proven, identity },
          effects: [{ type: 'release-reply' }],
          wakeMs: 10_000,
        },
      ),
    );
  });

  test('after the socket has gone are dialled with', () => {
    const before = states['pairing, closed'];
    expect(step(before, saved, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'restarting' },
        {
          changes: { evidence: proven, identity },
          effects: [connect],
          newGeneration: true,
        },
      ),
    );
  });

  test('of another number than the expected one say so', () => {
    const before = carrying(pairing, { expectedNumber: otherNumber });
    expect(step(before, saved, moment).state.carried.failure).toStrictEqual(wrongNumber);
  });

  test('take a failure of the disk away', () => {
    const before = carrying(pairing, { failure: certain('storage-full') });
    expect(step(before, saved, moment).state.carried.failure).toBeUndefined();
  });

  test('and prove no link leave a pairing where it is', () => {
    expect(step(pairing, { type: 'saved', classification: unpaired }, moment)).toStrictEqual({
      state: pairing,
      effects: [],
    });
  });

  test.each([
    ['connected', { phase: 'connected', probationEndsAt: since + 30_000 }],
    ['waiting for acceptance', { phase: 'awaiting-acceptance' }],
  ] as const)('of a link that is %s may bring another name, and no other account', (_, stage) => {
    const renamed = { jid: identity.jid, name: 'Market' };
    const other = { jid: `${otherNumber}:3@s.whatsapp.net` };
    const isWrong = stage.phase === 'awaiting-acceptance';
    const before = stateAt(stage, {
      identity,
      evidence: { ...usable, stable: since },
      maturity: 'held',
      ...(isWrong && { expectedNumber: otherNumber, failure: wrongNumber }),
    });
    const { state } = step(before, { type: 'saved', classification: { kind: 'paired', identity: renamed } }, moment);
    expect(state.carried).toStrictEqual({ ...before.carried, identity: renamed });
    expect(state.phase).toBe(stage.phase);
    expect(step(before, { type: 'saved', classification: { kind: 'paired', identity: other } }, moment)).toStrictEqual({
      state: before,
      effects: [],
    });
  });
});

describe('credentials that cannot be saved', () => {
  const error = { code: 'storage-full', place: '/data' } as const;
  const failure = certain('storage-full', { credentials: 'none', retry: 'reconnect', place: '/data' });
  const { pairing } = states;

  test.each(['save-failed', 'storage-fault'] as const)(
    'of a phone that has just linked stay in memory and are saved again after 2 s (%s)',
    (type) => {
      const failed = step(pairing, { type, error }, moment);
      expect(failed).toStrictEqual(
        stepTo(
          pairing,
          { phase: 'pairing', saved: false, closed: false },
          {
            changes: { failure },
            effects: [recordOf(pairing, failure)],
            wakeMs: 2_000,
          },
        ),
      );
      const { state } = failed;
      expect(step(state, { type: 'wake', token: state.wakeToken }, moment)).toStrictEqual(
        stepTo(state, { phase: 'pairing', saved: false, closed: false }, { effects: [save], wakeMs: 2_000 }),
      );
    },
  );

  test('are recorded once', () => {
    const again = carrying(pairing, { failure });
    expect(step(again, { type: 'save-failed', error }, moment)).toStrictEqual(
      stepTo(again, { phase: 'pairing', saved: false, closed: false }, { wakeMs: 2_000 }),
    );
  });

  test('once the disk has them stop the session', () => {
    const before = states['pairing, saved'];
    const denied = { code: 'storage-denied', place: '/data' } as const;
    const stopped = certain('storage-denied', { place: '/data' });
    expect(step(before, { type: 'save-failed', error: denied }, moment)).toStrictEqual(
      stepTo(
        before,
        { phase: 'stopping', afterwards: { kind: 'stopped' }, setsAside: false },
        {
          changes: { failure: stopped },
          effects: [recordOf(before, stopped), release()],
          newGeneration: true,
        },
      ),
    );
  });
});
