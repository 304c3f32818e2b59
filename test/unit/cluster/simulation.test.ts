import { describe, expect, it } from 'vitest';

import { createSimWorld } from '../../support/cluster/sim-world.ts';
import { simulate } from '../../support/cluster/simulation.ts';

const small = { tenants: 60, nodes: 4, days: 12, failuresPerDay: 3 };
const seeds = [1, 2, 3, 4, 5, 6];

const faults = (breaks?: { readonly selfFencing?: boolean; readonly fence?: boolean }) =>
  seeds.flatMap((seed) => [...simulate({ ...small, seed, ...(breaks && { breaks }) }).checks.violations.keys()]);

/** `npm run sim:cluster` does the same with 10,000 tenants for a thousand days. */
describe('a cluster in days of failures', () => {
  it('never has two holders that write, nor two sockets of one link, and leaves no link for long', () => {
    for (const seed of seeds) {
      const { checks, failures } = simulate({ ...small, seed });
      expect([...checks.violations]).toEqual([]);
      // Each of these has to have happened for the checks to say anything.
      expect(failures).toBeGreaterThan(30);
      expect(checks.counts.get('saves')).toBeGreaterThan(2_000);
      expect(checks.counts.get('self-fences')).toBeGreaterThan(10);
      expect(checks.counts.get('links given')).toBeGreaterThan(200);
    }
  });

  it('moves no link while the load of every node swings', () => {
    const world = createSimWorld({ seed: 1, tenants: 100, nodes: 3 });
    world.run(60_000, () => world.isCalm());
    const given = () => world.checks.counts.get('links given') ?? 0;
    const before = given();
    for (let second = 0; second < 120; second += 1) {
      for (const node of world.nodes) node.load = 0.6 + 0.4 * world.random();
      world.run(1_000);
    }
    expect(given() - before).toBe(0);
    // What lasts does move links.
    world.nodes.forEach((node, place) => (node.load = place === 0 ? 0.95 : 0.3));
    world.run(300_000);
    expect(given() - before).toBeGreaterThan(5);
  });

  it('has two sockets of one link where a node does not look at its clock', () => {
    expect(faults({ selfFencing: false })).toContain('two nodes had a socket of one link');
  });

  it('takes a save of a former holder where the store does not look at the epoch', () => {
    expect(faults({ fence: false })).toContain('a save of a node that no longer had the link was taken');
  });
});
