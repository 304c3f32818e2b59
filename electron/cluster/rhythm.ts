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
  /** At the end of the program links go as fast as the others take them, for so long; then those that are left go at once. */
  handOverMs: 6_000,
  /** Between two looks, of who gives and of who takes, whether there is room for more. */
  batchMs: 100,
  /** Between two beats of who gives: they tell how many links nobody has taken yet. */
  leavingBeatMs: 200,
} as const;

/** Links that one claim takes at most. */
export const claimsAtOnce = { new: 30, settled: 200 } as const;
/** Links that move to one node in each beat, to even out the shares. Each is dark for a moment, and each logs in. */
export const movesPerBeat = 12;
/**
 * While a node hands its links over, so many are on their way to each of the others, and so many at most wait there for their
 * login: a link that waits is dark. As many log in at the same time.
 */
export const onTheWay = 4;
