import { describe, expect, it } from 'vitest';

import { outside, step } from '../../../../electron/cluster/holding/machine.ts';
import type { Effect, Event, State } from '../../../../electron/cluster/holding/state.ts';
import type { Held, NodeView } from '../../../../electron/cluster/ports.ts';
import { onTheWay, rhythm } from '../../../../electron/cluster/rhythm.ts';
import { tenantIdSchema } from '../../../../shared/tenant.ts';

const held = (name: string, epoch = 1n): Held => ({ tenantId: tenantIdSchema.parse(name), epoch });
const node = (id: string, links: number, more: Partial<NodeView> = {}): NodeView => ({
  id,
  links,
  address: '',
  load: 0,
  flaps: 0,
  leaving: false,
  ...more,
});

function createRig() {
  let state: State = outside;
  let now = 1_000;
  let opening = 0;
  let asked: { readonly leaseMs: number } = rhythm;
  function feed(event: Event): readonly Effect[] {
    const done = step(state, event, { now, random: 0.5, opening }, 'a');
    state = done.state;
    for (const effect of done.effects) if (effect.type === 'beat') asked = effect;
    return done.effects;
  }
  const beat = (nodes: readonly NodeView[], free = 0, sentAt = now) =>
    feed({
      type: 'beat-answered',
      id: 'a.1',
      sentAt,
      leaseMs: asked.leaseMs,
      cluster: { nodes, free },
      changes: 'lease' in state ? state.lease.changes : 0,
    });
  return {
    feed,
    beat,
    pass: (ms: number) => (now += ms),
    opening: (count: number) => (opening = count),
    now: () => now,
    state: () => state,
    /** A node with a lease that holds these. */
    join(...names: string[]) {
      feed({ type: 'start' });
      feed({ type: 'joined', id: 'a.1', sentAt: now });
      if (names.length === 0) return;
      beat([node('a.1', 0)], names.length);
      feed({ type: 'claimed', id: 'a.1', held: names.map((name) => held(name)) });
      beat([node('a.1', names.length)]);
    },
  };
}

const types = (effects: readonly Effect[]) => effects.map(({ type }) => type).filter((type) => type !== 'wake');

describe('a lease', () => {
  it('is asked for at the start, and beats at once, so that the others see the node', () => {
    const rig = createRig();
    expect(types(rig.feed({ type: 'start' }))).toEqual(['join']);
    expect(types(rig.feed({ type: 'joined', id: 'a.1', sentAt: rig.now() }))).toEqual(['beat']);
  });

  it('ends by the own clock, counted from when the last renewal that was answered was sent', () => {
    const rig = createRig();
    rig.join('t1');
    const sentAt = rig.now();
    rig.pass(900);
    rig.beat([node('a.1', 1)], 0, sentAt);
    rig.pass(rhythm.stopMs - 901);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['beat']);
    rig.pass(1);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['cut-all']);
    expect(rig.state().phase).toBe('out');
  });

  it('ends before an answer that comes after its time is looked at', () => {
    const rig = createRig();
    rig.join('t1');
    rig.pass(rhythm.stopMs);
    expect(types(rig.beat([node('a.1', 1)]))).toEqual(['cut-all']);
    expect(rig.state().phase).toBe('out');
  });

  it('is over where the store says so, and the node comes back under another id', () => {
    const rig = createRig();
    rig.join('t1');
    const effects = rig.feed({ type: 'call-failed', id: 'a.1', call: 'beat', failure: { code: 'gone' } });
    expect(types(effects)).toEqual(['cut-all']);
    rig.pass(rhythm.rejoinMs);
    expect(rig.feed({ type: 'wake' })).toContainEqual({ type: 'join', id: 'a.2' });
    // What was asked under the former id says nothing any more.
    expect(types(rig.feed({ type: 'claimed', id: 'a.1', held: [held('t2')] }))).toEqual([]);
  });

  it('is long once the node has been alone for a minute, and short again when another is there', () => {
    const rig = createRig();
    rig.join('t1');
    const beats = () => {
      rig.pass(rhythm.beatMs * 1.2);
      const [beat] = rig.feed({ type: 'wake' }).filter(({ type }) => type === 'beat');
      return beat;
    };
    for (let passed = rhythm.beatMs * 1.2; passed < rhythm.aloneMs; passed += rhythm.beatMs * 1.2) {
      expect(beats()).toMatchObject({ leaseMs: rhythm.leaseMs });
      rig.beat([node('a.1', 1)]);
    }
    expect(beats()).toMatchObject({ leaseMs: rhythm.aloneLeaseMs });
    rig.beat([node('a.1', 1)]);
    // The database is away for as long as a restart takes.
    rig.pass(rhythm.aloneStopMs - 1);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['beat']);
    rig.beat([node('a.1', 1), node('b', 0)]);
    expect(beats()).toMatchObject({ leaseMs: rhythm.leaseMs });
    rig.pass(rhythm.stopMs);
    expect(types(rig.beat([node('a.1', 1)], 0, rig.now() - rhythm.stopMs))).toEqual([]);
    rig.pass(rhythm.aloneStopMs);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['cut-all']);
  });

  it('is not begun by an answer that took too long', () => {
    const rig = createRig();
    rig.feed({ type: 'start' });
    const sentAt = rig.now();
    rig.pass(rhythm.stopMs);
    rig.feed({ type: 'joined', id: 'a.1', sentAt });
    expect(rig.state().phase).toBe('out');
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['join']);
  });

  it('asks for a wake-up again where one came a moment early', () => {
    const rig = createRig();
    rig.join('t1');
    expect(rig.feed({ type: 'wake' }).map(({ type }) => type)).toEqual(['wake']);
  });
});

