import { expect, it } from 'vitest';

import { practiceOfRealDesk, notInPractice } from '../../../electron/practice/not-in-practice.ts';
import { contract } from '../../../shared/ipc/contract.ts';
import { err, ok } from '../../../shared/result.ts';

const callsOf = (group: keyof typeof contract) =>
  Object.entries(contract[group]).flatMap(([name, { kind }]) => (kind === 'call' ? [name] : []));
const answersOf = async (handlers: object) =>
  Promise.all(
    Object.entries(handlers as Record<string, (input: null) => Promise<unknown>>).map(
      async ([name, handler]) => [name, await handler(null)] as const,
    ),
  );

it('refuses every call of what practice does not have, but tells that the bridge and protocol packs are off', async () => {
  for (const [group, handlers] of Object.entries(notInPractice())) {
    expect(Object.keys(handlers).sort()).toEqual(callsOf(group as keyof typeof contract).sort());
    for (const [name, answer] of await answersOf(handlers)) {
      if (group === 'bridge' && name === 'state') expect(answer).toMatchObject(ok({ serving: { kind: 'off' } }));
      else if (group === 'operators' && name === 'state') expect(answer).toEqual(ok({ kind: 'none' }));
      else if (group === 'protocol' && name === 'state') expect(answer).toMatchObject(ok({ on: false, inUse: null }));
      else expect(answer).toEqual(err({ code: 'invalid-request' }));
    }
  }
});

it('lets the real desk open practice, and refuses the practice phone there', async () => {
  const handlers = practiceOfRealDesk(() => Promise.resolve(ok()));
  expect(Object.keys(handlers).sort()).toEqual(callsOf('practice').sort());
  for (const [name, answer] of await answersOf(handlers)) {
    expect(answer).toEqual(name === 'open' ? ok() : err({ code: 'invalid-request' }));
  }
});
