import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { Clock } from '../pairing/ports.ts';

/** The header by which a node says for whom it forwards a call. */
export const nodeHeader = 'x-pairing-console-node';

/** How far the clocks of two nodes may be apart, in ms. */
const skewMs = 30_000;
/** Nonces that are remembered. Beyond them the oldest are forgotten, which only their own age protects then. */
const noncesKept = 200_000;

/** What a forwarded call is about. */
export interface ForwardedCall {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  /** The caller's, as the node that forwards has seen it. */
  readonly address: string;
}

/** All nodes derive the same key from the secret that all of them have. It is not the secret: a header tells nothing of it. */
function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'pairing-console node to node', 32));
}

function mac(key: Buffer, { method, url, address }: ForwardedCall, time: string, nonce: string): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([method, url, address, time, nonce]))
    .digest();
}

/** Signs calls that this node forwards. */
export function createNodeSigner(secret: string, clock: Pick<Clock, 'now'>): (call: ForwardedCall) => string {
  const key = keyOf(secret);
  return (call) => {
    const [time, nonce] = [String(clock.now()), randomBytes(12).toString('base64url')];
    const address = Buffer.from(call.address).toString('base64url');
    return [time, nonce, address, mac(key, call, time, nonce).toString('base64url')].join('.');
  };
}

/**
 * Answers for whom a call was forwarded; nothing where no node has signed it, where it was signed for another call, or more
 * than 30 s ago, or where it came before.
 */
export function createNodeVerifier(
  secret: string,
  clock: Pick<Clock, 'now'>,
): (request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>) => string | undefined {
  const key = keyOf(secret);
  /** When each was signed. */
  const nonces = new Map<string, number>();

  function isNew(nonce: string, time: number): boolean {
    for (const [old, at] of nonces) {
      if (clock.now() - at <= 2 * skewMs && nonces.size < noncesKept) break;
      nonces.delete(old);
    }
    if (nonces.has(nonce)) return false;
    nonces.set(nonce, time);
    return true;
  }

  return ({ method = '', url = '', headers }) => {
    const { [nodeHeader]: header } = headers;
    const [time = '', nonce = '', encoded = '', given = '', ...rest] =
      typeof header === 'string' ? header.split('.') : [];
    if (given === '' || rest.length > 0) return undefined;
    const address = Buffer.from(encoded, 'base64url').toString();
    const expected = mac(key, { method, url, address }, time, nonce);
    const shown = Buffer.from(given, 'base64url');
    if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return undefined;
    if (!(Math.abs(clock.now() - Number(time)) <= skewMs) || !isNew(nonce, Number(time))) return undefined;
    return address;
  };
}
