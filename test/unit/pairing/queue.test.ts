import { expect, it } from 'vitest';

import { createQueue } from '../../../electron/pairing/queue.ts';

it('runs one task at a time, in order, and answers what each answers', async () => {
  const queue = createQueue();
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all([queue.run(task('one')), queue.run(task('two'))])).toEqual(['one', 'two']);
  expect(log).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});

it('goes on after a task that failed, and tells its caller alone', async () => {
  const queue = createQueue();
  const failed = queue.run(() => Promise.reject(new Error('disk')));
  const next = queue.run(() => Promise.resolve('next'));
  await expect(failed).rejects.toThrow('disk');
  expect(await next).toBe('next');
});

it('is idle once the tasks so far have ended, failed ones too', async () => {
  const queue = createQueue();
  let ended = false;
  const failing = queue.run(async () => {
    await Promise.resolve();
    ended = true;
    throw new Error('disk');
  });
  const outcome = expect(failing).rejects.toThrow('disk');
  await queue.idle();
  expect(ended).toBe(true);
  await outcome;
});