describe('links', () => {
  it('are taken up to the share, few at a time while the node is new', () => {
    const rig = createRig();
    rig.join();
    expect(rig.beat([node('a.1', 0), node('b', 0)], 1_000)).toContainEqual({ type: 'claim', id: 'a.1', most: 30 });
    rig.feed({ type: 'claimed', id: 'a.1', held: [] });
    rig.pass(rhythm.beatMs);
    rig.beat([node('a.1', 0), node('b', 0)]);
    rig.pass(rhythm.beatMs * 2);
    rig.beat([node('a.1', 0), node('b', 0)]);
    rig.pass(rhythm.newMs / 2);
    expect(rig.beat([node('a.1', 0), node('b', 0)], 1_000)).toContainEqual({ type: 'claim', id: 'a.1', most: 200 });
  });

  it('are not asked for while a claim is not answered', () => {
    const rig = createRig();
    rig.join();
    rig.beat([node('a.1', 0)], 5);
    expect(types(rig.feed({ type: 'woken' }))).toEqual([]);
  });

  it('that become free while a claim is not answered are claimed with its answer, at once', () => {
    const rig = createRig();
    rig.join();
    rig.beat([node('a.1', 0), node('b', 2, { leaving: true })], 1);
    rig.feed({ type: 'woken' });
    const claim = { type: 'claim', id: 'a.1', most: 2 };
    expect(rig.feed({ type: 'claimed', id: 'a.1', held: [held('t1')] })).toContainEqual(claim);
    expect(types(rig.feed({ type: 'claimed', id: 'a.1', held: [held('t2')] }))).toEqual(['take-up']);
  });

  it('that another node is to have are left to it, however often this one is woken', () => {
    const rig = createRig();
    rig.join('t1', 't2');
    const free = () => types(rig.beat([node('a.1', 2), node('b', 0)], 2));
    for (let ms = 0; ms < rhythm.beatMs; ms += rhythm.betweenMs) {
      expect(free()).toEqual([]);
      rig.pass(rhythm.betweenMs);
    }
    expect(free()).toEqual(['claim']);
  });

  it('that come from a node which leaves, one after the other, are taken up to the share only', () => {
    const rig = createRig();
    rig.join('t1', 't2');
    for (let beats = 0; beats < 5; beats += 1) {
      expect(types(rig.beat([node('a.1', 2), node('b', 1), node('c', 0, { leaving: true })], 1))).toEqual([]);
      rig.pass(rhythm.beatMs);
    }
  });

  it('that a node gives which leaves are claimed only as fast as links log in here', () => {
    const rig = createRig();
    rig.join();
    const nodes = [node('a.1', 0), node('b', 50, { leaving: true })];
    rig.opening(onTheWay - 1);
    expect(rig.beat(nodes, 2)).toContainEqual({ type: 'claim', id: 'a.1', most: 1 });
    rig.opening(onTheWay);
    rig.feed({ type: 'claimed', id: 'a.1', held: [held('t1')] });
    expect(types(rig.feed({ type: 'woken' }))).toEqual([]);
    rig.pass(rhythm.batchMs);
    expect(types(rig.feed({ type: 'wake' }))).toEqual([]);
    rig.opening(0);
    rig.pass(rhythm.batchMs);
    expect(rig.feed({ type: 'wake' })).toContainEqual({ type: 'claim', id: 'a.1', most: onTheWay });
  });

  it('of a node that is gone are claimed at once, however many are opening', () => {
    const rig = createRig();
    rig.join();
    rig.opening(100);
    expect(rig.beat([node('a.1', 0), node('b', 5)], 20)).toContainEqual({ type: 'claim', id: 'a.1', most: 13 });
  });

  it('go one by one: closed, then released, with what closes meanwhile in one call', () => {
    const rig = createRig();
    rig.join('t1', 't2', 't3', 't4');
    expect(types(rig.beat([node('a.1', 4), node('b', 0)]))).toEqual(['let-go', 'let-go']);
    const closed = (name: string) => rig.feed({ type: 'closed', id: 'a.1', held: held(name) });
    expect(closed('t1')).toContainEqual({ type: 'release', id: 'a.1', held: [held('t1')] });
    expect(types(closed('t2'))).toEqual([]);
    expect(rig.feed({ type: 'released', id: 'a.1', held: [held('t1')] })).toContainEqual({
      type: 'release',
      id: 'a.1',
      held: [held('t2')],
    });
  });

  it('that were closed are released once more after a call that failed', () => {
    const rig = createRig();
    rig.join('t1', 't2');
    rig.beat([node('a.1', 2), node('b', 0)]);
    rig.feed({ type: 'closed', id: 'a.1', held: held('t1') });
    rig.feed({ type: 'call-failed', id: 'a.1', call: 'release', failure: { code: 'unreachable' } });
    expect(types(rig.beat([node('a.1', 2), node('b', 0)]))).toContain('release');
  });

  it('are dropped where a save met another epoch, and only then', () => {
    const rig = createRig();
    rig.join('t1');
    expect(types(rig.feed({ type: 'lost', held: held('t1', 9n) }))).toEqual([]);
    expect(types(rig.feed({ type: 'lost', held: held('t1') }))).toEqual(['drop']);
  });

  it('that the store has under this name, and the node does not know of, are listed and taken up', () => {
    const rig = createRig();
    rig.join('t1');
    expect(types(rig.beat([node('a.1', 2)]))).toEqual(['list']);
    const listed = { type: 'listed', id: 'a.1', held: [held('t1'), held('t2')], changes: 1 } as const;
    expect(rig.feed(listed)).toEqual([{ type: 'take-up', held: [held('t2')] }]);
  });
});

