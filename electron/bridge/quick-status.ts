import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { Access } from './access.ts';
import type { Connections } from './connections.ts';
import { jsonType } from './define.ts';
import { nodeHeader } from './node-calls.ts';
import type { StatusBook } from './status-book.ts';

/** Answers a request, or leaves it untouched and says `false`. */
export type QuickAnswer = (request: IncomingMessage, response: ServerResponse) => boolean;

const before = '/whatsapp/';
const after = '/status';

/** What a connection has shown. */
interface Shown {
  readonly secret: string;
  /** The caller's. */
  readonly address: string;
}

/**
 * Answers what backends ask most, `GET /whatsapp/:tenantId/status` with the right secret, past Fastify, which costs twice as
 * much as Node's own server. Whatever else is asked, or asked in another way, is Fastify's. The answers are the same: a
 * test holds one to the other.
 */
export function createQuickStatus({
  access,
  connections,
  book,
  isClosing,
  onAnswer,
}: {
  readonly access: Access;
  readonly connections: Connections;
  readonly book: Pick<StatusBook, 'page'>;
  readonly isClosing: () => boolean;
  readonly onAnswer: (route: string, status: number) => void;
}): QuickAnswer {
  const shownBy = new WeakMap<Socket, Shown>();

  /** The caller's address, if the secret is right. */
  function admit(socket: Socket, secret: string): string | undefined {
    const shown = shownBy.get(socket);
    // Not in constant time, which is safe: a caller who sends a wrong secret is held back after five tries, so it cannot
    // measure this comparison, even where a proxy shares one connection between callers.
    if (shown?.secret === secret) return shown.address;
    if (!access.isSecret(secret)) return undefined;
    const address = socket.remoteAddress ?? '';
    shownBy.set(socket, { secret, address });
    connections.trust(socket);
    return address;
  }

  return (request, response) => {
    const { method, url = '', socket } = request;
    if (method !== 'GET' || !url.startsWith(before) || !url.endsWith(after)) return false;
    const page = book.page(url.slice(before.length, -after.length));
    if (page === undefined || isClosing()) return false;
    const head = headOf(request.rawHeaders);
    if (head === undefined || !access.serves(head.host)) return false;
    // While wrong secrets wait for their answers, Fastify's hooks decide whose secret is looked at.
    if (access.wrongSecrets.held() > 0) return false;
    const address = admit(socket, head.secret);
    if (address === undefined) return false;
    access.note(address, true);
    response
      .writeHead(200, {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-type': jsonType,
        'content-length': page.bytes,
      })
      .end(page.json);
    onAnswer('status', 200);
    return true;
  };
}

/**
 * Host and secret among a request's names and values; `undefined`: not one of each, or a body follows. Node makes its object
 * of headers when it is first asked for, and that costs more than all of this.
 */
function headOf(raw: readonly string[]): { readonly host: string; readonly secret: string } | undefined {
  let host: string | undefined;
  let secret: string | undefined;
  for (let at = 0; at < raw.length; at += 2) {
    const [name, value] = [raw[at]?.toLowerCase(), raw[at + 1]];
    // A call that another node has forwarded goes the long way, which looks for whom.
    if (name === 'content-length' || name === 'transfer-encoding' || name === nodeHeader) return undefined;
    if (name === 'host') {
      if (host !== undefined) return undefined;
      host = value;
    } else if (name === 'x-internal-secret') {
      if (secret !== undefined) return undefined;
      secret = value;
    }
  }
  return host === undefined || secret === undefined ? undefined : { host, secret };
}
