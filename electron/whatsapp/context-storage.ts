import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

const { AsyncLocalStorage } = asyncHooks;
/** From here on Node keeps contexts in another way, in which a storage costs nothing. */
const immuneNode = 24;

/**
 * Calls `make`, and disables every `AsyncLocalStorage` that is made in it once it is released and nothing runs in it.
 *
 * Each socket of the client library makes one for its transactions and keeps it (7.0.0-rc14, lib/Utils/auth-utils.js).
 * Before Node 24 a storage that has been used costs every later promise of the process until it is disabled: after four
 * hundred reconnects a promise takes two hundred times as long. The library has no way to disable it, so it is caught
 * where it is made; nothing else can run in that moment. What a closed socket still begins runs without a context: its
 * writes then go to the keys one by one.
 */
export function catchStorages<T>(
  make: () => T,
  nodeMajor = Number.parseInt(process.versions.node, 10),
): { readonly made: T; readonly release: () => void } {
  if (nodeMajor >= immuneNode) return { made: make(), release: () => undefined };
  const idleChecks: (() => void)[] = [];
  let released = false;

  class CaughtStorage<S> extends AsyncLocalStorage<S> {
    private running = 0;

    constructor() {
      super();
      idleChecks.push(() => this.disableIfIdle());
    }

    override run<R, A extends unknown[]>(store: S, callback: (...args: A) => R, ...args: A): R {
      if (released) return callback(...args);
      this.running += 1;
      const result = super.run(store, callback, ...args);
      const ended = () => {
        this.running -= 1;
        this.disableIfIdle();
      };
      Promise.resolve(result).then(ended, ended);
      return result;
    }

    private disableIfIdle(): void {
      if (released && this.running === 0) this.disable();
    }
  }

  expose(CaughtStorage);
  try {
    const made = make();
    return {
      made,
      release() {
        released = true;
        for (const check of idleChecks) check();
      },
    };
  } finally {
    expose(AsyncLocalStorage);
  }
}

/** What `import { AsyncLocalStorage }` gives, to modules that were loaded before as well. */
function expose(storage: typeof AsyncLocalStorage): void {
  Object.assign(asyncHooks, { AsyncLocalStorage: storage });
  syncBuiltinESMExports();
}
