import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Cluster, NodeView } from '../../../electron/cluster/ports.ts';
import { onTheWay, rhythm } from '../../../electron/cluster/rhythm.ts';
import {
  afterClaim,
  gift,
  isHandOver,
  room,
  roomOnTheWay,
  sharesOf,
  weightOf,
} from '../../../electron/cluster/shares.ts';

const node = (id: string, links: number, more: Partial<NodeView> = {}): NodeView => ({
  id,
  links,
  address: `http://${id}`,
  load: 0,
  flaps: 0,
  leaving: false,
  ...more,
});
const cluster = (free: number, ...nodes: NodeView[]): Cluster => ({ free, nodes });

describe('weights', () => {
  it('count a node that is not busy in full, and a busy one by half', () => {
    expect([0, 0.7, 0.85, 1].map((load) => weightOf({ load, flaps: 0, leaving: false }))).toEqual([1, 1, 0.8, 0.5]);
  });

  it('forgive one end without a farewell, and halve for each further one, three times', () => {
    expect([0, 1, 2, 3, 4, 9].map((flaps) => weightOf({ load: 0, flaps, leaving: false }))).toEqual([
      1, 1, 0.5, 0.25, 0.125, 0.125,
    ]);
  });

  it('give nothing to a node that leaves', () => {
    expect(weightOf({ load: 0, flaps: 0, leaving: true })).toBe(0);
    expect([...sharesOf(cluster(0, node('a', 10), node('b', 20, { leaving: true }))).values()]).toEqual([30, 0]);
  });
});

describe('room', () => {
  const three = cluster(8, node('a', 1), node('b', 1), node('c', 0));

  it('is what a node lacks of its share, rounded up', () => {
    expect(room(three, 'a', 0)).toBe(3);
    expect(room(three, 'c', 0)).toBe(4);
  });

  it('is one more where links were free for the time of a beat, and a part of all that are free after two', () => {
    const full = cluster(9, node('a', 4), node('b', 0, { leaving: false }), node('c', 0));
    expect(room(full, 'a', rhythm.beatMs - 1)).toBe(1);
    expect(room(full, 'a', rhythm.beatMs)).toBe(2);
    expect(room(full, 'a', 2 * rhythm.beatMs)).toBe(3);
  });

  it('is nothing while nobody has counted this node', () => {
    expect(room(three, 'unknown', 5 * rhythm.beatMs)).toBe(0);
  });
});

describe('a hand-over', () => {
  const leaver = node('c', 100, { leaving: true });

  it('goes to who lacks links, and nobody gets more than the share', () => {
    const seen = cluster(0, node('a', 100), node('b', 100), leaver);
    expect([room(seen, 'a', 0), room(seen, 'b', 0), room(seen, 'c', 0)]).toEqual([50, 50, 0]);
    expect(room(cluster(0, node('a', 120), node('b', 80), leaver), 'a', 0)).toBe(30);
  });

  it('goes to all where one that has just come would get nearly everything', () => {
    const others = ['a', 'b', 'd', 'e'].map((id) => node(id, 100));
    const seen = cluster(0, ...others, node('f', 0), leaver);
    expect([room(seen, 'a', 0), room(seen, 'f', 0)]).toEqual([20, 20]);
    expect(room(cluster(0, ...others, node('f', 0), node('c', 100)), 'a', 0)).toBe(0);
  });

  it('is on its way to each of the others, a few at a time, as far as they have room', () => {
    expect(roomOnTheWay(cluster(0, node('a', 100), node('b', 100), leaver))).toBe(2 * onTheWay);
    expect(roomOnTheWay(cluster(0, node('a', 1), node('b', 0), node('c', 1, { leaving: true })))).toBe(1);
  });

  it('is none where no node leaves, or where more is free than can come from one', () => {
    expect(isHandOver(cluster(4, node('a', 100), leaver))).toBe(true);
    expect(isHandOver(cluster(4, node('a', 100)))).toBe(false);
    expect(isHandOver(cluster(200, node('a', 100), leaver))).toBe(false);
  });
});

describe('after a claim', () => {
  it('what was not free has come from a node that leaves, or from the one with most', () => {
    const before = cluster(1, node('a', 20), node('b', 30), node('c', 20, { leaving: true }));
    const linksOf = ({ nodes, free }: Cluster) => [...nodes.map(({ links }) => links), free];
    expect(linksOf(afterClaim(before, 'a', 1))).toEqual([20, 30, 20, 0]);
    expect(linksOf(afterClaim(before, 'a', 5))).toEqual([20, 30, 16, 0]);
    expect(linksOf(afterClaim(before, 'a', 23))).toEqual([20, 28, 0, 0]);
  });

  it('shares stay as they were, so that the first to claim does not take what is the others’', () => {
    let seen = cluster(0, node('a', 20), node('b', 20), node('c', 20, { leaving: true }));
    for (let own = 20; own < 30; own += 2) {
      const counted = (links: number) => ({
        ...seen,
        nodes: seen.nodes.map((n) => (n.id === 'a' ? { ...n, links } : n)),
      });
      expect(room(counted(own), 'a', 0)).toBe(30 - own);
      seen = afterClaim(seen, 'a', 2);
    }
    expect(room({ ...seen, nodes: seen.nodes.map((n) => (n.id === 'a' ? { ...n, links: 30 } : n)) }, 'a', 0)).toBe(0);
  });
});

describe('gifts', () => {
  it('wait until no link is dark', () => {
    expect(gift(cluster(1, node('a', 20), node('b', 0)), 'a', 0)).toBe(0);
  });

  it('are bounded by what those who lack links take in one beat', () => {
    expect(gift(cluster(0, node('a', 500), node('b', 0)), 'a', 0)).toBe(12);
    expect(gift(cluster(0, node('a', 500), node('b', 0), node('c', 0)), 'a', 0)).toBe(24);
  });

  it('come to an end with everybody at the share, rounded down or up, and none moves twice between the same two', () => {
    let moved = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 2, maxLength: 6 }), (counts) => {
        const links = [...counts];
        const view = () => cluster(0, ...links.map((count, index) => node(`n${index}`, count)));
        for (let round = 0; round < 200; round += 1) {
          const gifts = links.map((_, index) => gift(view(), `n${index}`, 0.999));
          const given = gifts.reduce((sum, count) => sum + count, 0);
          if (given === 0) break;
          moved += given;
          gifts.forEach((count, index) => (links[index] = (links[index] ?? 0) - count));
          // Those who lack most take first.
          for (let count = 0; count < given; count += 1) {
            const least = links.indexOf(Math.min(...links));
            links[least] = (links[least] ?? 0) + 1;
          }
        }
        const share = links.reduce((sum, count) => sum + count, 0) / links.length;
        expect(Math.min(...links)).toBeGreaterThanOrEqual(Math.floor(share));
        expect(Math.max(...links)).toBeLessThanOrEqual(Math.ceil(share));
      }),
    );
    expect(moved).toBeGreaterThan(1_000);
  });
});
