import type { SimNode } from './sim-node.ts';
import type { SimWorld } from './sim-world.ts';

/** What befalls a cluster. Each does its harm, and takes it back in the simulation's own time. */
const failures: Readonly<Record<string, (world: SimWorld) => void>> = {
  SIGKILL: (world) => killFor(world, place(world), 1_000 + world.random() * 60_000),
  'SIGKILL, back at once': (world) => killFor(world, place(world), 50 + world.random() * 1_000),
  'several SIGKILLs': (world) => {
    for (let count = 2 + Math.floor(world.random() * 4); count > 0; count -= 1) {
      killFor(world, place(world), 1_000 + world.random() * 30_000);
    }
  },
  SIGTERM: (world) => {
    const at = place(world);
    world.nodes[at]?.terminate();
    backAfter(world, at, 8_000 + world.random() * 30_000);
  },
  'rolling upgrade': (world) => {
    world.nodes.forEach((_, at) => {
      world.queue.after(at * 20_000, () => {
        world.nodes[at]?.terminate();
        backAfter(world, at, 9_000);
      });
    });
  },
  SIGSTOP: (world) => stopFor(world, world.nodes[place(world)], spread(world, 200, 60_000)),
  'SIGSTOP around the lease': (world) => stopFor(world, world.nodes[place(world)], 3_000 + world.random() * 6_000),
  'SIGSTOP, SIGCONT, SIGSTOP': (world) => {
    const node = world.nodes[place(world)];
    stopFor(world, node, 4_000 + world.random() * 4_000);
    world.queue.after(8_100 + world.random() * 500, () => stopFor(world, node, 1_000 + world.random() * 8_000));
  },
  'cut off from the database': (world) => cutFor(world, world.nodes[place(world)], spread(world, 300, 120_000)),
  'half of them cut off': (world) => {
    const ms = spread(world, 1_000, 30_000);
    world.nodes.forEach((node, at) => {
      if (at % 2 === 0) cutFor(world, node, ms);
    });
  },
  'database away': (world) => {
    const { database, queue, checks } = world;
    if (database.down) return;
    database.down = true;
    checks.databaseAway();
    queue.after(spread(world, 500, 120_000), () => {
      database.down = false;
      if (!database.slow) checks.databaseBack(queue.now());
    });
  },
  'database slow': (world) => {
    const { database, queue, checks } = world;
    if (database.slow) return;
    database.slow = true;
    checks.databaseAway();
    queue.after(spread(world, 1_000, 60_000), () => {
      database.slow = false;
      if (!database.down) checks.databaseBack(queue.now());
    });
  },
  'late timers': (world) => {
    const node = world.nodes[place(world)];
    if (node === undefined) return;
    node.lagMs = 1_250;
    world.queue.after(30_000, () => (node.lagMs = 5));
  },
  'flapping node': (world) => {
    const at = place(world);
    for (let count = 0; count < 8; count += 1) {
      world.queue.after(count * 25_000, () => killFor(world, at, 3_000 + world.random() * 5_000));
    }
  },
  'busy node': (world) => {
    const node = world.nodes[place(world)];
    if (node === undefined) return;
    node.load = 0.95;
    world.queue.after(180_000, () => (node.load = 0.3));
  },
  'loads that swing': (world) => {
    for (let ms = 0; ms <= 60_000; ms += 1_000) {
      world.queue.after(ms, () => world.nodes.forEach((node) => (node.load = ms < 60_000 ? world.random() : 0.3)));
    }
  },
};

const names = Object.keys(failures);

/** One failure of a random kind. Answers its name. */
export function strike(world: SimWorld): string {
  const name = names[Math.floor(world.random() * names.length)] ?? '';
  failures[name]?.(world);
  world.checks.count(`failures: ${name}`);
  return name;
}

function place({ nodes, random }: SimWorld): number {
  return Math.floor(random() * nodes.length);
}

/** From `least` to `most`, each order of magnitude as often. */
function spread({ random }: SimWorld, least: number, most: number): number {
  return least * (most / least) ** random();
}

function killFor(world: SimWorld, at: number, ms: number): void {
  const node = world.nodes[at];
  if (node?.isAlive() !== true) return;
  node.kill('SIGKILL');
  backAfter(world, at, ms);
}

/** Once what ran there has ended. */
function backAfter(world: SimWorld, at: number, ms: number): void {
  world.queue.after(ms, () => {
    if (world.nodes[at]?.isAlive() === true) backAfter(world, at, 500);
    else world.restart(at);
  });
}

function stopFor(world: SimWorld, node: SimNode | undefined, ms: number): void {
  if (node?.isRunning() !== true) return;
  node.pause();
  world.queue.after(ms, () => node.resume());
}

function cutFor(world: SimWorld, node: SimNode | undefined, ms: number): void {
  if (node?.isAlive() !== true || node.cut) return;
  node.setCut(true);
  world.queue.after(ms, () => node.setCut(false));
}
