import { EventEmitter } from 'node:events';

import { expect, it, vi } from 'vitest';

import { noticeSilence } from '../../../../electron/whatsapp/repairs/late-silence.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

/** A peer that answers pings while `answers` is true, one second later. */
function createPeer() {
  const clock = createFakeClock();
  const ws = new EventEmitter();
  const peer = { answers: true, pings: 0 };
  const says = (frame: object = { tag: 'iq', attrs: {} }) => void ws.emit('frame', frame);
  const sendNode = () => {
    peer.pings += 1;
    if (peer.answers) clock.after(1_000, () => says());
    return Promise.resolve();
  };
  const socket = { ws, sendNode, generateMessageTag: () => 'id' } as unknown as Parameters<typeof noticeSilence>[0];
  const onSilent = vi.fn();
  return { clock, peer, says, onSilent, watch: noticeSilence(socket, clock, onSilent) };
}

it('notices within 45 s that nothing arrives any more', async () => {
  const { clock, peer, says, onSilent } = createPeer();
  says();
  peer.answers = false;
  await clock.advance(25_000);
  expect(peer.pings).toBe(1);
  expect(onSilent).not.toHaveBeenCalled();
  await clock.advance(15_000);
  expect(onSilent).toHaveBeenCalledOnce();
});

it('asks a quiet peer and keeps the link while it answers', async () => {
  const { clock, peer, says, onSilent, watch } = createPeer();
  says();
  await clock.advance(10 * 60_000);
  expect(onSilent).not.toHaveBeenCalled();
  expect(peer.pings).toBeGreaterThan(20);
  expect(clock.now() - (watch.lastSeenAt() ?? 0)).toBeLessThan(30_000);
});

it('asks nothing while stanzas arrive by themselves', async () => {
  const { clock, peer, says } = createPeer();
  for (let count = 0; count < 20; count += 1) {
    says();
    await clock.advance(20_000);
  }
  expect(peer.pings).toBe(0);
});

it('begins after the handshake and ends with the socket', async () => {
  const { clock, says, onSilent, peer, watch } = createPeer();
  says(new Uint8Array(1));
  await clock.advance(60_000);
  expect(peer.pings).toBe(0);
  peer.answers = false;
  says();
  watch.stop();
  await clock.advance(60_000);
  expect(onSilent).not.toHaveBeenCalled();
  expect(clock.pending()).toBe(0);
});
