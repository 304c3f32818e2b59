import { describe, expect, test } from 'vitest';

import { isConnected } from '../../../../shared/session.ts';
import { paired } from '../../../support/fake-ports.ts';
import { createMachineRig } from '../../../support/machine-rig.ts';

const kept = { classification: paired, fate: 'kept' } as const;
const closed = { by: 'library', statusCode: 428, message: 'closed' } as const;
const stranger = { kind: 'paired', identity: { jid: '972507654321:3@s.whatsapp.net' } } as const;

describe('an accepted login', () => {
  test('is not connected before the queries are done and the keys are at the server, in either order', () => {
    for (const order of [
      ['open', 'pre-keys'],
      ['pre-keys', 'open'],
    ] as const) {
      const rig = createMachineRig();
      rig.load(kept);
      rig.say({ type: 'accepted', classification: paired });
      expect(rig.snapshot()).toMatchObject({
        phase: 'verifying',
        settling: { since: rig.now(), until: rig.now() + 180_000 },
      });
      expect(rig.snapshot().evidence['login-accepted']).toBe(rig.now());
      for (const type of order) {
        expect(isConnected(rig.snapshot())).toBe(false);
        if (type === 'open') rig.say({ type });
        else rig.say({ type, count: 812 });
      }
      expect(isConnected(rig.snapshot())).toBe(true);
      expect(rig.snapshot().settling).toBeUndefined();
    }
  });

  test('proves no keys by a count of none', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.say({ type: 'accepted', classification: paired });
    rig.say({ type: 'open' });
    rig.say({ type: 'pre-keys', count: 0 });
    expect(rig.snapshot().evidence['keys-at-server']).toBeUndefined();
    expect(rig.snapshot().phase).toBe('verifying');
  });

  test('is not cut while its queries have their time; then the cause names WhatsApp and one new socket follows', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.say({ type: 'accepted', classification: paired });
    rig.pass(179);
    expect(rig.snapshot().phase).toBe('verifying');
    expect(rig.entries).toEqual([]);
    rig.pass(1);
    expect(rig.entries).toMatchObject([{ failure: { cause: 'settling-unanswered', credentials: 'kept' } }]);
    expect(rig.state()).toMatchObject({ phase: 'reconnecting', step: 'dialing' });
  });

  test.each(['refused', 'unanswered', 'missing'] as const)(
    'whose keys are %s is tried again after a pause that grows',
    (reason) => {
      const rig = createMachineRig();
      rig.load(kept);
      const pauses: number[] = [];
      for (let round = 0; round < 4; round += 1) {
        rig.say({ type: 'accepted', classification: paired });
        rig.say({ type: 'open' });
        rig.say({ type: 'pre-keys-failed', reason });
        const { phase, retry, failure } = rig.snapshot();
        expect(phase).toBe('reconnecting');
        expect(failure).toMatchObject({ cause: `pre-keys-${reason}`, credentials: 'kept', retry: 'reconnect' });
        pauses.push((retry?.at ?? 0) - rig.now());
        rig.pass(600);
        rig.say({ type: 'dialing' });
      }
      expect(pauses).toEqual([3_750, 7_500, 15_000, 30_000]);
    },
  );

  test('of a new link removes the note of its pairing and keeps the recording, once', () => {
    const rig = createMachineRig();
    rig.pairAndDial();
    rig.say({ type: 'accepted', classification: paired });
    expect(rig.effects()).toContain('pairing-over');
    rig.say({ type: 'open' });
    rig.say({ type: 'pre-keys', count: 1 });
    expect(rig.effects()).toContain('keep-link');
    rig.end(closed);
    rig.pass(1);
    rig.say({ type: 'dialing' });
    rig.say({ type: 'accepted', classification: paired });
    expect(rig.effects()).not.toContain('pairing-over');
  });
});

