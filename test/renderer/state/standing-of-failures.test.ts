import { describe, expect, it } from 'vitest';

import { standingOf, toneOf } from '../../../renderer/state/standing.ts';
import { bucketOf } from '../../../renderer/state/tenant-list.ts';
import { needsAttention } from '../../../shared/attention.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';

type Failure = NonNullable<SessionSnapshot['failure']>;

function session(phase: SessionSnapshot['phase'], cause: Failure['cause']): SessionSnapshot {
  return { phase, since: 0, evidence: {}, failure: { at: 0, cause, credentials: 'none', retry: 'operator' } };
}

describe('what only looks like a failure', () => {
  it.each(['qr-expired', 'code-expired'] as const)('%s is calm and counts as not started', (cause) => {
    const expired = session('stopped', cause);
    expect(standingOf(expired)).toBe('expired');
    expect(toneOf.expired).toBe('neutral');
    expect(needsAttention(expired)).toBe(false);
    expect(needsAttention(session('awaiting-scan', cause))).toBe(false);
    expect(bucketOf(expired)).toBe('idle');
  });

  it.each(['dns-failed', 'network-unreachable', 'connection-refused'] as const)(
    'with %s WhatsApp is out of reach, and nothing was refused',
    (cause) => {
      expect(standingOf(session('connecting', cause))).toBe('offline');
      expect(standingOf(session('verifying', cause))).toBe('offline');
    },
  );

  it('an account that is blocked for a while is restricted, not broken', () => {
    expect(standingOf(session('stopped', 'temporarily-banned'))).toBe('restricted');
    expect(toneOf.restricted).toBe('warning');
  });
});

describe('what is one', () => {
  it('a link that the disk does not take is no "saving the link"', () => {
    const unsaved = session('pairing', 'storage-full');
    expect(standingOf(unsaved)).toBe('unsaved');
    expect(toneOf.unsaved).toBe('danger');
    expect(needsAttention(unsaved)).toBe(true);
    expect(standingOf(session('pairing', 'wrong-number'))).toBe('pairing');
  });

  it('a full disk needs a person, though the console goes on trying', () => {
    const full = session('connecting', 'storage-full');
    expect(standingOf(full)).toBe('no-room');
    expect(toneOf['no-room']).toBe('warning');
    expect(needsAttention(full)).toBe(true);
    expect(needsAttention(session('connecting', 'storage-away'))).toBe(false);
  });

  it('a stop for another reason needs a person', () => {
    expect(standingOf(session('stopped', 'banned'))).toBe('stopped');
    expect(needsAttention(session('stopped', 'banned'))).toBe(true);
  });
});
