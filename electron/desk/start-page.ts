import type { BrowserWindow } from 'electron';

import type { Language } from '../../shared/i18n/languages.ts';
import {
  type StartAnswer,
  type StartQuestion,
  type StartState,
  type StartWork,
  startContract,
} from '../../shared/ipc/start-contract.ts';
import { ok } from '../../shared/result.ts';
import { createPublisher } from '../ipc/publisher.ts';
import { registerHandlers } from '../ipc/register-handlers.ts';
import { createSenderCheck } from '../ipc/trusted-sender.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { bringToFront } from '../window/single-instance.ts';
import { startOrigin, startUrl } from '../window/start-address.ts';
import type { StartPage } from './desktop-data.ts';

/** Work that is done sooner than this, in ms, opens no window. */
const patienceMs = 700;

/** The page in front of the console, in a separate window that opens when there is something to say. */
export interface StartWindow extends StartPage {
  readonly focus: () => void;
  /** The console's window is there: this one goes. */
  readonly close: () => void;
}

export function createStartWindow(options: {
  /** From `openStartWindow`. */
  readonly openWindow: () => BrowserWindow;
  readonly dataFolder: string;
  readonly language: () => Language;
  /** Parse answers and events, too, before they are sent. */
  readonly checks: boolean;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
}): StartWindow {
  const { openWindow, dataFolder, language, checks, clock, logger } = options;
  const { publish, addTarget } = createPublisher({ contract: startContract, checkData: checks, logger });
  let step: StartState['step'] = { kind: 'opening' };
  let window: BrowserWindow | undefined;
  let isClosed = false;
  let cancelWait: (() => void) | undefined;
  let waiting: ((answer: StartAnswer | undefined) => void) | undefined;

  const state = (): StartState => ({ language: language(), dataFolder, step });

  function answer(given: StartAnswer | undefined): void {
    const told = waiting;
    waiting = undefined;
    told?.(given);
  }

  function open(): BrowserWindow {
    const made = openWindow();
    const contents = made.webContents;
    addTarget(contents);
    made.once('closed', () => {
      isClosed = true;
      answer(undefined);
    });
    registerHandlers({
      contract: startContract,
      handlers: {
        start: {
          state: () => Promise.resolve(ok(state())),
          answer(given) {
            answer(given);
            return Promise.resolve(ok());
          },
        },
      },
      ipcMain: contents.ipc,
      isTrusted: createSenderCheck({ origin: startOrigin, ownContents: () => contents }),
      checkAnswers: checks,
      logger,
    });
    made.loadURL(startUrl).catch((error: unknown) => {
      if (made.isDestroyed()) return;
      logger.error('the window in front of the console could not load its page', { error });
      made.destroy();
    });
    return made;
  }

  function draw(next: StartState['step']): void {
    step = next;
    publish.start.changed(state());
  }

  return {
    ask(question: StartQuestion) {
      cancelWait?.();
      if (isClosed) return Promise.resolve(undefined);
      draw(question);
      window ??= open();
      return new Promise((resolve) => (waiting = resolve));
    },
    show(work: StartWork) {
      draw(work);
      if (window !== undefined || isClosed) return;
      cancelWait ??= clock.after(patienceMs, () => (window ??= open()));
    },
    focus() {
      if (window?.isDestroyed() === false) bringToFront(window);
    },
    close() {
      cancelWait?.();
      isClosed = true;
      if (window?.isDestroyed() === false) window.destroy();
    },
  };
}
