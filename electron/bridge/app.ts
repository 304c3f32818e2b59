import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
  errorCodes,
} from 'fastify';
import { z } from 'zod';

import type { Logger } from '../pairing/ports.ts';
import type { Access } from './access.ts';
import { type Contract, contract, eventsRoute } from './contract.ts';
import { type Handlers, type Input, type Problem, type Reply, type Route, jsonType, problem } from './define.ts';
import { docsPolicy } from './docs-page.ts';
import type { EventStreams } from './event-streams.ts';

const longestBody = 64 * 1024;
const wrongHost = 'Call it localhost or by its address, or add this name to BRIDGE_NAMES.';
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
  const { streams, logger } = options;
  const answers = createAnswers(options);
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
    frameworkErrors: (error, _request, reply) => answers.refuse(reply, problemOf(error)),
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
  app.addHook('onRequest', doorkeeper(options, answers));
  app.setNotFoundHandler((_request, reply) =>
    answers.refuse(reply, problem(404, 'not_found', 'No such route. GET /docs shows them all.')),
  );
  app.setErrorHandler((error, request, reply) => {
    const told = problemOf(error);
    if (told.status === 500) logger.error('a request failed', { route: request.routeOptions.url, error });
    answers.refuse(reply, told);
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
        if (result instanceof Promise) return result.then((found) => answers.give(reply, route, found));
        answers.give(reply, route, result);
        return undefined;
      },
    });
  }
  app.route({
    method: eventsRoute.method,
    url: eventsRoute.path,
    config: { name: 'events', route: eventsRoute },
    handler: (request, reply) => stream(streams, answers, request, reply),
  });
  return app;
}

/** Host, then secret: before anything of a request is read or any folder is touched. */
function doorkeeper({ access, isClosing }: AppOptions, { refuse }: Answers): onRequestHookHandler {
  return (request, reply, enter) => {
    // Codes, numbers and states are nobody's to keep.
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const needed = request.routeOptions.config.route?.access ?? 'secret';
    if (!access.serves(request.headers.host)) refuse(reply, problem(421, 'wrong_host', wrongHost));
    else if (needed === 'open') enter();
    else if (!showsSecret(access, request, needed)) void turnAway(access, refuse, request, reply, needed);
    else if (isClosing()) refuse(reply, problem(503, 'shutting_down'));
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
  refuse: Answers['refuse'],
  request: FastifyRequest,
  reply: FastifyReply,
  needed: Route['access'],
): Promise<void> {
  const heldBack = access.holdBack(request.ip);
  await heldBack;
  if (needed === 'browser') reply.header('www-authenticate', 'Basic realm="Pairing Console"');
  refuse(reply, heldBack === undefined ? problem(429, 'too_many_attempts') : problem(401, 'unauthorized'));
}

function schemaOf({ params, query, body, answer: { schema, contentType } }: Route) {
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
    ...(contentType === jsonType ? { response: { 200: schema } } : {}),
  };
}

/** The two ways in which a request ends. Nothing is given back: a reply is a promise of its own end, which nobody waits for. */
interface Answers {
  readonly give: (reply: FastifyReply, route: Route, result: Reply<Route>) => void;
  readonly refuse: (reply: FastifyReply, problem: Problem) => void;
  /** To be called where an answer was written by hand. */
  readonly count: (reply: FastifyReply, status: number) => void;
}

/** Counts here, because a hook for it costs every request a tenth of its time. */
function createAnswers({ isClosing, onAnswer }: AppOptions): Answers {
  function count({ request }: FastifyReply, status: number): void {
    onAnswer(request.routeOptions.config.name ?? 'unknown', status);
  }
  function send(reply: FastifyReply, status: number, body: unknown): void {
    // A connection that is kept for more would keep the program from ending.
    if (isClosing()) reply.header('connection', 'close');
    void reply.code(status).send(body);
    // A body that its own schema forbids has become another answer, which is counted by itself.
    if (reply.statusCode === status) count(reply, status);
  }
  function refuse(reply: FastifyReply, { status, error, message }: Problem): void {
    send(reply.type(jsonType), status, JSON.stringify({ error, message }));
  }
  return {
    count,
    refuse,
    give(reply, route, result) {
      if ('error' in result) {
        refuse(reply, result);
        return;
      }
      reply.type(route.answer.contentType);
      if (route.answer.contentType.startsWith('text/html')) reply.header('content-security-policy', docsPolicy);
      send(reply, 200, 'written' in result ? result.written : result.body);
    },
  };
}

function stream(streams: EventStreams, answers: Answers, request: FastifyRequest, reply: FastifyReply): void {
  if (streams.isFull()) {
    answers.refuse(reply, problem(429, 'too_many_streams'));
    return;
  }
  const lastEventId = request.headers['last-event-id'];
  const { raw } = reply;
  reply.hijack();
  answers.count(reply, 200);
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
  if (error instanceof errorCodes.FST_ERR_CTP_INVALID_JSON_BODY) {
    return problem(400, 'invalid_request', 'The body is no JSON.');
  }
  const statusCode =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  switch (statusCode) {
    case 413:
      return problem(413, 'payload_too_large', `A body has at most ${longestBody} bytes.`);
    case 415:
      return problem(415, 'unsupported_media_type', 'Send JSON, with Content-Type: application/json.');
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
