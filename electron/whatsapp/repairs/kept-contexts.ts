import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

const { AsyncLocalStorage } = asyncHooks;
/** From this version on Node keeps contexts in another way: a storage costs nothing. */
const immuneNode = 24;

/**
 * Fault: each socket makes an `AsyncLocalStorage` for its transactions and never disables it. Before Node 24 a storage that
 * has been used costs every later promise of the process until it is disabled, also while its socket does nothing: with
 * fifty connected tenants any answer over HTTP takes four times as long, and after 400 reconnects a promise takes 200 times
 * as long. The library has no way to disable it.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/auth-utils.js, `addTransactionCapability`.
 * Repair: calls `make` and catches every `AsyncLocalStorage` made in it (nothing else runs in that moment). Each is enabled
 * only while a transaction runs in it. What a transaction has begun and not awaited goes on without a context: it writes
 * to the keys one by one.
 * Shown by: test/unit/whatsapp/repairs/kept-contexts.test.ts and the integration test of the same name.
 */
export function catchStorages<T>(make: () => T, nodeMajor = Number.parseInt(process.versions.node, 10)): T {
  if (nodeMajor >= immuneNode) return make();
  listen();
  isCatching = true;
  try {
    return make();
  } finally {
    isCatching = false;
  }
}

let isCatching = false;
let isListening = false;

/**
 * From here on `import { AsyncLocalStorage }` gives a class that makes Node's own storages but for the moments of
 * `catchStorages`, also in modules that were loaded before. Once for all: telling every module takes 0.1 ms.
 */
function listen(): void {
  if (isListening) return;
  isListening = true;
  const listening: typeof AsyncLocalStorage = new Proxy(AsyncLocalStorage, {
    construct: (own, args, made: typeof AsyncLocalStorage) =>
      isCatching && made === listening ? new IdleStorage() : (Reflect.construct(own, args, made) as object),
  });
  // Node 22 has it as a getter.
  Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value: listening, enumerable: true, configurable: true });
  syncBuiltinESMExports();
}

/** Disabled while nothing runs in it; Node's own `run` enables it again. */
export class IdleStorage<S> extends AsyncLocalStorage<S> {
  private running = 0;

  override run<R, A extends unknown[]>(store: S, callback: (...args: A) => R, ...args: A): R {
    const ended = () => {
      this.running -= 1;
      if (this.running === 0) this.disable();
    };
    this.running += 1;
    let result: R;
    try {
      result = super.run(store, callback, ...args);
    } catch (error) {
      ended();
      throw error;
    }
    Promise.resolve(result).then(ended, ended);
    return result;
  }
}
