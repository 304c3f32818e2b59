import { decodeBinaryNode, encodeBinaryNode, S_WHATSAPP_NET, type BinaryNode } from '@whiskeysockets/baileys';
import { WebSocket, type RawData } from 'ws';

import type { LoopbackClock } from './clock.ts';
import type { ViolationRule } from './events.ts';
import type { NoiseClient, NoiseServer } from './noise-server.ts';
import { node } from './stanzas.ts';

/** `closed`: the connection ended first. `no-answer`: it is still there. */
export type Answer = BinaryNode | 'closed' | 'no-answer';
export type StanzaHandler = (stanza: BinaryNode) => void | Promise<void>;

/** One client's socket, from the end of its handshake on. Everything said to a closed one is dropped. */
export interface Connection {
  readonly id: number;
  readonly closed: boolean;
  send(stanza: BinaryNode): void;
  /** Sends `iq set` and waits for its answer, without a timeout until the connection closes. */
  ask(content: BinaryNode, timeoutMs?: number): Promise<Answer>;
  /** Says a last word, then closes. */
  end(lastWord?: BinaryNode): void;
  /** Sends bytes that are no frame of this conversation. */
  sendRaw(bytes: Uint8Array): void;
  /** From here on nothing is read or said; the connection stays open. */
  fallSilent(): void;
  /** Cuts the line without a closing handshake. */
  drop(): void;
  onClose(listener: () => void): void;
  readonly report: (rule: ViolationRule, detail: string) => void;
}

export interface ConnectionOptions {
  readonly id: number;
  readonly socket: WebSocket;
  readonly noise: NoiseServer;
  readonly clock: LoopbackClock;
  /** Milliseconds by which everything said is late. */
  readonly delayMs: number;
  readonly report: (rule: ViolationRule, detail: string) => void;
  /** Called once, after the handshake; answers who takes the client's stanzas. */
  readonly onClient: (connection: Connection, client: NoiseClient) => StanzaHandler;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { id, socket, noise, clock, delayMs, report, onClient } = options;
  const answers = new Map<string, (answer: Answer) => void>();
  const closeListeners = new Set<() => void>();
  let questions = 0;
  let handler: StanzaHandler | undefined;
  let silent = false;
  /** Stanzas are taken one after the other, in the order of their frames. */
  let turn: Promise<void> = Promise.resolve();

  const isClosed = (): boolean => socket.readyState !== WebSocket.OPEN;

  function later(task: () => void): void {
    const whenOpen = (): void => {
      if (!isClosed() && !silent) task();
    };
    if (delayMs > 0) clock.after(delayMs, whenOpen);
    else whenOpen();
  }

  async function take(plaintext: Buffer): Promise<void> {
    const stanza = await decodeBinaryNode(plaintext);
    const id = stanza.attrs.id;
    const answer = stanza.tag === 'iq' && stanza.attrs.type !== 'get' && id !== undefined ? answers.get(id) : undefined;
    if (answer) answer(stanza);
    else await handler?.(stanza);
  }

  function fail(rule: ViolationRule, detail: string): void {
    report(rule, detail);
    socket.close();
  }

  const connection: Connection = {
    id,
    get closed() {
      return isClosed();
    },
    send: (stanza) => later(() => socket.send(noise.seal(encodeBinaryNode(stanza)))),
    ask(content, timeoutMs) {
      if (isClosed()) return Promise.resolve('closed');
      const questionId = `loopback-${id}-${++questions}`;
      return new Promise((resolve) => {
        const settle = (answer: Answer): void => {
          stopWaiting?.();
          answers.delete(questionId);
          resolve(answer);
        };
        const stopWaiting = timeoutMs === undefined ? undefined : clock.after(timeoutMs, () => settle('no-answer'));
        answers.set(questionId, settle);
        const t = Math.floor(clock.now() / 1000).toString();
        connection.send(node('iq', { from: S_WHATSAPP_NET, type: 'set', id: questionId, xmlns: 'md', t }, [content]));
      });
    },
    end(lastWord) {
      if (lastWord) connection.send(lastWord);
      later(() => socket.close());
    },
    sendRaw: (bytes) => later(() => socket.send(bytes)),
    fallSilent() {
      silent = true;
      socket.pause();
    },
    drop: () => socket.terminate(),
    onClose: (listener) => void closeListeners.add(listener),
    report,
  };

  socket.on('message', (data: RawData) => {
    const received = noise.receive(toBytes(data));
    if (!received.ok) {
      fail('handshake', received.error);
      return;
    }
    for (const event of received.value) {
      if (event.type === 'reply') connection.sendRaw(event.bytes);
      else if (event.type === 'client') handler = onClient(connection, event.client);
      else {
        turn = turn
          .then(() => take(event.plaintext))
          .catch((error: unknown) => {
            fail('stanza', error instanceof Error ? error.message : String(error));
          });
      }
    }
  });
  socket.on('close', () => {
    for (const answer of [...answers.values()]) answer('closed');
    for (const listener of closeListeners) listener();
  });
  return connection;
}

function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
