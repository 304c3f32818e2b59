import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';

import type { PackedRules } from '../../../electron/pairing/machine/packed-rules.ts';
import { patience } from '../../../electron/pairing/machine/patience.ts';
import { isAuthPaired, isConnected } from '../../../shared/session.ts';
import { settle } from '../../support/fake-clock.ts';
import { type World, link, scan, setUp, showQr } from './session-rig.ts';

let world: World;
beforeEach(() => {
  world = setUp();
});

describe('a link', () => {
  test('waits as long as the protocol pack of the moment says', async () => {
    const packed: PackedRules = { patience: { ...patience, probationMs: 60_000 }, codes: new Map() };
    world = setUp({ packed: () => packed });
    const { session, clock } = world;
    await link(world);
    await clock.advance(59_999);
    expect(session.snapshot().evidence.stable).toBeUndefined();
    await clock.advance(1);
    expect(session.snapshot().evidence.stable).toBe(clock.now());
  });

  test('is connected only after the new socket opened, and stable 30 s later', async () => {
    const { session, clock, net, seen } = world;
    await link(world);
    expect(seen.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
      'connecting',
      'awaiting-scan',
      'pairing',
      'restarting',
      'verifying',
      'connected',
    ]);
    expect(seen.filter(isConnected).every(({ phase }) => phase === 'connected')).toBe(true);
    expect(session.snapshot().evidence.stable).toBeUndefined();
    await clock.advance(29_999);
    expect(session.snapshot().evidence.stable).toBeUndefined();
    await clock.advance(1);
    expect(session.snapshot().evidence.stable).toBe(clock.now());
    expect(net.counts).toMatchObject({ live: 1, most: 1 });
    expect(world.log.entries).toEqual([]);
  });

  test('is not shown with its number', async () => {
    await link(world);
    expect(world.session.snapshot().account).toEqual({ maskedNumber: '972•••••••67', name: 'Shop' });
    expect(JSON.stringify(world.seen)).not.toContain('501234567');
  });

  test('waits for the disk before the restart, when the 515 comes first', async () => {
    await showQr(world);
    world.disk.state.saveError = { code: 'storage-full', place: '/data/shop' };
    scan(world);
    world.net.last().end({ by: 'library', statusCode: 515, message: 'restart required' });
    await settle();
    expect(world.session.snapshot()).toMatchObject({
      phase: 'pairing',
      failure: { cause: 'storage-full', place: '/data/shop' },
    });
    expect(isAuthPaired(world.session.snapshot())).toBe(false);
    await world.clock.advance(10_000);
    expect(world.net.opened).toHaveLength(1);
    expect(world.log.entries).toHaveLength(1);
    world.disk.state.saveError = undefined;
    await world.clock.advance(2_000);
    expect(world.session.snapshot()).toMatchObject({ phase: 'verifying' });
    expect(world.net.opened).toHaveLength(2);
  });

  test('restarts by itself when no 515 comes', async () => {
    await showQr(world);
    scan(world);
    await world.clock.advance(9_999);
    expect(world.session.snapshot().phase).toBe('pairing');
    await world.clock.advance(1);
    expect(world.session.snapshot().phase).toBe('verifying');
    expect(world.net.counts).toMatchObject({ live: 1, most: 1 });
  });

  test('that is refused at its first login is set aside, told once, and followed by a fresh QR', async () => {
    await showQr(world);
    scan(world);
    await settle();
    world.net.last().end({ by: 'library', statusCode: 515, message: 'restart' });
    await settle();
    world.net.last().end({ by: 'library', statusCode: 401, message: 'Connection Failure' });
    await settle();
    expect(world.log.entries).toMatchObject([
      { phase: 'verifying', qrShown: true, failure: { cause: 'first-login-refused', credentials: 'quarantined' } },
    ]);
    expect(world.disk.state.quarantined).toEqual(['first-login-refused:paired']);
    await world.clock.advance(1_000);
    world.net.last().emit({ type: 'qr', text: 'second', lifetimeMs: 60_000, rescan: false });
    expect(world.session.snapshot()).toMatchObject({
      phase: 'awaiting-scan',
      evidence: {},
      failure: { cause: 'first-login-refused' },
    });
  });
});

