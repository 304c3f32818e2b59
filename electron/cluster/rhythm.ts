/**
 * When a node does what, in ms. After a kill its links are free when the lease has ended and another node has beaten:
 * 5.5 to 8.5 s. In return the database may be away for four seconds before a link is dropped.
 *
 * A node stops its sockets `stopMs` after it *sent* the last renewal that was answered. The store counted `leaseMs` from a
 * later moment. What lies between the two covers a late timer (1.3 s) and two clocks that run at different speeds (0.2 s in
 * 7 s: 1 % each, where quartz is wrong by 0.01 %). Sockets are cut without a farewell, which takes no time.
 */
export const rhythm = {
  leaseMs: 7_000,
  stopMs: 5_500,
  beatMs: 1_500,
  /**
   * The lease of a node that has been alone for `aloneMs`, and when it stops its sockets: a database that starts anew in half
   * a minute drops no link where no other node could take it. A node that comes meanwhile waits for the end of this lease.
   */
  aloneLeaseMs: 60_000,
  aloneStopMs: 55_000,
  aloneMs: 60_000,
  /** After a beat that was not answered. */
  retryMs: 400,
  /** Between two beats, however often others wake this node. */
  betweenMs: 300,
  /** A call to the store that has not answered by now has failed. */
  answerMs: 1_000,
  /** Before a node that lost its lease joins again: from none to this, so that not all do so at once. */
  rejoinMs: 1_000,
  /** Between attempts to join while the store is away; spread over the upper half. */
  rejoinRetryMs: 2_000,
  /** A node is new for so long: it takes few links at a time, and sees the others come. */
  newMs: 6_000,
  /** The longest that a hand-over of all links may take at the end of the program. */
  handOverMs: 5_000,
  /** Between two batches of it. */
  batchMs: 100,
} as const;

/** Links that one claim takes at most. */
export const claimsAtOnce = { new: 30, settled: 200 } as const;
/** Links that move to one node in each beat, to even out the shares. Each is dark for a moment, and each logs in. */
export const movesPerBeat = 12;
/** A hand-over at the end of the program gives so many links in a batch, or more where there are many. */
export const batchAtLeast = 2;
