import asyncHooks, { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { addTransactionCapability } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';

import { silentLogger } from '../../../../electron/loopback/silent-logger.ts';
import { IdleStorage, catchStorages } from '../../../../electron/whatsapp/repairs/kept-contexts.ts';

it('disables a storage that was made in the call whenever nothing runs in it', async () => {
  const outside = new AsyncLocalStorage<string>();
  const inside = catchStorages(() => new AsyncLocalStorage<string>(), 20);
  const after = new AsyncLocalStorage<string>();
  const seen = await Promise.all(
    [outside, inside, after].map((storage) => storage.run('own', () => Promise.resolve(storage.getStore()))),
  );
  expect(seen).toEqual(['own', 'own', 'own']);
  for (const storage of [outside, after]) storage.enterWith('kept');
  // Node puts the context on what runs now, and a disabled storage does not see it.
  inside.enterWith('kept');
  await inside.run('again', () => Promise.resolve());
  await nextTurn();
  expect([outside, inside, after].map((storage) => storage.getStore())).toEqual(['kept', undefined, 'kept']);
  outside.disable();
  after.disable();
});

it('catches nothing more once the call has thrown', () => {
  expect(() =>
    catchStorages(() => {
      throw new Error('no socket');
    }, 20),
  ).toThrow('no socket');
  expect(new AsyncLocalStorage()).not.toBeInstanceOf(IdleStorage);
});

it('leaves the class of a library alone that extends it', () => {
  class Own extends AsyncLocalStorage<string> {}
  expect(catchStorages(() => new Own(), 20)).toBeInstanceOf(Own);
});

it('leaves a Node alone that needs no help', () => {
  const made = catchStorages(() => new AsyncLocalStorage<string>(), 24);
  expect(made).not.toBeInstanceOf(IdleStorage);
});

it('keeps the context of what still runs while another ends, also with an error', async () => {
  const storage = catchStorages(() => new AsyncLocalStorage<string>(), 20);
  let finish: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (finish = resolve));
  const long = storage.run('long', async () => {
    await running;
    return storage.getStore();
  });
  await expect(storage.run('short', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(() =>
    storage.run('thrown', () => {
      throw new Error('at once');
    }),
  ).toThrow('at once');
  await nextTurn();
  finish();
  expect(await long).toBe('long');
});

const nodeMajor = Number.parseInt(process.versions.node, 10);

/** What Node puts on a new promise: one context for each storage that is enabled, and two ids if there is any. */
async function marksOfAPromise(): Promise<number> {
  await nextTurn();
  return Object.getOwnPropertySymbols(Promise.resolve()).length;
}

it.runIf(nodeMajor < 24)(
  'is still needed: every store of the library leaves one context on later promises',
  async () => {
    // Node sets this up at the first storage that is used.
    const first = new AsyncLocalStorage();
    await first.run('first', () => Promise.resolve());
    const before = await marksOfAPromise();
    const store = { get: () => ({}), set: () => undefined };
    const options = { maxCommitRetries: 1, delayBetweenTriesMs: 0 };
    const makeThree = () => Array.from({ length: 3 }, () => addTransactionCapability(store, silentLogger, options));
    const useThree = (stores: ReturnType<typeof makeThree>) =>
      Promise.all(stores.map((library) => library.transaction(() => Promise.resolve(), 'key')));

    await useThree(catchStorages(makeThree));
    const repaired = await marksOfAPromise();
    const recorded = withRecordedStorages(makeThree);
    await useThree(recorded.made);
    const bare = await marksOfAPromise();
    for (const storage of [first, ...recorded.storages]) storage.disable();
    expect({ repaired, bare }).toEqual({ repaired: before, bare: before + 3 });
  },
);

/** Node's own class, but for a list of what was made of it, so that this file leaves none enabled. */
function withRecordedStorages<T>(make: () => T): { made: T; storages: readonly AsyncLocalStorage<unknown>[] } {
  const storages: AsyncLocalStorage<unknown>[] = [];
  class Recorded<S> extends AsyncLocalStorage<S> {
    constructor() {
      super();
      storages.push(this);
    }
  }
  const own = AsyncLocalStorage;
  expose(Recorded);
  try {
    return { made: make(), storages };
  } finally {
    expose(own);
  }
}

function expose(storage: typeof AsyncLocalStorage): void {
  Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value: storage, configurable: true, enumerable: true });
  syncBuiltinESMExports();
}
