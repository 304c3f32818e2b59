import type { CeremonyFailure } from '../../shared/passkey.ts';

/** Quicker than a person can answer a dialog, in ms. */
const atOnceMs = 700;
/** How much earlier than asked the system may give up, in ms. */
const slackMs = 500;

/**
 * What the name of WebAuthn's error comes to. `NotAllowedError` stands for a dismissed dialog, for a missing passkey and
 * for a request that ran out of time, lest a site learn which; the clock tells some of them apart.
 */
export function passkeyFailure(error: {
  /** Of the `DOMException`. */
  readonly name: string;
  readonly elapsedMs: number;
  readonly lifetimeMs: number;
}): CeremonyFailure {
  const { name, elapsedMs, lifetimeMs } = error;
  switch (name) {
    case 'AbortError':
      return 'cancelled';
    case 'TimeoutError':
      return 'timed-out';
    case 'NotAllowedError':
      if (elapsedMs >= lifetimeMs - slackMs) return 'timed-out';
      return elapsedMs < atOnceMs ? 'no-authenticator' : 'not-allowed';
    default:
      return 'unsupported';
  }
}
