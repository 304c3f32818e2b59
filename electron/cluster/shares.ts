import type { Cluster, NodeId, NodeView } from './ports.ts';
import { movesPerBeat, onTheWay, rhythm } from './rhythm.ts';

/** Below this load a node is not busy. */
const busyFrom = 0.7;
/** What a node at full load still takes, beside one that is not busy. */
const leastForLoad = 0.5;
/** One lease that ended without a farewell may be chance. Each further one halves what a node takes, so often at most. */
const halvings = 3;
/** One node would get so many times the part of each. */
const byFar = 3;
const tiny = 1e-9;

/**
 * How much a node takes beside others. A busy one takes less, in steps of a tenth, so that a small change moves no link.
 * One that flaps takes less and less: what it takes will soon be dark again.
 */
export function weightOf({ load, flaps, leaving }: Pick<NodeView, 'load' | 'flaps' | 'leaving'>): number {
  if (leaving) return 0;
  const over = Math.min(1, Math.max(0, (load - busyFrom) / (1 - busyFrom)));
  const forLoad = Math.round((1 - over * (1 - leastForLoad)) * 10) / 10;
  return forLoad / 2 ** Math.min(Math.max(0, flaps - 1), halvings);
}

/** How many links each node should have. */
export function sharesOf({ nodes, free }: Cluster): ReadonlyMap<NodeId, number> {
  const links = nodes.reduce((sum, node) => sum + node.links, free);
  const weights = nodes.map(weightOf);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(nodes.map(({ id }, index) => [id, all === 0 ? 0 : (links * (weights[index] ?? 0)) / all]));
}

/**
 * How many links a node takes of those that are free: up to its share; one more where every look for the time of a beat has
 * found some, `freeMs`; and its part of the rest after two. Who should have had those is not coming.
 */
export function room(cluster: Cluster, id: NodeId, freeMs: number): number {
  const shares = sharesOf(cluster);
  const node = cluster.nodes.find((each) => each.id === id);
  if (node === undefined) return 0;
  const lacks = ({ id: of, links }: NodeView) => Math.ceil(exact(shares.get(of) ?? 0)) - links;
  const most = Math.max(...cluster.nodes.map(lacks));
  const fair = spread(cluster, node, most) ?? Math.max(0, lacks(node) + (freeMs >= rhythm.beatMs ? 1 : 0));
  return freeMs >= 2 * rhythm.beatMs ? Math.max(fair, Math.ceil(cluster.free / cluster.nodes.length)) : fair;
}

/**
 * How many links a node gives away now, for the sake of nodes with less than their share. All who have too many give
 * together what the others can take in one beat. `random`: in [0, 1), rounds fairly.
 */
export function gift(cluster: Cluster, id: NodeId, random: number): number {
  // What is dark comes first.
  if (cluster.free > 0) return 0;
  const shares = sharesOf(cluster);
  const measured = cluster.nodes
    // Who leaves gives by itself.
    .filter(({ leaving }) => !leaving)
    .map((node) => ({ id: node.id, links: node.links, share: shares.get(node.id) ?? 0 }));
  let [over, under] = [overOf(measured, Math.ceil), underOf(measured, Math.floor)];
  // A share is a whole number of links for nobody: one too many counts where somebody lacks one, and the other way round.
  if (over.sum === 0 && under.sum > 0) over = overOf(measured, Math.floor);
  else if (under.sum === 0 && over.sum > 0) under = underOf(measured, Math.ceil);
  const mine = over.of.get(id) ?? 0;
  if (mine === 0 || under.sum === 0) return 0;
  const now = Math.min(under.sum, movesPerBeat * under.of.size);
  return Math.min(mine, Math.floor((now * mine) / over.sum + random));
}

/**
 * Where one node would get by far the most of what another hands over, because it has just come, its logins would wait for each
 * other: all take their part, and give it to that node later. `most`: what that node lacks of its share.
 */
function spread({ nodes, free }: Cluster, node: NodeView, most: number): number | undefined {
  const leavers = nodes.filter(({ leaving }) => leaving);
  if (leavers.length === 0) return undefined;
  const coming = leavers.reduce((sum, { links }) => sum + links, free);
  const part = coming / (nodes.length - leavers.length);
  return most > byFar * part ? Math.ceil(part * weightOf(node)) : undefined;
}

/** How many links others can take now, each a few, of a node that hands its own over. */
export function roomOnTheWay(cluster: Cluster): number {
  const takers = cluster.nodes.filter(({ leaving }) => !leaving);
  return takers.reduce((sum, { id }) => sum + Math.min(onTheWay, room(cluster, id, 0)), 0);
}

/** Whether a node hands its links over, and those that are free are on their way from it, and not of one that is gone. */
export function isHandOver({ nodes, free }: Cluster): boolean {
  return nodes.some(({ leaving }) => leaving) && free <= onTheWay * nodes.length;
}

/**
 * What a node knows of the others after it has taken so many links. Those that were not free at the last beat have come since
 * then: from nodes that leave, else from the one that had most. Counted twice, they would make every share greater, and the
 * first to claim would take what is the others'.
 */
export function afterClaim({ nodes, free }: Cluster, id: NodeId, count: number): Cluster {
  let rest = Math.max(0, count - free);
  const givers = nodes
    .filter((node) => node.id !== id)
    .sort((a, b) => Number(b.leaving) - Number(a.leaving) || b.links - a.links);
  const left = new Map(
    givers.map((giver) => {
      const given = Math.min(rest, giver.links);
      rest -= given;
      return [giver.id, giver.links - given];
    }),
  );
  return {
    free: Math.max(0, free - count),
    nodes: nodes.map((node) => ({ ...node, links: left.get(node.id) ?? node.links })),
  };
}

interface Measured {
  readonly id: NodeId;
  readonly links: number;
  readonly share: number;
}
interface Differences {
  readonly of: ReadonlyMap<NodeId, number>;
  readonly sum: number;
}

function overOf(nodes: readonly Measured[], whole: (share: number) => number): Differences {
  return differences(nodes, ({ links, share }) => links - whole(exact(share)));
}

function underOf(nodes: readonly Measured[], whole: (share: number) => number): Differences {
  return differences(nodes, ({ links, share }) => whole(exact(share)) - links);
}

function differences(nodes: readonly Measured[], by: (node: Measured) => number): Differences {
  const of = new Map<NodeId, number>();
  let sum = 0;
  for (const node of nodes) {
    const difference = by(node);
    if (difference <= 0) continue;
    of.set(node.id, difference);
    sum += difference;
  }
  return { of, sum };
}

/** Sums of fractions are wrong in their last digits. */
function exact(share: number): number {
  const near = Math.round(share);
  return Math.abs(share - near) < tiny ? near : share;
}
