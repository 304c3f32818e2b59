import { describe, expect, it } from 'vitest';

import { createSteadyLoad } from '../../../electron/cluster/load.ts';
import { rhythm } from '../../../electron/cluster/rhythm.ts';

/** What a node tells at each beat of so many ms while it measures this. */
function createRig() {
  let now = 0;
  let measured = 0;
  const load = createSteadyLoad(() => measured, { now: () => now });
  return (forMs: number, measure: (beat: number) => number): number[] =>
    Array.from({ length: Math.ceil(forMs / rhythm.beatMs) }, (_, beat) => {
      now += rhythm.beatMs;
      measured = measure(beat);
      return load();
    });
}

const minutes = (count: number) => count * 60_000;

describe('the load that a node tells', () => {
  it('stays as it is while what is measured swings from beat to beat', () => {
    const told = createRig();
    told(minutes(10), (beat) => (beat % 2 === 0 ? 1 : 0.5));
    expect(new Set(told(minutes(10), (beat) => (beat % 2 === 0 ? 1 : 0.5))).size).toBe(1);
  });

  it('does not rise for a few seconds of work', () => {
    const told = createRig();
    expect(Math.max(...told(5_000, () => 1))).toBe(0);
  });

  it('is what was measured, but for a tenth, once that has lasted for minutes', () => {
    const told = createRig();
    expect(told(minutes(4), () => 0.95).at(-1)).toBeCloseTo(0.9, 1);
    expect(told(minutes(4), () => 0.2).at(-1)).toBeCloseTo(0.25, 1);
  });
});
