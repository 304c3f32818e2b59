/** How patient a session is. All durations are milliseconds. */
export const patience = {
  /** QR rounds that begin by themselves before someone must press start: about 13 minutes of live codes. */
  qrRounds: 5,
  /** Attempts in a row that may fail before any QR was shown. More of the same would only tire the server. */
  attemptsWithoutQr: 8,
  /** From dialling to a QR or an accepted login. The client gives up on a silent TCP connection after 20 s. */
  dialMs: 45_000,
  /** A QR that was neither followed by another nor by an end is a stale lock this long after it died. */
  qrGraceMs: 5_000,
  /** From a scan to the phone's signature: what takes longer failed silently, though it may still come. */
  scanMs: 20_000,
  /** From saved credentials to the server's 515. Without one the restart is made anyway. */
  restartMs: 10_000,
  /** Between attempts to save credentials of a phone that has just been linked. */
  saveRetryMs: 2_000,
  /** From an accepted login until the client library's queries are answered and keys are at the server. */
  settleMs: 180_000,
  /** From a typed linking code to the phone's signature; WhatsApp Web waits as long after `primary_hello`. */
  codeFinishMs: 60_000,
  /** Unknown ends in a row of a link that stood before someone must look: about 25 minutes of attempts. */
  attemptsAfterUnknownEnds: 30,
  /** A link that served this long and then goes deaf is not deaf because the link before it was. */
  servedMs: 15 * 60_000,
  /** A new login must stay this long to be called stable. */
  probationMs: 30_000,
  /** How long to leave WhatsApp alone after 429, where it names no time itself. */
  cooldownMs: 15 * 60_000,
} as const;

/** The first and the longest pause between attempts: for the network, and for what WhatsApp itself would not do. */
const pauses = {
  short: { firstMs: 1_000, longestMs: 60_000 },
  long: { firstMs: 5_000, longestMs: 15 * 60_000 },
} as const;

/**
 * How long to wait before attempt number `attempt` (from 1): doubling from the first pause to the longest, then spread
 * over the upper half, so that many tenants that lost the same network do not come back in the same moment.
 */
export function backOff(attempt: number, random: number, pause: keyof typeof pauses = 'short'): number {
  const { firstMs, longestMs } = pauses[pause];
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 16));
  return Math.round(full * (0.5 + random / 2));
}