describe('a new link counts', () => {
  const other = '972507654321';

  test('once, when it is connected, and not again when it reconnects', () => {
    const rig = createMachineRig();
    rig.pairAndDial();
    rig.logIn();
    expect(rig.effects().filter((type) => type === 'keep-link')).toHaveLength(1);
    rig.end(closed);
    rig.pass(1);
    rig.say({ type: 'dialing' });
    rig.logIn();
    expect(rig.effects()).not.toContain('keep-link');
  });

  test('not with another number than the expected one, but once that number is accepted', () => {
    const rig = createMachineRig();
    rig.feed({ type: 'expect', number: other });
    rig.pairAndDial();
    rig.logIn();
    expect(rig.snapshot().phase).toBe('awaiting-acceptance');
    expect(rig.effects()).not.toContain('keep-link');
    rig.end(closed);
    rig.pass(1);
    rig.say({ type: 'dialing' });
    rig.logIn();
    expect(rig.effects()).not.toContain('keep-link');
    rig.feed({ type: 'expect', number: undefined });
    expect(rig.snapshot().phase).toBe('connected');
    expect(rig.effects().filter((type) => type === 'keep-link')).toHaveLength(1);
    rig.feed({ type: 'expect', number: other });
    rig.feed({ type: 'expect', number: undefined });
    expect(rig.effects()).not.toContain('keep-link');
  });

  test('where it was given to this tenant, and not where the tenant had it', () => {
    for (const newLink of [true, false]) {
      const rig = createMachineRig();
      rig.feed({ type: 'start', newLink });
      rig.feed({ type: 'loaded', found: { classification: paired, fate: 'kept' }, classification: paired });
      rig.say({ type: 'dialing' });
      rig.logIn();
      expect(rig.snapshot().phase).toBe('connected');
      expect(rig.effects().includes('keep-link')).toBe(newLink);
    }
  });
});

describe('the probation', () => {
  test('is for new links', () => {
    const rig = createMachineRig();
    rig.pairAndDial();
    rig.logIn();
    expect(rig.snapshot().probationEndsAt).toBe(rig.now() + 30_000);
    rig.pass(30);
    expect(rig.snapshot().evidence.stable).toBe(rig.now());
  });

  test('is not asked again of a link that had held', () => {
    const rig = createMachineRig();
    rig.pairAndDial();
    rig.logIn();
    rig.pass(30);
    rig.end(closed);
    rig.pass(1);
    rig.say({ type: 'dialing' });
    rig.logIn();
    expect(rig.snapshot().evidence.stable).toBe(rig.now());
    expect(rig.snapshot().probationEndsAt).toBeUndefined();
  });

  test('begins anew where the link was lost during it', () => {
    const rig = createMachineRig();
    rig.pairAndDial();
    rig.logIn();
    rig.pass(10);
    rig.end(closed);
    rig.pass(1);
    rig.say({ type: 'dialing' });
    rig.logIn();
    expect(rig.snapshot().probationEndsAt).toBe(rig.now() + 30_000);
  });
});

