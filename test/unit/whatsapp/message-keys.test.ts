import { expect, it } from 'vitest';

import { isWorkOnMessage, saveKeysWithMessage } from '../../../electron/whatsapp/message-keys.ts';

it('is what runs in it, also after a pause, and nothing beside it', async () => {
  const pause = () => Promise.resolve();
  const inside = saveKeysWithMessage(async () => {
    await pause();
    return isWorkOnMessage();
  });
  expect(isWorkOnMessage()).toBe(false);
  expect(await inside).toBe(true);
});

it('does not go on in what it has begun and not awaited', async () => {
  let goOn: () => void = () => undefined;
  const later = new Promise<void>((resolve) => (goOn = resolve));
  const begun: Promise<boolean>[] = [];
  await saveKeysWithMessage(() => {
    begun.push(later.then(isWorkOnMessage));
    return Promise.resolve();
  });
  // While another message is worked on.
  const seen = await saveKeysWithMessage(() => {
    goOn();
    return Promise.all(begun);
  });
  expect(seen).toEqual([false]);
});
