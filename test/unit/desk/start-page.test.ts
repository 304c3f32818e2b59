import { EventEmitter } from 'node:events';

import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';

import { type StartWindow, createStartWindow } from '../../../electron/desk/start-page.ts';
import type { StartAnswer, StartState } from '../../../shared/ipc/start-contract.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';

/** As much of a window as this needs; its page calls, and hears, by channels. */
class FakeWindow extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown, input: unknown) => Promise<unknown>>();
  readonly heard: StartState[] = [];
  isGone = false;
  readonly mainFrame = { origin: 'app://start' };
  readonly webContents = {
    mainFrame: this.mainFrame,
    ipc: {
      handle: (channel: string, handler: (event: unknown, input: unknown) => Promise<unknown>) =>
        this.handlers.set(channel, handler),
      removeHandler: () => undefined,
    },
    isDestroyed: () => this.isGone,
    send: (_channel: string, state: StartState) => this.heard.push(state),
  };
  loadURL = () => Promise.resolve();
  isDestroyed = () => this.isGone;
  destroy(): void {
    this.isGone = true;
    this.emit('closed');
  }
  call(channel: string, input: unknown = null): Promise<unknown> {
    const event = { sender: this.webContents, senderFrame: this.mainFrame };
    return this.handlers.get(channel)?.(event, input) ?? expect.unreachable(`nothing answers ${channel}`);
  }
}

let windows: FakeWindow[];
let clock: FakeClock;
let page: StartWindow;
beforeEach(() => {
  windows = [];
  clock = createFakeClock();
  page = createStartWindow({
    openWindow() {
      const window = new FakeWindow();
      windows.push(window);
      return window as unknown as BrowserWindow;
    },
    dataFolder: '/data',
    language: () => 'he',
    checks: true,
    clock,
    logger,
  });
});
const opened = () => windows[0] ?? expect.unreachable('no window is open');

describe('the window in front of the console', () => {
  it('opens for a question, and passes on the answer once', async () => {
    const asked = page.ask({ kind: 'passphrase' });
    expect(await opened().call('start.state')).toEqual({
      ok: true,
      value: { language: 'he', dataFolder: '/data', step: { kind: 'passphrase' } },
    });
    const answer: StartAnswer = { kind: 'passphrase', passphrase: 'x' };
    await opened().call('start.answer', answer);
    expect(await asked).toEqual(answer);
    // The next question is drawn in the same window.
    const again = page.ask({ kind: 'passphrase', problem: { code: 'wrong-passphrase' } });
    expect(windows).toHaveLength(1);
    expect(opened().heard.at(-1)?.step).toMatchObject({ problem: { code: 'wrong-passphrase' } });
    opened().destroy();
    expect(await again).toBeUndefined();
    expect(await page.ask({ kind: 'passphrase' })).toBeUndefined();
    expect(windows).toHaveLength(1);
  });

  it('opens for work that takes long, with how far it is', async () => {
    page.show({ kind: 'sealing', done: 0, total: 900 });
    await clock.advance(500);
    page.show({ kind: 'sealing', done: 400, total: 900 });
    expect(windows).toHaveLength(0);
    await clock.advance(500);
    expect(await opened().call('start.state')).toMatchObject({ value: { step: { done: 400, total: 900 } } });
    page.show({ kind: 'sealing', done: 500, total: 900 });
    expect(opened().heard.at(-1)?.step).toEqual({ kind: 'sealing', done: 500, total: 900 });
    page.close();
    expect(opened().isGone).toBe(true);
  });

  it('does not open for work that is done sooner, nor after the console is there', async () => {
    page.show({ kind: 'sealing', done: 1, total: 1 });
    page.close();
    await clock.advance(5_000);
    page.show({ kind: 'opening' });
    await clock.advance(5_000);
    expect(windows).toHaveLength(0);
  });

  it('takes no short passphrase from its page, and no call from another frame', async () => {
    const asked = page.ask({ kind: 'choose' });
    const refused = { ok: false, error: { code: 'invalid-request' } };
    expect(await opened().call('start.answer', { kind: 'new-passphrase', passphrase: 'short' })).toEqual(refused);
    const foreign = { sender: opened().webContents, senderFrame: { origin: 'app://start' } };
    expect(await opened().handlers.get('start.answer')?.(foreign, { kind: 'leave-open' })).toEqual(refused);
    await opened().call('start.answer', { kind: 'leave-open' });
    expect(await asked).toEqual({ kind: 'leave-open' });
  });
});
