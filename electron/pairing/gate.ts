/** Lets a few in at a time, in the order they came. */
export interface Gate {
  /**
   * Resolves with the way out, once there is room; with `undefined` when `signal` aborts first. The way out may be
   * taken any number of times, only the first counts.
   */
  enter(signal: AbortSignal): Promise<(() => void) | undefined>;
  /** How many are inside, or wait. */
  count(): number;
}

/**
 * Opening a socket costs tens of milliseconds of signature checks: a hundred at once block the event loop for seconds,
 * and the sockets miss their keep-alive and die. Measured: four at a time bring the last QR sooner than all at once.
 */
export function createGate(room: number): Gate {
  let inside = 0;
  const queue = new Set<() => void>();

  function admit(): () => void {
    inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      const [next] = queue;
      next?.();
    };
  }

  return {
    enter(signal) {
      if (signal.aborted) return Promise.resolve(undefined);
      if (inside < room) return Promise.resolve(admit());
      return new Promise((resolve) => {
        const giveUp = () => {
          queue.delete(proceed);
          resolve(undefined);
        };
        const proceed = () => {
          queue.delete(proceed);
          signal.removeEventListener('abort', giveUp);
          resolve(admit());
        };
        queue.add(proceed);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
    count: () => inside + queue.size,
  };
}