describe('a link that stands', () => {
  test('is not touched by anything that belongs to a pairing', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.logIn();
    const before = rig.state();
    rig.say({ type: 'pair-success', classification: stranger });
    rig.say({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
    rig.say({ type: 'passkey-request', lifetimeMs: 300_000 });
    rig.say({ type: 'code-issued', text: 'ABCD-EFGH', lifetimeMs: 180_000 });
    expect(rig.state()).toBe(before);
  });

  test('keeps its number whatever a save proves', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.logIn();
    rig.feed({ type: 'saved', classification: stranger });
    expect(rig.snapshot().account?.maskedNumber).toBe('972•••••••67');
  });

  test.each(['peer-silent', 'link-deaf'] as const)('and ends as %s gets a fresh socket at once', (why) => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.logIn();
    rig.end({ by: 'console', why });
    expect(rig.state()).toMatchObject({ phase: 'reconnecting', step: 'dialing' });
    expect(rig.effects()).toContain('connect');
    expect(rig.entries).toMatchObject([{ failure: { cause: why, credentials: 'kept', retry: 'reconnect' } }]);
  });

  test('and goes deaf again and again is left longer and longer, until it has served for a while', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.logIn();
    const pauses = () => {
      rig.end({ by: 'console', why: 'link-deaf' });
      const pauseMs = (rig.snapshot().retry?.at ?? rig.now()) - rig.now();
      rig.pass(pauseMs / 1000);
      rig.say({ type: 'dialing' });
      rig.logIn();
      return pauseMs;
    };
    expect([1, 2, 3, 4].map(pauses)).toEqual([0, 7_500, 15_000, 30_000]);
    for (let round = 0; round < 10; round += 1) pauses();
    expect(pauses()).toBe(675_000);
    rig.pass(15 * 60);
    expect(pauses()).toBe(0);
  });

  test('comes back from an unknown end, and stops after a budget of them', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.logIn();
    for (let round = 1; rig.snapshot().phase === 'connected' || rig.snapshot().phase === 'reconnecting'; round += 1) {
      rig.end({ by: 'library', statusCode: 463, message: 'odd' });
      if (round < 30) expect(rig.snapshot().phase).toBe('reconnecting');
      rig.pass(60);
      rig.say({ type: 'dialing' });
    }
    expect(rig.snapshot().failure).toMatchObject({ cause: 'unknown', statusCode: 463, credentials: 'kept' });
    expect(rig.entries).toHaveLength(30);
  });

  test('stays connected under a restriction, which outlives a reconnect and ends with its clock', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.logIn();
    const until = rig.now() + 60_000;
    rig.say({ type: 'restriction', restriction: { kind: 'reach-out', until } });
    expect(rig.snapshot()).toMatchObject({ phase: 'connected', restriction: { kind: 'reach-out', until } });
    rig.end(closed);
    rig.pass(1);
    rig.say({ type: 'dialing' });
    rig.logIn();
    expect(rig.snapshot().restriction).toBeDefined();
    rig.feed({ type: 'restriction-over' });
    expect(rig.snapshot().restriction).toBeDefined();
    rig.pass(60);
    rig.feed({ type: 'restriction-over' });
    expect(rig.snapshot()).toMatchObject({ phase: 'connected' });
    expect(rig.snapshot().restriction).toBeUndefined();
  });

  test('keeps a restriction of which only another kind is lifted', () => {
    const rig = createMachineRig();
    rig.load(kept);
    rig.logIn();
    rig.say({ type: 'restriction', restriction: { kind: 'new-chats' } });
    rig.say({ type: 'restriction', restriction: null, lifts: 'reach-out' });
    expect(rig.snapshot().restriction).toEqual({ kind: 'new-chats' });
    rig.say({ type: 'restriction', restriction: null, lifts: 'new-chats' });
    expect(rig.snapshot().restriction).toBeUndefined();
  });

  test('stops at a ban and shows until when, in WhatsApp’s own words where it has any', () => {
    const rig = createMachineRig();
    rig.load(kept);
    const said = { title: 'Your account is restricted', url: 'https://faq.whatsapp.com/' };
    rig.end({ by: 'library', statusCode: 402, message: 'Connection Failure', data: { expire: '60' }, said });
    rig.feed({ type: 'released', loggedOut: false });
    const blockedUntil = rig.now() + 60_000;
    expect(rig.snapshot()).toMatchObject({
      phase: 'stopped',
      failure: { cause: 'temporarily-banned', blockedUntil, said },
      restriction: { kind: 'temporary-ban', until: blockedUntil },
    });
  });
});

test('a server that cannot prove that it is WhatsApp sets nothing aside', () => {
  const rig = createMachineRig();
  rig.load(kept);
  rig.end({ by: 'console', why: 'server-not-whatsapp' });
  expect(rig.snapshot()).toMatchObject({
    phase: 'reconnecting',
    failure: { cause: 'server-not-whatsapp', credentials: 'kept', retry: 'reconnect' },
  });
  expect(rig.effects()).not.toContain('release');
});