describe('a QR', () => {
  test('is one, on one socket, however many ask', async () => {
    for (let i = 0; i < 20; i += 1) world.session.start();
    await settle();
    world.net.last().emit({ type: 'qr', text: 'only', lifetimeMs: 60_000, rescan: false });
    for (let i = 0; i < 20; i += 1) world.session.start();
    await settle();
    expect(world.net.opened).toHaveLength(1);
    const { qr } = world.session.snapshot();
    expect(qr).toEqual({ text: 'only', issuedAt: world.clock.now(), expiresAt: world.clock.now() + 60_000 });
  });

  test('whose socket says nothing more is freed', async () => {
    await showQr(world);
    await world.clock.advance(64_999);
    expect(world.session.snapshot().qr?.text).toBe('first');
    await world.clock.advance(1);
    expect(world.session.snapshot().qr).toBeUndefined();
    expect(world.net.opened).toHaveLength(2);
    expect(world.net.counts.most).toBe(1);
  });

  test('is not shown when the disk cannot keep what it would link', async () => {
    world.disk.state.saveError = { code: 'storage-denied', place: '/data/shop' };
    world.session.start();
    await settle();
    expect(world.session.snapshot()).toMatchObject({
      phase: 'stopped',
      failure: { cause: 'storage-denied', place: '/data/shop' },
    });
    expect(world.net.opened).toEqual([]);
  });
});

describe('a forced relink', () => {
  test('drains the old socket, sets the credentials aside and shows a fresh QR', async () => {
    await link(world);
    const old = world.net.last();
    world.session.relink();
    await settle();
    expect(old.closed()).toBe(true);
    expect(world.disk.state.quarantined).toEqual(['relink:paired']);
    expect(world.session.snapshot()).toMatchObject({ phase: 'connecting', evidence: {} });
    old.logIn();
    old.emit({ type: 'pair-success' });
    world.net.last().emit({ type: 'qr', text: 'fresh', lifetimeMs: 60_000, rescan: false });
    expect(world.session.snapshot()).toMatchObject({ phase: 'awaiting-scan', qr: { text: 'fresh' } });
  });

  test('does not go on when the old credentials cannot be set aside', async () => {
    await link(world);
    world.disk.state.quarantineError = { code: 'storage-failed', place: '/data/shop' };
    world.session.relink();
    await settle();
    expect(world.session.snapshot()).toMatchObject({ phase: 'stopped', failure: { cause: 'storage-failed' } });
    expect(world.net.opened).toHaveLength(2);
  });
});

describe('a lost connection', () => {
  test('is tried again after a pause that grows, with the same credentials', async () => {
    await link(world);
    for (const [expected, ms] of [
      [1, 750],
      [2, 1_500],
      [3, 3_000],
    ] as const) {
      world.net.last().end({ by: 'library', statusCode: 428, message: 'closed' });
      expect(world.session.snapshot()).toMatchObject({
        phase: 'reconnecting',
        retry: { attempt: expected, at: world.clock.now() + ms },
      });
      expect(isConnected(world.session.snapshot())).toBe(false);
      expect(isAuthPaired(world.session.snapshot())).toBe(true);
      await world.clock.advance(ms);
    }
    world.net.last().logIn();
    expect(world.session.snapshot()).toMatchObject({ phase: 'connected' });
    expect(world.disk.state.quarantined).toEqual([]);
  });

  test.each([440, 403, 406])('with code %i is left alone', async (statusCode) => {
    await link(world);
    world.net.last().end({ by: 'library', statusCode, message: 'Stream Errored' });
    await world.clock.advance(3_600_000);
    expect(world.session.snapshot().phase).toBe('stopped');
    expect(world.net.opened).toHaveLength(2);
    expect(world.disk.state).toMatchObject({ quarantined: [], onDisk: { kind: 'paired' }, open: 0 });
    expect(world.session.comesBack()).toBe(false);
  });

  test('whose socket never answers is given up after 45 s', async () => {
    await link(world);
    world.net.last().end({ by: 'library', statusCode: 428, message: 'closed' });
    await world.clock.advance(750);
    await world.clock.advance(44_999);
    expect(world.session.snapshot()).toMatchObject({ phase: 'reconnecting' });
    expect(world.session.snapshot().retry).toBeUndefined();
    await world.clock.advance(1);
    expect(world.session.snapshot().retry).toMatchObject({ attempt: 2 });
    expect(world.net.counts.live).toBe(0);
  });
});

test('disconnect logs out, sets the credentials aside and ends idle', async () => {
  await link(world);
  const socket = world.net.last();
  await world.session.disconnect();
  expect(socket.loggedOut).toBe(true);
  expect(world.disk.state).toMatchObject({ quarantined: ['disconnect:paired'], open: 0 });
  expect(world.session.snapshot()).toMatchObject({ phase: 'idle', evidence: {} });
  expect(world.session.snapshot().logoutUnconfirmed).toBeUndefined();
});

test('a logout that WhatsApp did not confirm is told until the next start', async () => {
  await link(world);
  world.net.last().confirmsLogout = false;
  expect(await world.session.disconnect()).toBe(false);
  expect(world.session.snapshot()).toMatchObject({ phase: 'idle', logoutUnconfirmed: true });
  world.session.start();
  expect(world.session.snapshot().logoutUnconfirmed).toBeUndefined();
  await world.session.disconnect();
  expect(world.session.snapshot()).toMatchObject({ phase: 'idle' });
  expect(world.session.snapshot().logoutUnconfirmed).toBeUndefined();
});