describe('the end of the program', () => {
  it('tells the others first, then gives links, then ends the lease', () => {
    const rig = createRig();
    rig.join('t1', 't2', 't3');
    rig.beat([node('a.1', 3), node('b.1', 3)]);
    expect(rig.feed({ type: 'leave' })).toContainEqual({
      type: 'beat',
      id: 'a.1',
      leaving: true,
      leaseMs: rhythm.leaseMs,
      changes: 1,
    });
    rig.pass(rhythm.batchMs);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['let-go', 'let-go', 'let-go']);
    for (const name of ['t1', 't2', 't3']) rig.feed({ type: 'closed', id: 'a.1', held: held(name) });
    rig.feed({ type: 'released', id: 'a.1', held: [held('t1')] });
    rig.feed({ type: 'released', id: 'a.1', held: [held('t2'), held('t3')] });
    rig.pass(rhythm.batchMs);
    expect(rig.feed({ type: 'wake' })).toContainEqual({ type: 'quit', id: 'a.1' });
  });

  it('gives as many as the others take, and what is left at once when the time is over', () => {
    const rig = createRig();
    const names = Array.from({ length: 20 }, (_, index) => `t${index}`);
    rig.join(...names);
    const nodes = [node('a.1', 20), node('b.1', 20)];
    rig.beat(nodes);
    rig.feed({ type: 'leave' });
    const given = () => {
      rig.pass(rhythm.batchMs);
      return types(rig.feed({ type: 'wake' })).filter((type) => type === 'let-go').length;
    };
    expect(given()).toBe(onTheWay);
    expect(given()).toBe(0);
    const first = names.slice(0, onTheWay).map((name) => held(name));
    for (const each of first) rig.feed({ type: 'closed', id: 'a.1', held: each });
    rig.feed({ type: 'released', id: 'a.1', held: [held('t0')] });
    rig.feed({ type: 'released', id: 'a.1', held: first.slice(1) });
    // Nobody has taken them yet.
    expect(given()).toBe(0);
    rig.beat(nodes, 1);
    expect(given()).toBe(onTheWay - 1);
    rig.pass(rhythm.handOverMs / 2);
    rig.beat(nodes, onTheWay);
    rig.pass(rhythm.handOverMs / 2 - 6 * rhythm.batchMs);
    rig.beat(nodes, 1);
    expect(given()).toBe(0);
    expect(given()).toBe(names.length - 2 * onTheWay + 1);
  });

  it('gives everything at once where there is nobody else, or only nodes that end as well', () => {
    const rig = createRig();
    rig.join('t1', 't2', 't3');
    rig.beat([node('a.1', 3), node('b.1', 0, { leaving: true })]);
    rig.feed({ type: 'leave' });
    rig.pass(rhythm.batchMs);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['let-go', 'let-go', 'let-go']);
  });

  it('never opens what a claim brings after the farewell, and gives it away with the rest', () => {
    const rig = createRig();
    rig.join();
    rig.beat([node('a.1', 0)], 1);
    rig.feed({ type: 'leave' });
    expect(types(rig.feed({ type: 'claimed', id: 'a.1', held: [held('t1')] }))).toEqual([]);
    rig.pass(rhythm.batchMs);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['let-go']);
  });

  it('is at once where there is no lease, and cuts everything where the lease ends meanwhile', () => {
    const without = createRig();
    without.feed({ type: 'start' });
    expect(types(without.feed({ type: 'leave' }))).toEqual(['quit']);
    const rig = createRig();
    rig.join('t1');
    rig.feed({ type: 'leave' });
    rig.pass(rhythm.stopMs);
    expect(types(rig.feed({ type: 'wake' }))).toEqual(['cut-all', 'quit']);
  });
});
