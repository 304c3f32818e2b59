import { describe, expect, it } from 'vitest';

import { standingOf } from '../../../renderer/state/standing.ts';
import { phaseSchema } from '../../../shared/session.ts';

describe('standing', () => {
  it.each(phaseSchema.options.filter((phase) => phase !== 'connected'))('%s stands for itself', (phase) => {
    const everyStep = { 'login-accepted': 1, 'keys-at-server': 1, stable: 2 };
    expect(standingOf({ phase, evidence: everyStep })).toBe(phase);
  });

  it('is claimed while somebody says that the code was scanned and WhatsApp does not', () => {
    const said = (by: 'operator' | 'whatsapp') =>
      standingOf({ phase: 'awaiting-scan', evidence: {}, claim: { at: 0, by, until: 30_000 } });
    // WhatsApp says so of a code that it had retired, which has to be scanned again.
    expect([said('operator'), said('whatsapp')]).toEqual(['claimed', 'awaiting-scan']);
  });

  it('does not call a phase connected that no accepted login proves', () => {
    expect(standingOf({ phase: 'connected', evidence: { 'credentials-saved': 1 } })).toBe('verifying');
  });

  it('is on probation until it is stable', () => {
    expect(standingOf({ phase: 'connected', evidence: { 'login-accepted': 1, 'keys-at-server': 1 } })).toBe(
      'probation',
    );
    expect(standingOf({ phase: 'connected', evidence: { 'login-accepted': 1, 'keys-at-server': 1, stable: 2 } })).toBe(
      'stable',
    );
  });
});
