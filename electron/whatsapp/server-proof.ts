import type { Agent } from 'node:http';

import { WebSocket } from 'ws';

import type { Clock } from '../pairing/ports.ts';
import type * as clientLibrary from './client.ts';
import { type ChainDates, judgeChain } from './noise-chain.ts';
import { firstFrame, readHello } from './noise-guard.ts';
import { openServerHello } from './noise-hello.ts';
import { rootFor } from './noise-roots.ts';

/** `refused`: the server cannot prove that it is WhatsApp. `validUntil`: when its certificates end, epoch ms. */
export type ServerProof = 'refused' | { readonly dates: ChainDates; readonly validUntil: number };

/**
 * Asks an endpoint for the first message of its Noise handshake and judges its certificates, as `noise-guard.ts` does for
 * every session. Sends one ephemeral key and hangs up. `undefined`: there was no such message, or `signal` came first.
 */
export async function readServerProof(options: {
  readonly url: string;
  readonly client: Pick<typeof clientLibrary, 'Curve' | 'NOISE_WA_HEADER' | 'proto'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
  /** Opens the connection, as it does for a session. */
  readonly agent: Agent;
}): Promise<ServerProof | undefined> {
  const { url, client, clock, signal, agent } = options;
  const pair = client.Curve.generateKeyPair();
  const message = await firstMessage(url, introduction(client, pair.public), signal, agent);
  const hello = message && readHello(client.proto, message);
  const opened = hello && openServerHello(hello, pair, client.NOISE_WA_HEADER, client.Curve.sharedKey);
  if (opened === undefined) return undefined;
  const verdict = judgeChain(client.proto, opened, rootFor(url), clock.now());
  return verdict.bound ? { dates: verdict.dates, validUntil: verdict.validUntil } : 'refused';
}

/** What a client says first: the header, then a frame with its ephemeral key (Baileys 7.0.0-rc14, `noise-handler.js`). */
function introduction(
  { proto, NOISE_WA_HEADER }: Pick<typeof clientLibrary, 'NOISE_WA_HEADER' | 'proto'>,
  ephemeral: Uint8Array,
): Buffer {
  const hello = proto.HandshakeMessage.encode({ clientHello: { ephemeral } }).finish();
  const length = Buffer.alloc(3);
  length.writeUIntBE(hello.length, 0, 3);
  return Buffer.concat([NOISE_WA_HEADER, length, hello]);
}

function firstMessage(url: string, words: Buffer, signal: AbortSignal, agent: Agent): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { origin: 'https://web.whatsapp.com', agent });
    let held = Buffer.alloc(0);
    const end = (message?: Uint8Array) => {
      signal.removeEventListener('abort', cancel);
      socket.terminate();
      resolve(message);
    };
    const cancel = () => end();
    signal.addEventListener('abort', cancel);
    socket.on('open', () => socket.send(words));
    socket.on('message', (data: Buffer) => {
      held = Buffer.concat([held, data]);
      const frame = firstFrame(held);
      if (frame !== undefined) end(frame);
    });
    socket.on('error', cancel).on('close', cancel);
    if (signal.aborted) cancel();
  });
}
