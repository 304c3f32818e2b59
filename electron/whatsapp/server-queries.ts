import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { type Result, err, ok } from '../../shared/result.ts';
import type { Clock } from '../pairing/ports.ts';

/** `statusCode`: the code in WhatsApp's refusal. Without it no answer came in time, or the connection ended first. */
export interface QueryFailure {
  readonly statusCode?: number;
}

export interface ServerQuery {
  readonly type: 'get' | 'set';
  readonly xmlns: string;
  readonly content: readonly BinaryNode[];
  /** Makes the bytes of the stanza, where the library's own encoder would take long. */
  readonly encode?: (stanza: BinaryNode) => Uint8Array;
}

export type AskServer = (query: ServerQuery, timeoutMs: number) => Promise<Result<BinaryNode, QueryFailure>>;

/**
 * Asks WhatsApp's server and waits for the answer, on this program's clock. The library's own `query` answers
 * `undefined` after a timeout and counts on the system's clock (7.0.0-rc14, lib/Socket/socket.js, `waitForMessage`).
 */
export function createAskServer(socket: WASocket, clock: Clock): AskServer {
  return ({ type, xmlns, content, encode }, timeoutMs) =>
    new Promise((resolve) => {
      const id = socket.generateMessageTag();
      const answered = `TAG:${id}`;
      const finish: typeof resolve = (result) => {
        cancel();
        socket.ws.off(answered, onAnswer);
        socket.ev.off('connection.update', onUpdate);
        resolve(result);
      };
      const onAnswer = (answer: BinaryNode) =>
        finish(answer.attrs.type === 'error' ? err(refusalOf(answer)) : ok(answer));
      const onUpdate = ({ connection }: { connection?: string }) => {
        if (connection === 'close') finish(err({}));
      };
      const cancel = clock.after(timeoutMs, () => finish(err({})));
      socket.ws.on(answered, onAnswer);
      socket.ev.on('connection.update', onUpdate);
      const query = { tag: 'iq', attrs: { id, to: '@s.whatsapp.net', type, xmlns }, content: [...content] };
      const sent = encode === undefined ? socket.sendNode(query) : socket.sendRawMessage(encode(query));
      sent.catch(() => finish(err({})));
    });
}

function refusalOf({ content }: BinaryNode): QueryFailure {
  const error = Array.isArray(content) ? content.find(({ tag }) => tag === 'error') : undefined;
  const code = Number(error?.attrs.code);
  return { statusCode: Number.isInteger(code) && code > 0 ? code : 500 };
}
