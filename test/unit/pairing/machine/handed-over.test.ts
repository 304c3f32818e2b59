import { describe, expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import type { Event, State } from '../../../../electron/pairing/machine/state.ts';
import type { Failure } from '../../../../shared/failure.ts';
import { generation, identity, moment, now, paired, stateAt, states } from '../../../support/machine-states.ts';

const nothing = { classification: { kind: 'empty' }, fate: 'none' } as const;
const failure: Failure = {
  at: 1,
  cause: 'silent-scan',
  confidence: 'unclear',
  credentials: 'none',
  retry: 'fresh-qr',
};
const handover: Extract<Event, { type: 'handed-over' }> = {
  type: 'handed-over',
  found: nothing,
  classification: paired,
};

describe('a link in the making that is filed under this tenant', () => {
  test.each<[what: string, before: State]>([
    ['was never started', states.idle],
    [
      'stopped, and remembers why',
      stateAt(
        { phase: 'stopped' },
        {
          failure,
          evictedAt: 5,
          attempt: 3,
          qrShown: false,
          found: undefined,
        },
      ),
    ],
  ])('goes on from the phone’s signature where the tenant %s', (_, before) => {
    const after = step(before, handover, moment);
    expect(after.state).toMatchObject({
      phase: 'pairing',
      saved: false,
      closed: false,
      generation: generation + 1,
      carried: {
        evidence: { 'account-verified': now },
        identity,
        qrShown: true,
        maturity: 'new',
        attempt: 0,
        failure: undefined,
        evictedAt: undefined,
        found: { kind: 'empty', fate: 'none', at: now },
      },
    });
    expect(after.effects.map(({ type }) => type)).toEqual(expect.arrayContaining(['note-pairing', 'save']));
    expect(after.effects.map(({ type }) => type)).not.toContain('record');
  });

  test('tells what was set aside for it', () => {
    const found = { classification: { kind: 'half-paired', identity }, fate: 'quarantined' } as const;
    const { state, effects } = step(states.idle, { ...handover, found }, moment);
    expect(state.carried.found).toEqual({ kind: 'half-paired', fate: 'quarantined', at: now });
    expect(effects[0]).toMatchObject({
      type: 'record',
      entry: { failure: { cause: 'credentials-half-paired' } },
    });
    expect(effects.slice(1)).toEqual(step(states.idle, handover, moment).effects);
  });

  const busy = Object.entries(states).filter(([, { phase }]) => phase !== 'idle' && phase !== 'stopped');
  test.each(busy)('changes nothing while the tenant is %s', (_, before) => {
    expect(step(before, handover, moment)).toEqual({ state: before, effects: [] });
  });
});
