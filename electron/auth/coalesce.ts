export interface Coalesced<T> {
  /** Runs the task after the run under way, if any. Calls that wait together share one run and its outcome. */
  run(): Promise<T>;
  /** Resolves once no run is under way or waiting. */
  idle(): Promise<void>;
}

/** Serialises a task of which one run, begun after the call, serves every caller. */
export function coalesce<T>(task: () => Promise<T>): Coalesced<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Promise<T> | undefined;

  function begin(): Promise<T> {
    waiting = undefined;
    return task();
  }

  return {
    run() {
      waiting ??= last.then(begin, begin);
      last = waiting;
      return waiting;
    },
    async idle() {
      await Promise.allSettled([last]);
    },
  };
}
