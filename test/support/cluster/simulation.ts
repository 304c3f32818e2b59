import type { Checks } from './sim-checks.ts';
import { strike } from './sim-failures.ts';
import { type SimOptions, createSimWorld } from './sim-world.ts';

const dayMs = 24 * 3_600_000;
/** How long everything may take until all is calm after the last failure, in ms. */
const calmWithinMs = 240_000;

export interface Simulated {
  readonly checks: Checks;
  readonly days: number;
  /** Hours that were walked through event by event. In the rest nothing happens but beats. */
  readonly hours: number;
  readonly failures: number;
}

/**
 * Days of failures. A failure is often followed by another before all is calm. Calm time is not walked through: nothing
 * but beats would happen in it.
 */
export function simulate(
  options: SimOptions & {
    readonly days: number;
    readonly failuresPerDay: number;
    /** Stops early, for a command that has no more time. */
    readonly isOver?: () => boolean;
  },
): Simulated {
  const world = createSimWorld(options);
  const { queue, random, checks, leases } = world;
  const isCalm = () => world.isCalm();
  let skipped = 0;
  let failures = 0;

  if (!world.run(calmWithinMs, isCalm)) checks.violated('the first start did not come to an end');
  while (queue.now() + skipped < options.days * dayMs && options.isOver?.() !== true) {
    do {
      strike(world);
      failures += 1;
      world.run(random() * 20_000);
    } while (random() < 0.3);
    // A flapping node and a rolling upgrade take minutes by themselves.
    if (!world.run(calmWithinMs + 420_000, isCalm)) checks.violated('no calm after a failure');
    world.judgeShares();
    const gap = (-Math.log(1 - random()) * dayMs) / options.failuresPerDay;
    skipped += gap;
    leases.age(gap);
    // What was remembered of flaps may be forgotten by now, and links move.
    world.run(3_000);
  }
  return { checks, days: (queue.now() + skipped) / dayMs, hours: queue.now() / 3_600_000, failures };
}
