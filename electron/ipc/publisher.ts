import { channelOf, type Definition, type Publisher } from '../../shared/ipc/define.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Guard } from './guard.ts';

/** What is needed of Electron's `webContents`. */
export interface PublishTarget {
  isDestroyed(): boolean;
  send(channel: string, data: unknown): void;
}

/** Pushes a contract's events to windows. */
export interface EventPublisher<D extends Definition> {
  /** One function for every event. They never throw: their callers are sessions. */
  readonly publish: Publisher<D>;
  /** Sends every later event to this window, until it is destroyed. */
  readonly addTarget: (target: PublishTarget) => void;
}

export function createPublisher<D extends Definition>(options: {
  readonly contract: D;
  /** Parse the data before it is sent, so that wrong data is found where it is made. For development and tests. */
  readonly checkData: boolean;
  /** Absent: every event is for everyone. */
  readonly guard?: Guard | undefined;
  readonly logger: Logger;
}): EventPublisher<D> {
  const { contract, checkData, guard, logger } = options;
  const targets = new Set<PublishTarget>();

  function publish(channel: string, data: unknown): void {
    for (const target of targets) {
      if (target.isDestroyed()) {
        targets.delete(target);
        continue;
      }
      try {
        target.send(channel, data);
      } catch (error) {
        // The frame has gone since it was asked, or the data cannot be cloned.
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
          if (guard?.isSent(group, name) === false) return;
          const checked = checkData ? member.data.safeParse(data) : undefined;
          if (checked?.success === false)
            logger.error('an event is not as the contract says', { channel, error: checked.error });
          else publish(channel, guard === undefined ? data : guard.seen(group, name, data));
        };
        return [[name, push]];
      }),
    ),
  ]);
  // Built from the contract name by name, which the compiler cannot follow.
  return { publish: Object.fromEntries(groups) as Publisher<D>, addTarget: (target) => void targets.add(target) };
}
