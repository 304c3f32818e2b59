import type { Clock } from './ports.ts';

export interface SendStatus {
  readonly active: number;
  /** When the last one began; epoch milliseconds. */
  readonly lastAt: number | undefined;
}

/** What a tenant has on its way to WhatsApp, so that nothing pulls the socket from under it. */
export interface Sends {
  status(): SendStatus;
  /** Runs `send` and counts it while it lasts; `undefined` while the door is closed. */
  run<T>(send: () => Promise<T>): Promise<T> | undefined;
  /** Lets no further one begin until the returned function is called. */
  closeDoor(): () => void;
  /** Resolves when none is under way, with `false` if that takes longer than `ms`. */
  quiet(ms: number): Promise<boolean>;
}

export function createSends(clock: Clock): Sends {
  const waiting = new Set<() => void>();
  let active = 0;
  let lastAt: number | undefined;
  let closed = 0;

  async function counted<T>(send: () => Promise<T>): Promise<T> {
    active += 1;
    lastAt = clock.now();
    try {
      return await send();
    } finally {
      active -= 1;
      if (active === 0) for (const proceed of [...waiting]) proceed();
    }
  }

  return {
    status: () => ({ active, lastAt }),
    run: (send) => (closed > 0 ? undefined : counted(send)),
    closeDoor() {
      closed += 1;
      let reopened = false;
      return () => {
        if (!reopened) closed -= 1;
        reopened = true;
      };
    },
    quiet(ms) {
      if (active === 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const settle = (inTime: boolean) => {
          waiting.delete(proceed);
          cancel();
          resolve(inTime);
        };
        const proceed = () => settle(true);
        const cancel = clock.after(ms, () => settle(false));
        waiting.add(proceed);
      });
    },
  };
}
