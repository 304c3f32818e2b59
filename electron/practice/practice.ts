import { rm } from 'node:fs/promises';

import type { CommandError } from '../../shared/errors.ts';
import type { PracticeState } from '../../shared/practice.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type * as loopback from '../loopback/endpoint.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import { type PracticePhone, createPracticePhone } from './practice-phone.ts';

/** The window and the console that practice happens in. */
export interface PracticeDesk {
  focus(): void;
  publish(state: PracticeState): void;
  /** Closes the console; the window may be gone already. */
  close(): Promise<void>;
}

export type OpenPracticeDesk = (options: {
  readonly dataFolder: string;
  readonly whatsappUrl: string;
  readonly phone: PracticePhone;
  /** The window was closed. */
  readonly onClosed: () => void;
}) => Promise<PracticeDesk>;

export interface Practice {
  /** Opens practice, or brings its window to the front. */
  readonly open: () => Promise<Result<null, CommandError>>;
  /** Throws away what a practice left that had no time to end. */
  readonly sweep: () => Promise<void>;
  /** Ends it and throws everything of it away. */
  readonly close: () => Promise<void>;
}

/**
 * Practice is a second console, in a separate folder, against a WhatsApp on this machine with a phone to play
 * with. Nothing in it is real and nothing of it is kept: the folder is deleted when its window closes. The loopback is
 * loaded when it is first wanted, so that it costs the start of the program nothing.
 */
export function createPractice(options: {
  readonly folder: string;
  readonly loadLoopback: () => Promise<Pick<typeof loopback, 'createLoopbackWhatsApp'>>;
  readonly openDesk: OpenPracticeDesk;
  readonly phoneName: () => string;
  readonly clock: Clock;
  readonly logger: Logger;
}): Practice {
  const { folder, loadLoopback, openDesk, phoneName, clock, logger } = options;
  let desk: PracticeDesk | undefined;
  /** Puts an end to what is running. */
  let stop: (() => Promise<void>) | undefined;
  /** Practice opens and ends one step at a time. */
  const steps = createQueue();

  async function start(): Promise<void> {
    await discard();
    const { createLoopbackWhatsApp } = await loadLoopback();
    const whatsapp = await createLoopbackWhatsApp();
    stop = () => whatsapp.close();
    const phone = createPracticePhone({
      whatsapp,
      name: phoneName(),
      clock,
      onChange: (state) => desk?.publish(state),
    });
    const opened = await openDesk({ dataFolder: folder, whatsappUrl: whatsapp.url, phone, onClosed: () => void end() });
    desk = opened;
    stop = async () => {
      await opened.close();
      await whatsapp.close();
    };
  }

  async function finish(): Promise<void> {
    const stopping = stop;
    desk = undefined;
    stop = undefined;
    await stopping?.();
    await discard();
  }

  async function discard(): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  const tidily = (task: () => Promise<void>) =>
    steps.run(task).catch((error: unknown) => logger.error('practice could not be thrown away', { error }));
  const end = () => tidily(finish);

  return {
    open: () =>
      steps.run(async () => {
        if (desk !== undefined) {
          desk.focus();
          return ok();
        }
        try {
          await start();
          return ok();
        } catch (error) {
          logger.error('practice could not be started', { error });
          await finish();
          return err({ code: 'practice-failed' });
        }
      }),
    sweep: () =>
      tidily(async () => {
        if (desk === undefined) await discard();
      }),
    close: end,
  };
}
