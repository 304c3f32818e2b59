import type { Head, Link } from './chain.ts';

/** What was found where the audit lies. */
export interface FoundAudit {
  /** In their order; `undefined` stands for one that cannot be read. */
  readonly lines: readonly (Link | undefined)[];
  readonly head: Head | undefined;
  /** Nothing was ever written there. */
  readonly isNew: boolean;
}

/** Where the links of the chain lie. Every function rejects where the place refuses. */
export interface AuditPlace {
  /** To be shown. */
  readonly place: string;
  read(): Promise<FoundAudit>;
  /** The same of what lies behind this number, where other programs add to the chain. */
  readAfter?(n: number): Promise<FoundAudit>;
  /**
   * Adds links behind those that lie there; `head` is to be saved next. `false`: another program has added some meanwhile, and
   * nothing was added.
   */
  append(links: readonly Link[], before: readonly Link[], head: Head): Promise<boolean>;
  saveHead(head: Head): Promise<void>;
  /** Leaves these, the newest. The head says already that the chain begins with them. */
  keepOnly(rest: readonly Link[]): Promise<void>;
}
