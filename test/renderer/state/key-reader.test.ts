import { expect, it } from 'vitest';

import { createKeyReader } from '../../../renderer/state/key-reader.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

function reader() {
  const clock = createFakeClock();
  const heard: string[] = [];
  const keys = createKeyReader({
    onKey: (code) => heard.push(code),
    onScan: (text) => heard.push(`scan ${text}`),
    after: (ms, task) => clock.after(ms, task),
  });
  /** Presses the keys of a US keyboard, one every `pace` ms. Answers which of them the page must not have. */
  async function type(text: string, pace: number, write = (key: string) => key): Promise<boolean[]> {
    const taken: boolean[] = [];
    for (const each of Array.from(text)) {
      const code = each === '\n' ? 'Enter' : /\d/.test(each) ? `Digit${each}` : `Key${each.toUpperCase()}`;
      if (/[A-Z]/.test(each)) {
        keys.down({ code: 'ShiftLeft', key: 'Shift', at: clock.now() });
        await clock.advance(pace);
      }
      taken.push(keys.down({ code, key: each === '\n' ? 'Enter' : write(each), at: clock.now() }));
      await clock.advance(pace);
    }
    return taken;
  }
  return { keys, clock, heard, type };
}

it('tells of a single key once no other has followed it', async () => {
  const { heard, type } = reader();
  expect(await type('n', 200)).toEqual([false]);
  expect(heard).toEqual(['KeyN']);
  await type('jj', 200);
  expect(heard).toEqual(['KeyN', 'KeyJ', 'KeyJ']);
});

it('takes what a scanner types for one text, and none of its letters for a key', async () => {
  const { heard, type } = reader();
  const taken = await type('nq-501\n', 15);
  expect(heard).toEqual(['scan nq-501']);
  // The first one cannot be told from a person's.
  expect(taken).toEqual([false, true, true, true, true, true, true]);
});

it('reads a scanner by its places where another layout writes other letters', async () => {
  const { heard, type } = reader();
  await type('shop17\n', 10, (key) => ({ s: 'ד', h: 'י', o: 'ם', p: 'פ' })[key] ?? key);
  expect(heard).toEqual(['scan shop17']);
});

it('leaves Enter to the page after keys of a person', async () => {
  const { heard, type } = reader();
  expect(await type('nqfj\n', 100)).toEqual([false, false, false, false, false]);
  expect(heard).toEqual(['KeyN', 'KeyQ', 'KeyF', 'KeyJ']);
  expect(await type('ab\n', 10)).toEqual([false, true, false]);
  expect(heard).toHaveLength(4);
});

it('reads what is plain ASCII as it was written, whichever place wrote it', async () => {
  const { keys, clock, heard } = reader();
  for (const [code, key] of [
    ['KeyQ', "'"],
    ['Digit1', '!'],
    ['Digit7', '/'],
    ['KeyA', 'a'],
    ['Enter', 'Enter'],
  ] as const) {
    keys.down({ code, key, at: clock.now() });
    await clock.advance(10);
  }
  expect(heard).toEqual(["scan '!/a"]);
});

it('loses no letter to a Shift, of a scanner or of a person', async () => {
  const { keys, clock, heard, type } = reader();
  await type('aShop-B7\n', 30);
  expect(heard).toEqual(['scan aShop-B7']);
  await type('n', 20);
  keys.down({ code: 'ShiftLeft', key: 'Shift', at: clock.now() });
  await clock.advance(60);
  expect(heard).toEqual(['scan aShop-B7', 'KeyN']);
});
