import type { LaunchedConsole } from './launch.ts';

/** The main process's side of held time. */
interface HeldTime {
  jump?: (ms: number) => void;
}

/**
 * Holds the program's time: it passes as before, and in jumps, in the main process and in the
 * window. A jump also runs every timer of the main process, set since, that falls due on the way.
 */
export async function holdTime({ app, page }: LaunchedConsole): Promise<{
  readonly jump: (ms: number) => Promise<void>;
  /** The window first: what it does by itself while the main process is late. `catchUp` ends that. */
  readonly jumpWindow: (ms: number) => Promise<{ readonly catchUp: () => Promise<void> }>;
}> {
  await page.clock.install();
  await app.evaluate(() => {
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    const now = Date.now;
    const waiting = new Map<NodeJS.Timeout, { readonly due: number; readonly task: () => void }>();
    let ahead = 0;
    Date.now = () => now() + ahead;
    const setHeld = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): NodeJS.Timeout => {
      const task = (): void => {
        waiting.delete(timer);
        callback(...args);
      };
      const timer = set(task, ms);
      waiting.set(timer, { due: Date.now() + ms, task });
      return timer;
    };
    const clearHeld: typeof clear = (timer) => {
      if (typeof timer === 'object') waiting.delete(timer);
      clear(timer);
    };
    const held: typeof globalThis & HeldTime = globalThis;
    Object.assign(held, { setTimeout: setHeld, clearTimeout: clearHeld });
    held.jump = (ms) => {
      ahead += ms;
      const due = [...waiting].filter((entry) => entry[1].due <= Date.now()).sort((a, b) => a[1].due - b[1].due);
      for (const [timer, { task }] of due) {
        if (!waiting.has(timer)) continue;
        clear(timer);
        task();
      }
    };
  });
  const jumpProcess = (ms: number) =>
    app.evaluate((_electron, step) => (globalThis as typeof globalThis & HeldTime).jump?.(step), ms);
  return {
    async jump(ms) {
      await jumpProcess(ms);
      await page.clock.fastForward(ms);
    },
    async jumpWindow(ms) {
      await page.clock.fastForward(ms);
      return { catchUp: () => jumpProcess(ms) };
    },
  };
}
