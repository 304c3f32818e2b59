import { expect, test } from 'vitest';

import { type KeptRun, compareRuns } from '../../bench/compare.ts';
import { tablesOf } from '../../bench/docs-tables.ts';
import { verdictOf } from '../../bench/table.ts';

const run = (ours: number, other?: number): KeptRun => ({
  at: '2026-11-28T00:00:00.000Z',
  machine: 'one',
  beside: 'naive design',
  lines: [
    {
      section: 'Fifty',
      what: 'scan to connected',
      unit: 'ms',
      console: [ours],
      beside: other === undefined ? undefined : [other],
      target: { ratio: 3 },
    },
  ],
});

test.each<[what: string, before: KeptRun, now: KeptRun, verdict: string]>([
  ['half the time is better', run(100), run(50), 'better'],
  ['twice the time is worse', run(100), run(200), 'worse'],
  ['a fifth more is noise', run(100), run(120), 'same'],
  ['twice the time on a machine that is twice as slow is the same', run(100, 1_000), run(200, 2_000), 'same'],
  ['the same time on a machine that is twice as fast is worse', run(100, 1_000), run(100, 500), 'worse'],
])('%s', (_, before, now, verdict) => {
  expect(compareRuns(before, now)).toMatchObject([{ line: 'Fifty: scan to connected', verdict }]);
});

test('a target is met by all that it asks for', () => {
  expect(verdictOf({ ratio: 4, most: 100 }, 90, 5)).toBe('≥ 4 ×, ≤ 100: met');
  expect(verdictOf({ ratio: 4, most: 100 }, 90, 3)).toBe('≥ 4 ×, ≤ 100: missed');
  expect(verdictOf({ most: 100 }, 101, undefined)).toBe('≤ 100: missed');
});

test('a run is written as a table for each section', () => {
  expect(tablesOf(run(100, 400))).toBe(
    [
      '2026-11-28, one.',
      '',
      '| Fifty | console | naive design | ratio | target |',
      '| --- | ---: | ---: | ---: | --- |',
      '| scan to connected, ms | 100 | 400 | 4.00 × | ≥ 3 ×: met |',
      '',
    ].join('\n'),
  );
});
