import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Access } from './access.ts';
import type { Connections } from './connections.ts';
import { jsonType } from './define.ts';
import type { StatusBook } from './status-book.ts';

/** Answers a request, or leaves it untouched and says `false`. */
export type QuickAnswer = (request: IncomingMessage, response: ServerResponse) => boolean;

const before = '/whatsapp/';
const after = '/status';

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
  return (request, response) => {
    const { method, url = '', headers, socket } = request;
    if (method !== 'GET' || !url.startsWith(before) || !url.endsWith(after)) return false;
    const page = book.page(url.slice(before.length, -after.length));
    if (page === undefined || isClosing() || hasBody(headers) || !access.serves(headers.host)) return false;
    // While wrong secrets wait for their answers, Fastify's hooks decide whose secret is looked at.
    if (access.wrongSecrets.held() > 0) return false;
    const secret = headers['x-internal-secret'];
    if (typeof secret !== 'string' || !access.isSecret(secret)) return false;
    access.note(socket.remoteAddress ?? '', true);
    connections.trust(socket);
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

function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
