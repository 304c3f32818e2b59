import { createQueue } from '../pairing/queue.ts';

export interface Coalesced<T> {
  /** Runs the task after the run under way, if any. Calls that wait together share one run and its outcome. */
  run(): Promise<T>;
  /** Resolves once no run is under way or waiting. */
  idle(): Promise<void>;
}

/** Runs a task one at a time. One run that begins after several calls serves them all. */
export function coalesce<T>(task: () => Promise<T>): Coalesced<T> {
  const runs = createQueue();
  let waiting: Promise<T> | undefined;

  function begin(): Promise<T> {
    waiting = undefined;
    return task();
  }

  return {
    run: () => (waiting ??= runs.run(begin)),
    idle: () => runs.idle(),
  };
}
