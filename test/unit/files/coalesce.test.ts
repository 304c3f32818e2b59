import { describe, expect, it } from 'vitest';

import { coalesce } from '../../../electron/files/coalesce.ts';
import { settle } from '../../support/fake-clock.ts';

function createTask() {
  const runs: { finish: (value: string) => void; fail: () => void }[] = [];
  const task = () =>
    new Promise<string>((resolve, reject) => {
      runs.push({
        finish: resolve,
        fail: () => {
          reject(new Error('task'));
        },
      });
    });
  return { runs, work: coalesce(task) };
}

describe('a coalesced task', () => {
  it('serves calls that wait together with one run, begun after all of them', async () => {
    const { runs, work } = createTask();
    const first = work.run();
    await settle();
    const later = [work.run(), work.run(), work.run()];
    await settle();
    expect(runs).toHaveLength(1);

    runs[0]?.finish('one');
    await settle();
    expect(runs).toHaveLength(2);
    runs[1]?.finish('two');
    expect(await first).toBe('one');
    expect(await Promise.all(later)).toEqual(['two', 'two', 'two']);
  });

  it('goes on after a run that threw', async () => {
    const { runs, work } = createTask();
    const broken = expect(work.run()).rejects.toThrow('task');
    await settle();
    const next = work.run();
    runs[0]?.fail();
    await broken;
    await settle();
    runs[1]?.finish('fine');
    expect(await next).toBe('fine');
  });

  it('is idle only when nothing is under way or waiting', async () => {
    const { runs, work } = createTask();
    void work.run();
    await settle();
    let idle = false;
    void work.idle().then(() => {
      idle = true;
    });
    await settle();
    expect(idle).toBe(false);
    runs[0]?.finish('done');
    await settle();
    expect(idle).toBe(true);
  });
});
