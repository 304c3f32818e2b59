import { IdleStorage } from './repairs/kept-contexts.ts';

const underWay = new IdleStorage<{ isOver: boolean }>();

/**
 * Runs the client library's work on one message. What it changes of the keys is saved together with the message, where the
 * store can do that: the library is told at once that it is saved. So nothing may count, or be acknowledged, before the keys
 * are flushed. What the work has begun and not awaited does not count once the work is over.
 */
export async function saveKeysWithMessage<T>(work: () => Promise<T>): Promise<T> {
  const own = { isOver: false };
  try {
    return await underWay.run(own, work);
  } finally {
    own.isOver = true;
  }
}

/** Whether this runs within such work. */
export function isWorkOnMessage(): boolean {
  return underWay.getStore()?.isOver === false;
}
