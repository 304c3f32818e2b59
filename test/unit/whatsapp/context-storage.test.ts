import { AsyncLocalStorage } from 'node:async_hooks';

import { expect, it } from 'vitest';

import { catchStorages } from '../../../electron/whatsapp/context-storage.ts';

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
