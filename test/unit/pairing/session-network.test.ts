import { beforeEach, describe, expect, test } from 'vitest';

import { settle } from '../../support/fake-clock.ts';
import { type World, link, setUp, showQr } from './session-rig.ts';

let world: World;
beforeEach(() => {
  world = setUp();
});

describe('after a change of the network', () => {
  test('a link that shows no life gets one new socket, however young it is, and no failure is recorded', async () => {
    const { session, net, log } = world;
    await link(world);
    net.last().alive = false;
    session.networkChanged();
    session.networkChanged();
    await settle();
    expect(session.snapshot().phase).toBe('reconnecting');
    net.last().logIn();
    await settle();
    expect(session.snapshot().phase).toBe('connected');
    expect(net.opened).toHaveLength(3);
    expect(net.counts).toMatchObject({ live: 1, most: 1 });
    expect(log.entries).toEqual([]);
  });

  test('a link that lives keeps its socket', async () => {
    const { session, clock, net } = world;
    await link(world);
    await clock.advance(60_000);
    session.networkChanged();
    await settle();
    expect(session.snapshot().phase).toBe('connected');
    expect(net.opened).toHaveLength(2);
  });

  test('a code on a dead socket is replaced, one on a socket that lives stays', async () => {
    const { session, net } = world;
    await showQr(world);
    session.networkChanged();
    await settle();
    expect(session.snapshot().qr?.text).toBe('first');
    net.last().alive = false;
    session.networkChanged();
    await settle();
    net.last().emit({ type: 'qr', text: 'second', lifetimeMs: 60_000, rescan: false });
    expect(session.snapshot().qr?.text).toBe('second');
    expect(net.counts).toMatchObject({ live: 1, most: 1 });
  });
});

describe('after a change of the tenant’s way', () => {
  test('a link is dialled anew, however young it is, and nothing is recorded', async () => {
    const { session, net, log } = world;
    await link(world);
    session.wayChanged();
    await settle();
    expect(session.snapshot().phase).toBe('reconnecting');
    expect(net.opened).toHaveLength(3);
    expect(log.entries).toEqual([]);
  });

  test('an unused code is made anew by the new way, one that is in use stays', async () => {
    const { session, net, log } = world;
    await showQr(world);
    session.wayChanged();
    await settle();
    net.last().emit({ type: 'qr', text: 'second', lifetimeMs: 60_000, rescan: false });
    expect(session.snapshot().qr?.text).toBe('second');
    session.claimScan();
    session.wayChanged();
    await settle();
    expect(session.snapshot().qr?.text).toBe('second');
    expect(net.opened).toHaveLength(2);
    expect(log.entries).toEqual([]);
  });
});

test('without a network a lost connection is no entry in the log, and what has another reason is', async () => {
  const offline = setUp({ isOffline: () => true });
  await link(offline);
  offline.net.last().end({ by: 'library', statusCode: 408, message: 'lost', systemCode: 'ENETUNREACH' });
  await settle();
  expect(offline.session.snapshot()).toMatchObject({
    phase: 'reconnecting',
    failure: { cause: 'network-unreachable' },
  });
  expect(offline.log.entries).toEqual([]);
  await offline.clock.advance(1_000);
  offline.net.last().end({ by: 'library', statusCode: 403, message: 'locked' });
  await settle();
  expect(offline.log.entries).toMatchObject([{ failure: { cause: 'account-locked' } }]);
});