test('the reply to the phone is let go once the credentials were read back, and not before', () => {
  const rig = createMachineRig();
  rig.load({ classification: { kind: 'empty' }, fate: 'none' });
  rig.say({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
  rig.say({ type: 'pair-success', classification: paired });
  expect(rig.effects()).not.toContain('release-reply');
  rig.feed({ type: 'save-failed', error: { code: 'storage-full', place: '/data' } });
  expect(rig.effects()).not.toContain('release-reply');
  rig.feed({ type: 'saved', classification: paired });
  expect(rig.effects()).toContain('release-reply');
});

describe('a pairing that a crash cut short', () => {
  test('without saved credentials, the phone may list a dead device', () => {
    const rig = createMachineRig();
    rig.load({ classification: { kind: 'unpaired' }, fate: 'none', pairingPending: true });
    expect(rig.entries).toMatchObject([{ failure: { cause: 'dead-device', credentials: 'none' } }]);
  });

  test('with saved credentials, the next login is the first one', () => {
    const rig = createMachineRig();
    rig.load({ classification: paired, fate: 'kept', pairingPending: true });
    expect(rig.entries).toEqual([]);
    rig.end({ by: 'library', statusCode: 401, message: 'Connection Failure' });
    expect(rig.entries).toMatchObject([{ failure: { cause: 'first-login-refused', credentials: 'quarantined' } }]);
  });
});

describe('a linking code', () => {
  function withCode() {
    const rig = createMachineRig();
    rig.load({ classification: { kind: 'empty' }, fate: 'none' });
    rig.say({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
    rig.pass(50);
    rig.say({ type: 'code-issued', text: 'ABCD-EFGH', lifetimeMs: 180_000 });
    return rig;
  }

  test('lives its own 180 s, whatever the QR does', () => {
    const rig = withCode();
    rig.pass(184);
    expect(rig.snapshot()).toMatchObject({ phase: 'awaiting-code', code: { text: 'ABCD-EFGH' } });
    rig.pass(1);
    expect(rig.entries).toMatchObject([{ failure: { cause: 'code-expired' } }]);
  });

  test('that WhatsApp refreshes is replaced by another one with its own lifetime', () => {
    const rig = withCode();
    rig.pass(100);
    rig.say({ type: 'code-refreshed', text: 'JKLM-NPQR', lifetimeMs: 180_000 });
    const expiresAt = rig.now() + 180_000;
    expect(rig.snapshot().code).toEqual({ text: 'JKLM-NPQR', issuedAt: rig.now(), expiresAt, refreshed: true });
  });

  test('that was typed and is not answered has failed after 60 s', () => {
    const rig = withCode();
    rig.say({ type: 'code-typed' });
    expect(rig.snapshot().code?.typedAt).toBe(rig.now());
    rig.pass(59);
    expect(rig.entries).toEqual([]);
    rig.pass(1);
    expect(rig.entries).toMatchObject([{ failure: { cause: 'code-finish-unanswered', retry: 'fresh-qr' } }]);
  });

  test('that was mistyped may be typed again while it lives, and then fails as one that was typed', () => {
    const rig = withCode();
    const expiresAt = rig.snapshot().code?.expiresAt ?? 0;
    rig.say({ type: 'code-typed' });
    rig.say({ type: 'code-answered', triesLeft: 2 });
    rig.pass(60);
    expect(rig.snapshot()).toMatchObject({ phase: 'awaiting-code', code: { mistyped: true, expiresAt } });
    expect(rig.snapshot().code?.typedAt).toBeUndefined();
    rig.pass(200);
    expect(rig.entries).toMatchObject([{ failure: { cause: 'code-finish-unanswered' } }]);
  });

  test.each([
    ['was the last try', 0, 10],
    ['comes when the code is over', 2, 130],
  ])('that was mistyped has failed after 60 s where this %s', (_, triesLeft, afterSeconds) => {
    const rig = withCode();
    rig.pass(afterSeconds);
    rig.say({ type: 'code-typed' });
    rig.say({ type: 'code-answered', triesLeft });
    rig.pass(59);
    expect(rig.entries).toEqual([]);
    rig.pass(1);
    expect(rig.entries).toMatchObject([{ failure: { cause: 'code-finish-unanswered' } }]);
  });

  test.each(['code-finish-refused', 'code-mismatch'] as const)('that fails with %s is told at once', (why) => {
    const rig = withCode();
    rig.say({ type: 'code-typed' });
    rig.say({ type: 'code-failed', why, statusCode: 400 });
    expect(rig.entries).toMatchObject([{ failure: { cause: why, statusCode: 400, confidence: 'certain' } }]);
  });
});
