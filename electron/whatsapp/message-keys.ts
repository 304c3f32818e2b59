import { IdleStorage } from './repairs/kept-contexts.ts';

const underWay = new IdleStorage<true>();

/**
 * Runs the client library's work on one message. What it changes of the keys is saved together with the message, where the
 * store can do that: the library is told at once that it is saved. So nothing may count, or be acknowledged, before the keys
 * are flushed.
 */
export function saveKeysWithMessage<T>(work: () => Promise<T>): Promise<T> {
  return underWay.run(true, work);
}

/** Whether this runs within such work. */
export function isWorkOnMessage(): boolean {
  return underWay.getStore() === true;
}
