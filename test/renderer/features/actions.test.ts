import { describe, expect, it } from 'vitest';

import { actionsOf } from '../../../renderer/features/pairing/actions.ts';
import { phaseSchema, type Evidence, type Phase, type SessionSnapshot } from '../../../shared/session.ts';

const saved: Evidence = { 'account-verified': 1, 'credentials-saved': 2 };
const loggedIn: Evidence = { ...saved, 'new-socket': 3, 'login-accepted': 4, 'keys-at-server': 4 };
const session = (phase: Phase, rest: Partial<SessionSnapshot> = {}): SessionSnapshot => ({
  phase,
  since: 0,
  evidence: {},
  ...rest,
});
const failure = { at: 0, cause: 'storage-full', credentials: 'none', retry: 'operator' } as const;

describe('what can be asked of a session', () => {
  it.each([
    ['a new tenant', session('idle'), 'show-qr'],
    ['one whose codes expired', session('stopped', { failure: { ...failure, cause: 'qr-expired' } }), 'show-qr'],
    ['one whose disk was full', session('stopped', { failure }), 'try-again'],
    ['one that keeps its link', session('stopped', { failure, evidence: saved }), 'reconnect'],
    [
      'one whose credentials another tenant has',
      session('stopped', { failure: { ...failure, cause: 'copied-credentials' }, evidence: saved }),
      'try-again',
    ],
    [
      'one that another program took',
      session('stopped', { failure: { ...failure, cause: 'replaced' }, evictedAt: 1, evidence: saved }),
      'take-over',
    ],
  ] as const)('starts %s with the right word', (_name, snapshot, label) => {
    expect(actionsOf(snapshot).start).toBe(label);
  });

  it('starts only what rests', () => {
    const startable = phaseSchema.options.filter((phase) => actionsOf(session(phase)).start !== undefined);
    expect(startable).toEqual(['idle', 'stopped']);
  });

  it('never drops a link without asking first', () => {
    for (const phase of phaseSchema.options) {
      const { relink, disconnect } = actionsOf(session(phase, { evidence: saved }));
      expect([relink, disconnect], phase).not.toContain('at-once');
    }
  });

  it('asks before setting aside what a refusal has left on disk', () => {
    expect(actionsOf(session('stopped', { failure: { ...failure, credentials: 'kept' } })).relink).toBe('ask');
  });

  it('stops a scan that has not begun at once', () => {
    expect(actionsOf(session('awaiting-scan'))).toMatchObject({ relink: 'at-once', disconnect: 'at-once' });
  });

  it('offers nothing while a session closes', () => {
    const nothing = { start: undefined, relink: undefined, disconnect: undefined, testMessage: false };
    expect(actionsOf(session('stopping', { evidence: saved }))).toMatchObject(nothing);
  });

  it('names the fresh code first where a copy of the link is what stands in the way', () => {
    const failure = { at: 0, credentials: 'kept', retry: 'operator' } as const;
    const stopped = (cause: 'copied-credentials' | 'session-invalid') =>
      actionsOf(session('stopped', { evidence: saved, failure: { ...failure, cause } })).relinkFirst;
    expect([stopped('copied-credentials'), stopped('session-invalid')]).toEqual([true, false]);
  });

  it('sends a test message over a proven connection only', () => {
    expect(actionsOf(session('connected', { evidence: loggedIn })).testMessage).toBe(true);
    expect(actionsOf(session('connected', { evidence: saved })).testMessage).toBe(false);
    expect(actionsOf(session('reconnecting', { evidence: loggedIn })).testMessage).toBe(false);
  });
});