describe('after a sleep of the machine', () => {
  test('a link gets one new socket at once, however often it is told, and no failure is recorded', async () => {
    const { session, clock, net, log } = world;
    await link(world);
    await clock.advance(60_000);
    session.slept();
    session.slept();
    await settle();
    expect(session.snapshot().phase).toBe('reconnecting');
    net.last().logIn();
    session.slept();
    await settle();
    expect(session.snapshot().phase).toBe('connected');
    expect(net.opened).toHaveLength(3);
    expect(net.counts).toMatchObject({ live: 1, most: 1 });
    expect(log.entries).toEqual([]);
  });

  test('a code that died meanwhile is replaced, one that lives stays', async () => {
    const { session, clock, net } = world;
    await showQr(world);
    session.slept();
    expect(session.snapshot().qr?.text).toBe('first');
    await clock.advance(60_000);
    session.slept();
    await settle();
    net.last().emit({ type: 'qr', text: 'second', lifetimeMs: 60_000, rescan: false });
    expect(session.snapshot().qr?.text).toBe('second');
    expect(net.counts).toMatchObject({ live: 1, most: 1 });
  });
});

test.each(['slept', 'networkChanged'] as const)('a pause between attempts ends: %s', async (happened) => {
  const { session, net } = world;
  await link(world);
  net.last().end({ by: 'library', statusCode: 428, message: 'closed' });
  await settle();
  expect(net.opened).toHaveLength(2);
  session[happened]();
  await settle();
  expect(net.opened).toHaveLength(3);
});

test('shutdown keeps everything and leaves nothing open', async () => {
  await link(world);
  await world.session.shutdown();
  expect(world.net.counts.live).toBe(0);
  expect(world.disk.state).toMatchObject({ open: 0, quarantined: [], onDisk: { kind: 'paired' } });
});

test('keys that cannot be written stop the session before memory and disk drift apart', async () => {
  await link(world);
  world.disk.state.fault?.({ code: 'storage-denied', place: '/data/shop' });
  await settle();
  expect(world.session.snapshot()).toMatchObject({
    phase: 'stopped',
    failure: { cause: 'storage-denied', credentials: 'kept' },
  });
  expect(world.session.comesBack()).toBe(true);
});

test('a fault inside ends this session with an error and lets go of everything', async () => {
  const broken = setUp();
  broken.net.sockets.open = () => Promise.reject(new Error('boom'));
  broken.session.start();
  await settle();
  expect(broken.session.snapshot()).toMatchObject({ phase: 'stopped', failure: { cause: 'internal-error' } });
  expect(broken.disk.state.open).toBe(0);
});

test('whatever happens, at most one socket lives and at most one set of credentials is open', async () => {
  const act = fc.constantFrom(
    'start',
    'relink',
    'disconnect',
    'shutdown',
    'qr',
    'scan',
    'open',
    'end-515',
    'end-401',
    'end-428',
    'end-440',
    'end-scan',
    'wait',
    'wait-long',
    'code',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const w = setUp();
      const end = (statusCode: number, message = 'end') =>
        w.net.opened.at(-1)?.end({
          by: 'library',
          statusCode,
          message,
          ...(message === 'end' ? {} : { known: 'account-signature-invalid' }),
        });
      for (const what of acts) {
        if (what === 'start') w.session.start();
        if (what === 'relink') w.session.relink();
        if (what === 'disconnect') void w.session.disconnect();
        if (what === 'shutdown') void w.session.shutdown();
        if (what === 'qr') w.net.opened.at(-1)?.emit({ type: 'qr', text: 'qr', lifetimeMs: 20_000, rescan: false });
        if (what === 'scan' && w.net.counts.live > 0) scan(w);
        if (what === 'open') w.net.opened.at(-1)?.logIn();
        if (what === 'end-515') end(515);
        if (what === 'end-401') end(401);
        if (what === 'end-428') end(428);
        if (what === 'end-440') end(440);
        if (what === 'end-scan') end(500, 'Invalid account signature');
        if (what === 'code') void w.session.requestCode('972501234567');
        if (what === 'wait') await settle();
        if (what === 'wait-long') await w.clock.advance(20_000);
        expect(w.net.counts.most).toBeLessThanOrEqual(1);
        expect(w.disk.state.mostOpen).toBeLessThanOrEqual(1);
      }
      await w.session.shutdown();
      expect(w.net.counts.live).toBe(0);
      expect(w.disk.state.open).toBe(0);
    }),
    { numRuns: Number(process.env.STORY_RUNS ?? 2_000) },
  );
});
