import { hash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

import { isLoopback } from '../../shared/bridge-rules.ts';
import type { Clock } from '../pairing/ports.ts';
import type { BridgeKeys } from './bridge-keys.ts';
import { type Grant, grantOfKey, grantOfSecret } from './grant.ts';

/** Wrong secrets that an address may show, and all addresses together, before their answers are held back. */
const freeTries = { ofOne: 5, ofAll: 50 };
const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** After this long without a wrong secret a count starts again, in ms. */
const forgetMs = 60_000;
const addressesKept = 1_000;
/** Refusals that may be held back at once. Each of them holds a connection open. */
const refusalsHeld = 256;
const callersKept = 20;
/** How long an address that has shown the secret may go on trying while others guess, in ms. */
const trustedMs = 3_600_000;

export interface Caller {
  readonly address: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly allowed: boolean;
}

/** Figures of a guesser. */
export interface WrongSecrets {
  /** Wrong secrets since the start. */
  readonly shown: () => number;
  /** Calls since the start whose secret was not looked at. */
  readonly ignored: () => number;
  /** Answers that are held back now. */
  readonly held: () => number;
}

/** Decides which callers may use the bridge. */
export interface Access {
  serves(hostHeader: string | undefined): boolean;
  isSecret(given: string | undefined): boolean;
  /** What the secret or a key allows; `undefined`: it is neither. */
  grantOf(given: string | undefined): Grant | undefined;
  /** The same of the password of an `Authorization: Basic` header: browsers send that after asking their user. */
  browserGrantOf(authorization: string | undefined): Grant | undefined;
  note(address: string, allowed: boolean): void;
  /**
   * Whether the secret of a call is looked at. `false` while as many answers to wrong secrets wait as may, except for
   * addresses that have shown the secret in the last hour: a guess that is answered at once would not be slowed at all.
   */
  mayTry(address: string): boolean;
  /**
   * Resolves when the answer to a wrong secret may be sent: at once for the first five of an address and the first fifty
   * of all, then after a pause that doubles up to 2 s. Addresses of one IPv6 network (/64) count as one. `undefined`:
   * too many answers wait already.
   */
  holdBack(address: string): Promise<void> | undefined;
  readonly wrongSecrets: WrongSecrets;
  /** The last addresses that called, newest last. */
  callers(): readonly Caller[];
}

export function createAccess(options: {
  readonly secret: string;
  readonly keys: Pick<BridgeKeys, 'find'>;
  /** Lower-case host names beside the ones that follow from the address. */
  readonly names: readonly string[];
  /** The address the server is bound to. */
  readonly boundTo: string;
  readonly clock: Clock;
  /** Called after every call. */
  readonly onCaller?: (() => void) | undefined;
}): Access {
  const { secret, keys, names, boundTo, clock, onCaller } = options;
  const expected = digest(secret);
  const served = new Set(['localhost', '127.0.0.1', '::1', boundTo.toLowerCase(), ...names]);
  // DNS rebinding needs a host name; an address cannot be rebound.
  const anyAddress = !isLoopback(boundTo);
  const wrong = new Map<string, Tries>();
  let wrongOfAll: Tries | undefined;
  const trusted = new Map<string, number>();
  const counts = { shown: 0, ignored: 0 };
  const callers = new Map<string, { address: string; at: number; allowed: boolean }>();
  // The same caller mostly calls again.
  let lastCaller: { address: string; at: number; allowed: boolean } | undefined;
  let lastHost: { readonly header: string | undefined; readonly served: boolean } | undefined;
  let held = 0;

  const isSecret = (given: string | undefined) => given !== undefined && timingSafeEqual(digest(given), expected);

  function grantOf(given: string | undefined): Grant | undefined {
    if (given === undefined) return undefined;
    if (isSecret(given)) return grantOfSecret;
    const key = keys.find(given);
    return key === undefined ? undefined : grantOfKey(key);
  }

  const isServed = (name: string | undefined) =>
    name !== undefined && (served.has(name) || (anyAddress && isIP(name) !== 0));

  /** One more wrong secret. */
  function countTry(tries: Tries | undefined): Tries {
    const now = clock.now();
    return { count: tries === undefined || now - tries.at > forgetMs ? 1 : tries.count + 1, at: now };
  }

  function pauseFor(address: string): number {
    const network = networkOf(address);
    const ofOne = countTry(wrong.get(network));
    remember(wrong, network, ofOne, addressesKept);
    wrongOfAll = countTry(wrongOfAll);
    counts.shown += 1;
    return Math.max(pauseAfter(ofOne.count - freeTries.ofOne), pauseAfter(wrongOfAll.count - freeTries.ofAll));
  }

  return {
    serves(header) {
      if (lastHost?.header !== header) lastHost = { header, served: isServed(nameIn(header)) };
      return lastHost?.served ?? false;
    },
    isSecret,
    grantOf,
    browserGrantOf(authorization) {
      const [scheme, encoded = ''] = authorization?.split(' ') ?? [];
      if (scheme?.toLowerCase() !== 'basic') return undefined;
      const [, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
      return grantOf(password.join(':'));
    },
    note(address, allowed) {
      if (lastCaller?.address === address) {
        lastCaller.at = clock.now();
        lastCaller.allowed = allowed;
      } else {
        lastCaller = { address, at: clock.now(), allowed };
        remember(callers, address, lastCaller, callersKept);
      }
      const at = clock.now();
      if (allowed && at - (trusted.get(address) ?? 0) > forgetMs) remember(trusted, address, at, callersKept);
      onCaller?.();
    },
    mayTry(address) {
      if (held < refusalsHeld) return true;
      const shownAt = trusted.get(address);
      if (shownAt !== undefined && clock.now() - shownAt <= trustedMs) return true;
      counts.ignored += 1;
      return false;
    },
    wrongSecrets: { shown: () => counts.shown, ignored: () => counts.ignored, held: () => held },
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

interface Tries {
  readonly count: number;
  /** Of the last one, epoch milliseconds. */
  readonly at: number;
}

/** The pause before the answer to a wrong secret, in ms; `over`: how many there were beyond the free ones. */
function pauseAfter(over: number): number {
  return over <= 0 ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(over - 1, 16));
}

/** An IPv4 address, or the first 64 bits of an IPv6 address: one subscriber has all the rest. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
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
