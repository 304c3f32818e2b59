/** Runs asynchronous tasks one after the other, in the order they were given. */
export interface Queue {
  /** Runs `task` after every earlier task, even if one of them failed. Answers, or rejects with, what `task` does. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Resolves once every task given so far has ended. Never rejects. */
  idle(): Promise<void>;
}

export function createQueue(): Queue {
  let last: Promise<void> = Promise.resolve();
  return {
    run(task) {
      const done = last.then(task);
      last = done.then(
        () => undefined,
        // The caller of `run` has the error.
        () => undefined,
      );
      return done;
    },
    idle: () => last,
  };
}
