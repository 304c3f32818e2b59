import { EventEmitter } from 'node:events';

import { beforeEach, expect, it, vi } from 'vitest';

import { noticeStuckMessages } from '../../../../electron/whatsapp/repairs/stuck-messages.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

type Socket = Parameters<typeof noticeStuckMessages>[0];

/** A socket whose line of messages stands still from `block` until `unblock`. */
function createLine() {
  const ws = new EventEmitter();
  let line: Promise<unknown> = Promise.resolve();
  let unblock: () => void = () => undefined;
  const messageMutex = {
    mutex: <T>(task: () => T | Promise<T>) => {
      const done = line.then(task);
      line = done;
      return done;
    },
  };
  return {
    socket: { ws, messageMutex } as unknown as Socket,
    message: () => void ws.emit('CB:message', { tag: 'message', attrs: {} }),
    block: () => void messageMutex.mutex(() => new Promise<void>((resolve) => (unblock = resolve))),
    unblock: () => unblock(),
  };
}

const onDeaf = vi.fn();
const clock = createFakeClock();
beforeEach(() => onDeaf.mockReset());

it('tells of a message that is not reached within a minute', async () => {
  const { socket, block, message } = createLine();
  noticeStuckMessages(socket, clock, onDeaf);
  block();
  message();
  await clock.advance(59_999);
  expect(onDeaf).not.toHaveBeenCalled();
  await clock.advance(1);
  expect(onDeaf).toHaveBeenCalledOnce();
});

it('is quiet about a line that moves, and about one that stands with nobody in it', async () => {
  const { socket, block, message, unblock } = createLine();
  noticeStuckMessages(socket, clock, onDeaf);
  message();
  await clock.advance(59_999);
  block();
  message();
  await clock.advance(30_000);
  unblock();
  await clock.advance(30_000);
  block();
  await clock.advance(300_000);
  expect(onDeaf).not.toHaveBeenCalled();
});

it('is quiet after the end of its socket', async () => {
  const { socket, block, message } = createLine();
  const stop = noticeStuckMessages(socket, clock, onDeaf);
  block();
  message();
  await clock.advance(1_000);
  stop();
  await clock.advance(300_000);
  expect(onDeaf).not.toHaveBeenCalled();
});
