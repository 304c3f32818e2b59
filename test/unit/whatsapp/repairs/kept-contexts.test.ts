import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks';

import { addTransactionCapability } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';

import { silentLogger } from '../../../../electron/loopback/silent-logger.ts';
import { catchStorages } from '../../../../electron/whatsapp/repairs/kept-contexts.ts';

it('disables what was made in the call, and nothing that is made outside', () => {
  const outside = new AsyncLocalStorage<string>();
  const { made: inside, release } = catchStorages(() => new AsyncLocalStorage<string>(), 20);
  const after = new AsyncLocalStorage<string>();
  for (const storage of [outside, inside, after]) storage.enterWith('kept');
  release();
  expect([outside, inside, after].map((storage) => storage.getStore())).toEqual(['kept', undefined, 'kept']);
  outside.disable();
  after.disable();
});

it('gives Node its own class back when the call throws', () => {
  const own = AsyncLocalStorage;
  expect(() =>
    catchStorages(() => {
      throw new Error('no socket');
    }, 20),
  ).toThrow('no socket');
  expect(AsyncLocalStorage).toBe(own);
});

it('leaves a Node alone that needs no help', () => {
  const { made, release } = catchStorages(() => new AsyncLocalStorage<string>(), 24);
  expect(made.constructor).toBe(AsyncLocalStorage);
  made.enterWith('kept');
  release();
  expect(made.getStore()).toBe('kept');
  made.disable();
});

it('waits for what runs in a storage, and gives no context to what begins later', async () => {
  const { made: storage, release } = catchStorages(() => new AsyncLocalStorage<string>(), 20);
  let finish: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (finish = resolve));
  const late = storage.run('first', async () => {
    await running;
    return storage.getStore();
  });
  release();
  finish();
  expect(await late).toBe('first');
  expect(storage.run('second', () => storage.getStore())).toBeUndefined();
});

const nodeMajor = Number.parseInt(process.versions.node, 10);

/** How many contexts a new promise of this process carries. */
async function contextsOfAPromise(): Promise<number> {
  await new Promise(setImmediate);
  return Object.getOwnPropertySymbols(executionAsyncResource()).length;
}

it.runIf(nodeMajor < 24)(
  'is still needed: every store of the library leaves one context on later promises',
  async () => {
    // Node sets this up at the first storage that is used.
    const first = new AsyncLocalStorage();
    await first.run('first', () => Promise.resolve());
    const before = await contextsOfAPromise();
    const store = { get: () => ({}), set: () => undefined };
    const options = { maxCommitRetries: 1, delayBetweenTriesMs: 0 };
    const { made: stores, release } = catchStorages(() =>
      Array.from({ length: 3 }, () => addTransactionCapability(store, silentLogger, options)),
    );
    for (const library of stores) await library.transaction(() => Promise.resolve(), 'key');
    const after = await contextsOfAPromise();
    release();
    first.disable();
    expect(after).toBe(before + 3);
  },
);
