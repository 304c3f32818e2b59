import { describe, expect, it } from 'vitest';

import { trendOf } from '../../torture/trend.ts';

const minute = 60_000;
const samples = (value: (index: number) => number) =>
  Array.from({ length: 31 }, (_, index) => ({ at: index * minute, value: value(index) }));
const noise = (index: number) => ((index * 7919) % 13) - 6;

describe('a trend', () => {
  it('tells growth an hour and over the time that was watched', () => {
    const { perHour, grown, median } = trendOf(
      samples((index) => 100 + index),
      { tolerance: 0.05 },
    );
    expect([perHour, grown, median].map(Math.round)).toEqual([60, 30, 115]);
  });

  it('is flat under noise and one odd sample, and not flat under a leak in the same noise', () => {
    const calm = samples((index) => 200 + noise(index) + (index === 30 ? 500 : 0));
    expect(trendOf(calm, { tolerance: 0.05 }).flat).toBe(true);
    const leak = samples((index) => 200 + noise(index) + index);
    expect(trendOf(leak, { tolerance: 0.05 }).flat).toBe(false);
  });

  it('is flat where the growth stays below the slack, and where a measure falls', () => {
    const growing = samples((index) => index / 30);
    expect(trendOf(growing, { tolerance: 0 }).flat).toBe(false);
    expect(trendOf(growing, { tolerance: 0, slack: 2 }).flat).toBe(true);
    expect(
      trendOf(
        samples((index) => 100 - index),
        { tolerance: 0 },
      ).flat,
    ).toBe(true);
  });
});
