import type { TenantId } from '../../../shared/tenant.ts';
import type { Cluster, Held, LeaseFailure, NodeId } from '../ports.ts';

/** A link that is given away: its session is being closed, or is closed and the store is to be told. */
export interface Parting {
  readonly epoch: bigint;
  readonly isClosed: boolean;
}

/** What a node knows while it has a lease. Times are the monotonic clock's, in ms. */
export interface Lease {
  readonly id: NodeId;
  readonly since: number;
  /** From here on every socket is to be cut, unless a renewal is answered before. */
  readonly until: number;
  /** Epochs of the links whose sessions may run. */
  readonly holds: ReadonlyMap<TenantId, bigint>;
  readonly parting: ReadonlyMap<TenantId, Parting>;
  readonly cluster: Cluster;
  /** When the last beat was sent. */
  readonly beatAt: number;
  /** When the next beat is due; `undefined`: one is under way. */
  readonly beatDue: number | undefined;
  /** Calls that may change what this node holds, and are not answered. */
  readonly changing: number;
  /** Counts such calls. An answer from before the last of them says nothing of what is held now. */
  readonly changes: number;
  readonly claiming: boolean;
  /** Links have become free since the claim under way was sent. */
  readonly claimAgain: boolean;
  /** When to claim what could not be opened at once; `undefined`: nothing is left for then. */
  readonly claimDue: number | undefined;
  readonly releasing: boolean;
  /** Since when every beat has found no other node. */
  readonly aloneSince: number | undefined;
  /** Since when every beat has found free links. Those that a node gives which leaves do not count: it frees some all the time. */
  readonly freeSince: number | undefined;
}

export type State =
  /** No lease: nothing may run. `joinDue` as `beatDue`. */
  | { readonly phase: 'out'; readonly runs: number; readonly joinDue: number | undefined }
  | { readonly phase: 'in'; readonly runs: number; readonly lease: Lease }
  /** The program ends: links are given away until none is left. `allDue`: when those that are left go at once. */
  | {
      readonly phase: 'leaving';
      readonly runs: number;
      readonly lease: Lease;
      readonly batchDue: number;
      readonly allDue: number;
    }
  | { readonly phase: 'gone' };

/** What happens. Answers name the lease that asked; those of a former one change nothing. */
export type Event =
  | { readonly type: 'start' }
  /** A time that `wake` asked for has come. Early or twice does no harm. */
  | { readonly type: 'wake' }
  | { readonly type: 'joined'; readonly id: NodeId; readonly sentAt: number }
  | { readonly type: 'join-failed'; readonly id: NodeId }
  | {
      readonly type: 'beat-answered';
      readonly id: NodeId;
      readonly sentAt: number;
      readonly leaseMs: number;
      readonly cluster: Cluster;
      /** `changes` when it was sent. */
      readonly changes: number;
    }
  | { readonly type: 'claimed'; readonly id: NodeId; readonly held: readonly Held[] }
  | { readonly type: 'listed'; readonly id: NodeId; readonly held: readonly Held[]; readonly changes: number }
  | { readonly type: 'released'; readonly id: NodeId; readonly held: readonly Held[] }
  | { readonly type: 'call-failed'; readonly id: NodeId; readonly call: Call; readonly failure: LeaseFailure }
  /** Links have become free. */
  | { readonly type: 'woken' }
  /** The session of a link is closed, as `let-go` asked. */
  | { readonly type: 'closed'; readonly id: NodeId; readonly held: Held }
  /** A call was sent that gives this node a link beside its claims: a new tenant's. */
  | { readonly type: 'adding'; readonly id: NodeId }
  /** Its answer. The session of the link is there already, or comes by itself. */
  | { readonly type: 'added'; readonly id: NodeId; readonly held: Held | undefined }
  /** The tenant was removed, and its link is free. */
  | { readonly type: 'removed'; readonly tenantId: TenantId }
  /** A save found another epoch than this. */
  | { readonly type: 'lost'; readonly held: Held }
  /** The program ends. */
  | { readonly type: 'leave' };

export type Call = 'beat' | 'claim' | 'list' | 'release';

export type Effect =
  | { readonly type: 'wake'; readonly afterMs: number }
  | { readonly type: 'join'; readonly id: NodeId }
  | {
      readonly type: 'beat';
      readonly id: NodeId;
      readonly leaving: boolean;
      readonly leaseMs: number;
      readonly changes: number;
    }
  | { readonly type: 'claim'; readonly id: NodeId; readonly most: number }
  | { readonly type: 'list'; readonly id: NodeId; readonly changes: number }
  | { readonly type: 'release'; readonly id: NodeId; readonly held: readonly Held[] }
  | { readonly type: 'take-up'; readonly held: readonly Held[] }
  /** Closes the session; `closed` is to follow. */
  | { readonly type: 'let-go'; readonly id: NodeId; readonly held: Held }
  /** Closes the session of a link that another node has; nothing follows. */
  | { readonly type: 'drop'; readonly tenantId: TenantId }
  | { readonly type: 'cut-all' }
  /** Nothing is held any more: the lease may end. The last effect. */
  | { readonly type: 'quit'; readonly id: NodeId | undefined };

/** When it happens. */
export interface Moment {
  /** The monotonic clock's, in ms. */
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
  /** As `Sessions.opening` of the ports. */
  readonly opening: number;
}

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}
