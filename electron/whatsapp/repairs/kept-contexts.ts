import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

const { AsyncLocalStorage } = asyncHooks;
/** From this version on Node keeps contexts in another way: a storage costs nothing. */
const immuneNode = 24;

/**
 * Fault: each socket makes an `AsyncLocalStorage` for its transactions and keeps it. Before Node 24 a storage that has
 * been used costs every later promise of the process until it is disabled: after 400 reconnects a promise takes 200
 * times as long. The library has no way to disable it.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/auth-utils.js, `addTransactionCapability`.
 * Repair: calls `make` and catches every `AsyncLocalStorage` made in it (nothing else runs in that moment). After
 * `release` each is disabled as soon as nothing runs in it. What a closed socket still begins runs without a context:
 * its writes then go to the keys one by one.
 * Shown by: test/unit/whatsapp/repairs/kept-contexts.test.ts and the integration test of the same name.
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

/** Changes what `import { AsyncLocalStorage }` gives, also in modules that were loaded before. */
function expose(storage: typeof AsyncLocalStorage): void {
  Object.assign(asyncHooks, { AsyncLocalStorage: storage });
  syncBuiltinESMExports();
}
