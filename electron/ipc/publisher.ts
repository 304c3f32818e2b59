import { channelOf, type Definition, type Publisher } from '../../shared/ipc/define.ts';
import type { Logger } from '../pairing/ports.ts';

/** What is needed of Electron's `webContents`. */
export interface PublishTarget {
  isDestroyed(): boolean;
  send(channel: string, data: unknown): void;
}

/** Pushes the contract's events to whatever windows are open. Never throws: a publisher's caller is a session. */
export function createPublisher<D extends Definition>(options: {
  readonly contract: D;
  readonly targets: () => readonly PublishTarget[];
  /** Parse the data before it is sent, so that wrong data is found where it is made. For development and tests. */
  readonly checkData: boolean;
  readonly logger: Logger;
}): Publisher<D> {
  const { contract, targets, checkData, logger } = options;

  function publish(channel: string, data: unknown): void {
    for (const target of targets()) {
      if (target.isDestroyed()) continue;
      try {
        target.send(channel, data);
      } catch (error) {
        // The frame went between the question and the message, or the data cannot be cloned.
        logger.warn('an event could not be sent to a window', { channel, error });
      }
    }
  }

  const groups = Object.entries(contract).map(([group, members]) => [
    group,
    Object.fromEntries(
      Object.entries(members).flatMap(([name, member]) => {
        if (member.kind !== 'event') return [];
        const channel = channelOf(group, name);
        const push = (data: unknown): void => {
          const checked = checkData ? member.data.safeParse(data) : undefined;
          if (checked?.success === false)
            logger.error('an event is not as the contract says', { channel, error: checked.error });
          else publish(channel, data);
        };
        return [[name, push]];
      }),
    ),
  ]);
  // Built name by name from the contract itself, which the compiler cannot follow.
  return Object.fromEntries(groups) as Publisher<D>;
}
