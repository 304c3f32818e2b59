import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';

/** One run of the service, under one lease. A node whose lease has ended comes back under a new id. */
export type NodeId = string;

/** A tenant's link in the hands of one node. The store counts `epoch` up at each claim, and takes no write with an older one. */
export interface Held {
  readonly tenantId: TenantId;
  readonly epoch: bigint;
}

/** A node as the others see it. */
export interface NodeView {
  readonly id: NodeId;
  /** Where the others reach it: `http://host:port`. */
  readonly address: string;
  /** How many links the store has under its name. */
  readonly links: number;
  /** How busy it says that it is, from 0 to 1, for some time already. */
  readonly load: number;
  /** How many leases of the same name have ended without a farewell in the last half hour. */
  readonly flaps: number;
  /** It hands its links over and takes none. */
  readonly leaving: boolean;
}

/**
 * Everybody whose lease holds and who has beaten under it, and how many links nobody has. A join that its sender has given
 * up may be done later, and begins the lease of a node that does not exist: it must get no share.
 */
export interface Cluster {
  readonly nodes: readonly NodeView[];
  readonly free: number;
}

/** `gone`: the node's lease has ended, and its links are free. `unreachable`: no answer; it may have been done all the same. */
export type LeaseFailure = { readonly code: 'gone' } | { readonly code: 'unreachable' };
export type LeaseAnswer<T> = Promise<Result<T, LeaseFailure>>;

/**
 * Who holds which link. Time is the store's own. Every call answers within `rhythm.answerMs`; never throws. A node has one
 * lease for all of its links: to renew it is one write, however many they are.
 */
export interface LeaseStore {
  /** Begins a lease of `rhythm.leaseMs` under a new id. */
  join(node: { readonly id: NodeId; readonly name: string; readonly address: string }): LeaseAnswer<null>;
  /**
   * Ends the leases that are over, which frees their links, and renews this one; in this order, so that none comes back.
   * `leaseMs`: from now on; a lease that goes on for longer already is not shortened.
   */
  beat(node: {
    readonly id: NodeId;
    readonly load: number;
    readonly leaving: boolean;
    readonly leaseMs: number;
  }): LeaseAnswer<Cluster>;
  /** Takes up to `most` free links, each with a new epoch. Links that another node takes at this moment are skipped. */
  claim(id: NodeId, most: number): LeaseAnswer<readonly Held[]>;
  /** Every link that the store has under this id. */
  list(id: NodeId): LeaseAnswer<readonly Held[]>;
  /** Frees links that are still held under these epochs, and wakes the other nodes. */
  release(id: NodeId, held: readonly Held[]): LeaseAnswer<null>;
  /** Ends the lease at once. To be called only when every socket is closed. */
  leave(id: NodeId): LeaseAnswer<null>;
}

/** Time that never steps, and goes on while the process is stopped; its zero means nothing. */
export interface MonotonicClock {
  /** Milliseconds. */
  now(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
  /** A number in [0, 1). */
  random(): number;
}

/** What a node does with the links that it holds. */
export interface Sessions {
  /** Logs in with each link that was running. Resolves once the sessions exist, which may be long before they are connected. */
  takeUp(held: readonly Held[]): Promise<void>;
  /** How many links were taken up here and are not logged in yet, at most three seconds each once their turn has come. */
  opening(): number;
  /** Closes the tenant's socket and lands its writes. After that nothing is written for it. */
  letGo(tenantId: TenantId): Promise<void>;
  /** Cuts the tenant's socket at once, without a farewell, and writes nothing any more. */
  cut(tenantId: TenantId): void;
  /** The same of all tenants. */
  cutAll(): void;
}
