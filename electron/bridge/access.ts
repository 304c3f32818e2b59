import { hash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

import { isLoopback } from '../../shared/bridge-rules.ts';
import type { Clock } from '../pairing/ports.ts';

/** Wrong secrets that an address may show before it is slowed down. */
const freeTries = 5;
const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** After this long without a wrong secret the count of an address starts again, in ms. */
const forgetMs = 60_000;
const addressesKept = 1_000;
/** Refusals that may be held back at once. Each of them holds a connection open. */
const refusalsHeld = 256;
const callersKept = 20;

export interface Caller {
  readonly address: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly allowed: boolean;
}

/** Decides which callers may use the bridge. */
export interface Access {
  serves(hostHeader: string | undefined): boolean;
  isSecret(given: string | undefined): boolean;
  /** Whether the password of an `Authorization: Basic` header is the secret: browsers send that after asking their user. */
  isBrowserSecret(authorization: string | undefined): boolean;
  note(address: string, allowed: boolean): void;
  /**
   * Resolves when the answer to a wrong secret may be sent: at once for the first five of an address, then after a pause
   * that doubles up to 2 s. `undefined`: too many answers wait already.
   */
  holdBack(address: string): Promise<void> | undefined;
  /** The last addresses that called, newest last. */
  callers(): readonly Caller[];
}

export function createAccess(options: {
  readonly secret: string;
  /** Lower-case host names beside the ones that follow from the address. */
  readonly names: readonly string[];
  /** The address the server is bound to. */
  readonly boundTo: string;
  readonly clock: Clock;
  /** Called after every call. */
  readonly onCaller?: (() => void) | undefined;
}): Access {
  const { secret, names, boundTo, clock, onCaller } = options;
  const expected = digest(secret);
  const served = new Set(['localhost', '127.0.0.1', '::1', boundTo.toLowerCase(), ...names]);
  // DNS rebinding needs a host name; an address cannot be rebound.
  const anyAddress = !isLoopback(boundTo);
  const wrong = new Map<string, { count: number; at: number }>();
  const callers = new Map<string, { address: string; at: number; allowed: boolean }>();
  // The same caller mostly calls again.
  let lastCaller: { address: string; at: number; allowed: boolean } | undefined;
  let lastHost: { readonly header: string | undefined; readonly served: boolean } | undefined;
  let held = 0;

  const isSecret = (given: string | undefined) => given !== undefined && timingSafeEqual(digest(given), expected);

  const isServed = (name: string | undefined) =>
    name !== undefined && (served.has(name) || (anyAddress && isIP(name) !== 0));

  function pauseFor(address: string): number {
    const now = clock.now();
    const known = wrong.get(address);
    const count = known === undefined || now - known.at > forgetMs ? 1 : known.count + 1;
    remember(wrong, address, { count, at: now }, addressesKept);
    return count <= freeTries ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(count - freeTries - 1, 16));
  }

  return {
    serves(header) {
      if (lastHost?.header !== header) lastHost = { header, served: isServed(nameIn(header)) };
      return lastHost?.served ?? false;
    },
    isSecret,
    isBrowserSecret(authorization) {
      const [scheme, encoded = ''] = authorization?.split(' ') ?? [];
      if (scheme?.toLowerCase() !== 'basic') return false;
      const [, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
      return isSecret(password.join(':'));
    },
    note(address, allowed) {
      if (lastCaller?.address === address) {
        lastCaller.at = clock.now();
        lastCaller.allowed = allowed;
      } else {
        lastCaller = { address, at: clock.now(), allowed };
        remember(callers, address, lastCaller, callersKept);
      }
      onCaller?.();
    },
    holdBack(address) {
      const pauseMs = pauseFor(address);
      if (pauseMs === 0) return Promise.resolve();
      if (held >= refusalsHeld) return undefined;
      held += 1;
      return new Promise((resolve) => {
        clock.after(pauseMs, () => {
          held -= 1;
          resolve();
        });
      });
    },
    callers: () => [...callers.values()],
  };
}

/** Digests have the same length, so comparing them takes the same time for every input. */
function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** The name in a `Host` header, without its port. */
function nameIn(header: string | undefined): string | undefined {
  const found = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (found?.[1] ?? found?.[2])?.toLowerCase();
}

/** Puts an entry last, and drops the oldest if there are more than `limit`. */
function remember<V>(map: Map<string, V>, key: string, value: V, limit: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
