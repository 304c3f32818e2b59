import { beforeEach, expect, it } from 'vitest';

import { type Quit, controlQuit } from '../../../electron/window/quit.ts';
import { settle } from '../../support/fake-clock.ts';

let done: string[];
let scanning: boolean;
let answer: (quits: boolean) => void;
let quit: Quit;
/** The system's quit: true when the program has really ended. */
let wish: () => boolean;
let closing: Promise<void>;

beforeEach(() => {
  done = [];
  scanning = true;
  closing = Promise.resolve();
  let beforeQuit: (event: { preventDefault: () => void }) => void = () => undefined;
  wish = () => {
    const event = { held: false, preventDefault: () => void (event.held = true) };
    beforeQuit(event);
    if (!event.held) done.push('ended');
    return !event.held;
  };
  const app = {
    on: (_event: string, listener: typeof beforeQuit) => {
      beforeQuit = listener;
      return app;
    },
    quit: () => void wish(),
  };
  quit = controlQuit({
    app: app as never,
    isScanning: () => scanning,
    ask: () => {
      done.push('asked');
      return new Promise((resolve) => (answer = resolve));
    },
    close: () => {
      done.push('closed');
      return closing;
    },
    fail: () => done.push('failed'),
  });
});

it('closes everything before the end, without a question where nothing is being scanned', async () => {
  scanning = false;
  expect(wish()).toBe(false);
  expect(quit.isDone()).toBe(false);
  await settle();
  expect(done).toEqual(['closed', 'ended']);
  expect(quit.isDone()).toBe(true);
});

it('asks while a phone is being linked, once, and goes on where the answer is no', async () => {
  wish();
  wish();
  answer(false);
  await settle();
  expect(done).toEqual(['asked']);
  wish();
  answer(true);
  await settle();
  expect(done).toEqual(['asked', 'asked', 'closed', 'ended']);
});

it('asks nobody where it must go', async () => {
  quit.now();
  await settle();
  expect(done).toEqual(['closed', 'ended']);
});

it('waits for no answer any more once it must go', async () => {
  wish();
  quit.now();
  quit.now();
  await settle();
  expect(done).toEqual(['asked', 'closed', 'ended']);
});

it('says where closing failed', async () => {
  scanning = false;
  closing = Promise.reject(new Error('disk'));
  wish();
  await settle();
  expect(done).toEqual(['closed', 'failed']);
});
