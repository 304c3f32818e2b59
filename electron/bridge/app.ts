import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import fastify, { errorCodes } from 'fastify';
import { z } from 'zod';

import type { Logger } from '../pairing/ports.ts';
import type { Access } from './access.ts';
import type { Contract } from './contract.ts';
import { contract, eventsRoute } from './contract.ts';
import type { Handlers, Input, Problem, Reply, Route } from './define.ts';
import { jsonType, problem } from './define.ts';
import { docsPolicy } from './docs-page.ts';
import type { EventStreams } from './event-streams.ts';

const longestBody = 64 * 1024;
/** How long a client may take to send a request, in ms. */
const requestMs = 30_000;

const unreadableBody = JSON.stringify({ error: 'invalid_request', message: 'This is no HTTP request.' });
/** The answer to what Fastify is never shown. */
const unreadable = [
  'HTTP/1.1 400 Bad Request',
  'connection: close',
  `content-type: ${jsonType}`,
  `content-length: ${unreadableBody.length}`,
  '',
  unreadableBody,
].join('\r\n');

declare module 'fastify' {
  interface FastifyContextConfig {
    name?: string;
    route?: Route;
  }
}

export interface AppOptions {
  readonly handlers: Handlers<Contract>;
  readonly access: Access;
  readonly streams: EventStreams;
  /** While `true` nothing but health is answered. */
  readonly isClosing: () => boolean;
  readonly onAnswer: (route: string, status: number) => void;
  readonly logger: Logger;
}

/** The HTTP server: every route of the contract behind its door. It does not listen yet. */
export function createApp(options: AppOptions): FastifyInstance {
  const { streams, onAnswer, logger } = options;
  const handlers = options.handlers as Readonly<
    Record<string, (input: Input<Route>) => Reply<Route> | Promise<Reply<Route>>>
  >;
  const app = fastify({
    logger: false,
    bodyLimit: longestBody,
    requestTimeout: requestMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Long ids are refused for what they are, not as an unknown route.
    routerOptions: { maxParamLength: 16_384 },
    exposeHeadRoutes: false,
    frameworkErrors: (error, _request, reply) => send(reply, problemOf(error)),
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end(unreadable);
    },
  });

  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data: unknown) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: parsed.error };
  });
  // Parsed once more on the way out: what its schema does not name does not leave, and what it forbids is a bug.
  app.setSerializerCompiler<z.ZodType>(
    ({ schema }) =>
      (data: unknown) =>
        JSON.stringify(schema.parse(data)),
  );

  const parseJson = app.getDefaultJsonParser('error', 'error');
  // An empty body is no body, whatever it is said to be: the backend calls it JSON, aiohttp bytes, and curl a form.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body, done);
  });
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    if (body.length === 0) done(null, undefined);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE());
  });
  app.addHook('onRequest', doorkeeper(options));
  app.addHook('onResponse', (request, reply, done) => {
    onAnswer(request.routeOptions.config.name ?? 'unknown', reply.statusCode);
    // A connection that is kept for more would keep the program from ending.
    if (options.isClosing()) request.raw.socket.end();
    done();
  });
  app.setNotFoundHandler((_request, reply) => send(reply, problem(404, 'not_found')));
  app.setErrorHandler((error, request, reply) => {
    const told = problemOf(error);
    if (told.status === 500) logger.error('a request failed', { route: request.routeOptions.url, error });
    send(reply, told);
  });

  for (const [name, route] of Object.entries(contract as Readonly<Record<string, Route>>)) {
    const handle = handlers[name];
    if (handle === undefined) continue;
    app.route({
      method: route.method,
      url: route.path,
      config: { name, route },
      schema: schemaOf(route),
      handler({ params, query, body }, reply) {
        // Parsed by the compilers above, from the very schemas that the handler's types are made of.
        const result = handle({ params, query, body } as Input<Route>);
        // What is known at once is answered at once: a promise would cost as much as the answer.
        if (result instanceof Promise) return result.then((found) => answer(reply, route, found));
        answer(reply, route, result);
        return undefined;
      },
    });
  }
  app.route({
    method: eventsRoute.method,
    url: eventsRoute.path,
    config: { name: 'events', route: eventsRoute },
    handler: (request, reply) => stream(streams, request, reply),
  });
  return app;
}

/** Host, then secret: before anything of a request is read or any folder is touched. */
function doorkeeper({ access, isClosing }: AppOptions): onRequestHookHandler {
  return (request, reply, enter) => {
    // Codes, numbers and states are nobody's to keep.
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const needed = request.routeOptions.config.route?.access ?? 'secret';
    if (!access.serves(request.headers.host)) send(reply, problem(421, 'wrong_host'));
    else if (needed === 'open') enter();
    else if (!showsSecret(access, request, needed)) void turnAway(access, request, reply, needed);
    else if (isClosing()) send(reply, problem(503, 'shutting_down'));
    else enter();
  };
}

function showsSecret(access: Access, request: FastifyRequest, needed: Route['access']): boolean {
  const { 'x-internal-secret': secret, authorization } = request.headers;
  const allowed =
    access.isSecret(typeof secret === 'string' ? secret : undefined) ||
    (needed === 'browser' && access.isBrowserSecret(authorization));
  access.note(request.ip, allowed);
  return allowed;
}

async function turnAway(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  needed: Route['access'],
): Promise<void> {
  const heldBack = access.holdBack(request.ip);
  await heldBack;
  if (needed === 'browser') reply.header('www-authenticate', 'Basic realm="Pairing Console"');
  send(reply, heldBack === undefined ? problem(429, 'too_many_attempts') : problem(401, 'unauthorized'));
}

function schemaOf({ params, query, body, answer: { schema, contentType } }: Route) {
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
    ...(contentType === jsonType ? { response: { 200: schema } } : {}),
  };
}

/** Gives back nothing, because a reply is a promise of its own end, which nobody here waits for. */
function answer(reply: FastifyReply, route: Route, result: Reply<Route>): void {
  if ('error' in result) {
    send(reply, result);
    return;
  }
  reply.type(route.answer.contentType);
  if (route.answer.contentType.startsWith('text/html')) reply.header('content-security-policy', docsPolicy);
  void reply.send('written' in result ? result.written : result.body);
}

function send(reply: FastifyReply, { status, error, message }: Problem): void {
  void reply.code(status).type(jsonType).send(JSON.stringify({ error, message }));
}

function stream(streams: EventStreams, request: FastifyRequest, reply: FastifyReply): void {
  if (streams.isFull()) {
    send(reply, problem(429, 'too_many_streams'));
    return;
  }
  const lastEventId = request.headers['last-event-id'];
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'close',
    'x-accel-buffering': 'no',
  });
  const leave = streams.open(raw, typeof lastEventId === 'string' ? lastEventId : undefined);
  raw.on('close', () => leave());
}

/** What went wrong before a handler could run, or inside one. Only the first kind says what. */
function problemOf(error: unknown): Problem {
  if (error instanceof z.ZodError) return problem(400, 'invalid_request', inOneLine(error));
  const statusCode =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  switch (statusCode) {
    case 413:
      return problem(413, 'payload_too_large');
    case 415:
      return problem(415, 'unsupported_media_type');
    case undefined:
      return problem(500, 'internal_error');
    default:
      return typeof statusCode === 'number' && statusCode < 500
        ? problem(400, 'invalid_request', 'The request could not be read.')
        : problem(500, 'internal_error');
  }
}

function inOneLine(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');
}
