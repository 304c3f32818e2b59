import { expect, test } from 'vitest';

import { createVersionHandlers } from '../../../electron/whatsapp/version-handlers.ts';
import { err } from '../../../shared/result.ts';
import { type WaVersionState, waVersionSchema } from '../../../shared/wa-version.ts';

function create({ fixed = false, answers = true } = {}) {
  const saved: (string | undefined)[] = [];
  const presented: (string | null)[] = [];
  const state: Omit<WaVersionState, 'fixed'> = {
    inUse: '2.3000.1000000000',
    source: 'library',
    pin: null,
    published: null,
    failedAt: null,
  };
  const handlers = createVersionHandlers({
    fixed,
    settings: { setWaVersionPin: (version) => void saved.push(version) },
    versions: {
      state: () => Promise.resolve(state),
      pin: (version) => void presented.push(version),
      fetch: () => Promise.resolve(answers),
    },
  });
  return { handlers, saved, presented };
}

test('a pin is kept and presented, and so is its end', async () => {
  const { handlers, saved, presented } = create();
  expect(await handlers.pin({ version: '2.3000.1000000001' })).toMatchObject({ ok: true });
  await handlers.pin({ version: null });
  expect(saved).toEqual(['2.3000.1000000001', undefined]);
  expect(presented).toEqual(['2.3000.1000000001', null]);
});

test('what the environment pins, nobody changes', async () => {
  const { handlers, saved, presented } = create({ fixed: true });
  expect(await handlers.state(null)).toMatchObject({ ok: true, value: { fixed: true } });
  expect(await handlers.pin({ version: null })).toEqual(err({ code: 'invalid-request' }));
  expect([...saved, ...presented]).toEqual([]);
});

test('a fetch that brings nothing is an error', async () => {
  expect(await create().handlers.fetch(null)).toMatchObject({ ok: true });
  expect(await create({ answers: false }).handlers.fetch(null)).toEqual(err({ code: 'version-not-fetched' }));
});

test.each(['2.3000.1034074495', '2.3000.100000'])('%s is a version', (text) => {
  expect(waVersionSchema.safeParse(text).success).toBe(true);
});
test.each(['', '2.3000.', '2.3000.12345', '2.2413.51', '3.3000.1034074495', '2.3000.1034074495 ', '2.3000.0000001'])(
  '%j is none',
  (text) => {
    expect(waVersionSchema.safeParse(text).success).toBe(false);
  },
);
