/** What is to happen when, in a time that moves only as things happen. */
export interface EventQueue {
  now(): number;
  /** Runs `task` after `ms`; what is due at the same time runs in the order in which it was asked for. */
  after(ms: number, task: () => void): void;
  /** Runs what is due next, and moves the time there. `false`: nothing is. */
  next(): boolean;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** A binary heap: the simulation runs through hundreds of millions of entries. */
export function createEventQueue(): EventQueue {
  const heap: Entry[] = [];
  let now = 0;
  let order = 0;

  const isBefore = (one: Entry, other: Entry) => one.at < other.at || (one.at === other.at && one.order < other.order);
  function at(index: number): Entry {
    const entry = heap[index];
    if (entry === undefined) throw new Error('outside of the heap');
    return entry;
  }

  function sink(moved: Entry): void {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(at(child + 1), at(child))) child += 1;
      if (!isBefore(at(child), moved)) break;
      heap[index] = at(child);
      index = child;
    }
    heap[index] = moved;
  }

  return {
    now: () => now,
    after(ms, task) {
      const entry = { at: now + Math.max(0, ms), order: (order += 1), task };
      let index = heap.push(entry) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (!isBefore(entry, at(parent))) break;
        heap[index] = at(parent);
        index = parent;
      }
      heap[index] = entry;
    },
    next() {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return false;
      if (heap.length > 0) sink(last);
      now = first.at;
      first.task();
      return true;
    },
  };
}

/** Numbers in [0, 1) that are the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
