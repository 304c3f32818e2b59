import type { FastifyReply } from 'fastify';

import { type Problem, type Reply, type Route, jsonType } from './define.ts';
import { docsPolicy } from './docs-page.ts';
import { nodeHeader } from './node-calls.ts';
import { moving } from './nodes/routing.ts';

/** When a caller may ask again, in s. */
const retryAfterS = 2;
/** What is over in seconds, by itself. */
const comesBack: ReadonlySet<string> = new Set(['moving', 'standing_by', 'storage_away']);

export interface AnswerOptions {
  /** While `true` nothing but health is answered. */
  readonly isClosing: () => boolean;
  readonly onAnswer: (route: string, status: number) => void;
}

/** The two ways to end a request. Both return nothing: Fastify replies are thenables, and Fastify would wait for one. */
export interface Answers {
  readonly give: (reply: FastifyReply, route: Route, result: Reply<Route>) => void;
  readonly refuse: (reply: FastifyReply, problem: Problem) => void;
  /** For answers that were written past Fastify. */
  readonly count: (reply: FastifyReply, status: number) => void;
}

/** Counts the answers here: a hook would cost each request a tenth of its time. */
export function createAnswers({ isClosing, onAnswer }: AnswerOptions): Answers {
  function count({ request }: FastifyReply, status: number): void {
    onAnswer(request.routeOptions.config.name ?? 'unknown', status);
  }
  function send(reply: FastifyReply, status: number, body: unknown): void {
    // A kept-alive connection would keep the program from ending.
    if (isClosing()) reply.header('connection', 'close');
    void reply.code(status).send(body);
    // Where the schema forbids the body, Fastify has sent a 500 instead, which the error handler has counted.
    if (reply.statusCode === status) count(reply, status);
  }
  function refuse(reply: FastifyReply, { status, error, message, refused }: Problem): void {
    if (comesBack.has(error)) reply.header('retry-after', String(retryAfterS));
    // The node that has forwarded this call looks again.
    if (error === moving.error) reply.header(nodeHeader, moving.error);
    send(reply.type(jsonType), status, JSON.stringify({ error, message, ...refused }));
  }
  return {
    count,
    refuse,
    give(reply, route, result) {
      if ('error' in result) {
        refuse(reply, result);
        return;
      }
      if ('stream' in result) {
        const { stream: bytes, contentType, disposition } = result;
        reply.headers({ 'content-disposition': disposition, 'content-security-policy': 'sandbox' });
        // The content type is the sender's: with this and `nosniff`, no browser takes the file for a page.
        send(reply.type(contentType), 200, bytes);
        return;
      }
      reply.type(route.answer.contentType);
      if (route.answer.contentType.startsWith('text/html')) reply.header('content-security-policy', docsPolicy);
      send(reply, 200, 'written' in result ? result.written : result.body);
    },
  };
}
