import { beforeEach, describe, expect, test } from 'vitest';

import { settle } from '../../support/fake-clock.ts';
import { type World, link, scan, setUp, showQr } from './session-rig.ts';

let world: World;
beforeEach(() => {
  world = setUp();
});

describe('a link that stands', () => {
  test('is restricted until the clock of the restriction runs out', async () => {
    await link(world);
    const until = world.clock.now() + 3 * 86_400_000;
    world.net.last().emit({ type: 'restriction', restriction: { kind: 'reach-out', until } });
    expect(world.session.snapshot().restriction).toEqual({ kind: 'reach-out', until });
    await world.clock.advance(3 * 86_400_000 - 1);
    expect(world.session.snapshot().restriction).toBeDefined();
    await world.clock.advance(1);
    expect(world.session.snapshot()).toMatchObject({ phase: 'connected' });
    expect(world.session.snapshot().restriction).toBeUndefined();
  });

  test('tells when WhatsApp was last heard from, also once the socket is gone', async () => {
    await link(world);
    world.net.last().lastSeenAt = 5;
    expect(world.session.lastSeenAt()).toBe(5);
    await world.session.shutdown();
    expect(world.session.lastSeenAt()).toBe(5);
  });
});

test('the pairing is noted at once, and the reply to the phone leaves after the credentials were saved', async () => {
  await showQr(world);
  world.disk.state.saveError = { code: 'storage-full', place: '/data/shop' };
  scan(world);
  await settle();
  expect(world.net.last().released).toBe(false);
  expect(world.disk.state.pairingNotes).toEqual([true]);
  world.disk.state.saveError = undefined;
  await world.clock.advance(2_000);
  expect(world.net.last().released).toBe(true);
  expect(world.disk.state.pairingNotes).toEqual([true]);
  world.net.last().end({ by: 'library', statusCode: 515, message: 'restart required' });
  await settle();
  world.net.last().emit({ type: 'accepted' });
  await settle();
  expect(world.disk.state.pairingNotes).toEqual([true, false]);
});

test('a new link says when the first code of its attempt came on screen, not the one that was scanned', async () => {
  await showQr(world);
  const shownAt = world.clock.now();
  await world.clock.advance(30_000);
  world.net.last().emit({ type: 'qr', text: 'the next one', lifetimeMs: 20_000, rescan: false });
  await world.clock.advance(5_000);
  scan(world);
  await settle();
  world.net.last().end({ by: 'library', statusCode: 515, message: 'restart required' });
  await settle();
  world.net.last().logIn();
  await settle();
  expect(world.log.codesAt).toEqual([shownAt]);
});
