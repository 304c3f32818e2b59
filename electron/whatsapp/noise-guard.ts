import type { WASocket } from '@whiskeysockets/baileys';

import type { Clock } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';
import { isLoopbackEndpoint } from './endpoint.ts';
import type { SeenFrame } from './frames.ts';
import { judgeChain } from './noise-chain.ts';
import { type NoiseKeyPair, type OpenedHello, openServerHello } from './noise-hello.ts';
import { rootFor } from './noise-roots.ts';

type Client = typeof clientLibrary;

/** The longest first message that is read, in bytes; WhatsApp's has about 350. */
const longestHello = 65_536;

/**
 * Calls `make` and catches the key pairs that the library makes in it. A socket of the library makes its ephemeral pair
 * for the handshake there and keeps it to itself (7.0.0-rc14, lib/Socket/socket.js, `ephemeralKeyPair`). Nothing else can
 * run in that moment.
 */
export function catchKeyPairs<T>(
  curve: { generateKeyPair: Client['Curve']['generateKeyPair'] },
  make: () => T,
): { readonly made: T; readonly pairs: readonly NoiseKeyPair[] } {
  const pairs: NoiseKeyPair[] = [];
  const { generateKeyPair } = curve;
  curve.generateKeyPair = () => {
    const pair = generateKeyPair();
    pairs.push(pair);
    return pair;
  };
  try {
    return { made: make(), pairs };
  } finally {
    curve.generateKeyPair = generateKeyPair;
  }
}

export interface NoiseGuardOptions {
  readonly client: Pick<Client, 'Curve' | 'proto' | 'NOISE_WA_HEADER'>;
  readonly socket: Pick<WASocket, 'ws'>;
  /** The ephemeral pair of this connection is one of them. */
  readonly pairs: readonly NoiseKeyPair[];
  readonly clock: Pick<Clock, 'now'>;
  /** The configured endpoint; without one it is WhatsApp's own. It decides which root counts. */
  readonly url?: string | undefined;
  /** An endpoint on loopback need prove nothing. Says nothing about any other endpoint. */
  readonly unverified?: boolean | undefined;
  /** Told what the certificates prove, as a frame of the recording: it keeps their dates, and why they were refused. */
  readonly onFrame: (frame: SeenFrame) => void;
  /**
   * The chain does not lead to the root, or certifies another key than the server holds. The library has heard nothing
   * of this server, so it has sent no login, and it will hear nothing.
   */
  readonly onRefused: () => void;
  /** The first message cannot be read. The library has not heard that either. */
  readonly onUnreadable: () => void;
}

/**
 * Fault: the library checks that the server's chain of certificates leads to WhatsApp's root, and not that it certifies
 * the key which this server holds. The chain is public: every server that repeats it passes for WhatsApp.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/noise-handler.js, `processHandshake`.
 * Shown by: test/unit/whatsapp/noise-guard.test.ts, test/integration/foreign/rogue-server.test.ts.
 *
 * Repair: stands between a connection and the library until the server has proven whose it is. The library answers the server's
 * first message at once with its static key and its login, so that message is held back, judged, and only then passed
 * on. A server that is not WhatsApp's therefore sees one ephemeral key and nothing else, and says nothing that counts.
 */
export function guardServer(options: NoiseGuardOptions): void {
  const { client, socket, pairs, clock, url, unverified = false, onFrame, onRefused, onUnreadable } = options;
  if (unverified && url !== undefined && isLoopbackEndpoint(url)) return;
  const root = rootFor(url);
  const handlers = socket.ws.listeners('message') as ((data: Uint8Array) => unknown)[];
  let held = Buffer.alloc(0);
  let state: 'waiting' | 'proven' | 'refused' = 'waiting';

  function open(frame: Uint8Array): OpenedHello | undefined {
    const hello = readHello(client.proto, frame);
    if (hello === undefined) return undefined;
    for (const pair of pairs) {
      const opened = openServerHello(hello, pair, client.NOISE_WA_HEADER, client.Curve.sharedKey);
      if (opened !== undefined) return opened;
    }
    return undefined;
  }

  function note(attributes: Record<string, string>): void {
    const at = clock.now();
    onFrame({ at, direction: 'console', tag: 'server-certificate', attributes, children: [], bytes: 0 });
  }

  function judge(data: Uint8Array): void {
    held = Buffer.concat([held, data]);
    const frame = firstFrame(held);
    if (frame === undefined && held.length <= longestHello) return;
    const opened = frame === undefined ? undefined : open(frame);
    const verdict = opened === undefined ? undefined : judgeChain(client.proto, opened, root, clock.now());
    state = verdict?.bound === true ? 'proven' : 'refused';
    if (verdict === undefined) onUnreadable();
    else if (!verdict.bound) {
      note({ refused: verdict.why });
      onRefused();
    } else {
      note({ dates: verdict.dates, until: new Date(verdict.validUntil).toISOString().slice(0, 10) });
      for (const handle of handlers) handle(held);
    }
    held = Buffer.alloc(0);
  }

  socket.ws.removeAllListeners('message');
  socket.ws.on('message', (data: Uint8Array) => {
    if (state === 'proven') for (const handle of handlers) handle(data);
    else if (state === 'waiting') judge(data);
  });
}

/** A frame has its length in front, in three bytes. */
export function firstFrame(bytes: Buffer): Uint8Array | undefined {
  if (bytes.length < 3) return undefined;
  const end = 3 + bytes.readUIntBE(0, 3);
  return bytes.length < end ? undefined : bytes.subarray(3, end);
}

export function readHello({ HandshakeMessage }: Client['proto'], frame: Uint8Array) {
  try {
    const { ephemeral, static: sealedKey, payload } = HandshakeMessage.decode(frame).serverHello ?? {};
    return ephemeral && sealedKey && payload ? { ephemeral, static: sealedKey, payload } : undefined;
  } catch {
    // The codec throws on bytes that are no such message.
    return undefined;
  }
}
