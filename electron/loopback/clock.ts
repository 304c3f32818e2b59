/** Time and timers of the loopback WhatsApp; tests put a fake one here. */
export interface LoopbackClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
}

export interface CancellableClock extends LoopbackClock {
  cancelAll(): void;
}

/** A clock whose timers can be cancelled together, so that closing the endpoint leaves none behind. */
export function createCancellableClock(clock: LoopbackClock): CancellableClock {
  const cancels = new Set<() => void>();
  return {
    now: () => clock.now(),
    after(ms, task) {
      const cancel = clock.after(ms, () => {
        cancels.delete(forget);
        task();
      });
      const forget = (): void => {
        cancels.delete(forget);
        cancel();
      };
      cancels.add(forget);
      return forget;
    },
    cancelAll() {
      for (const cancel of [...cancels]) cancel();
    },
  };
}
