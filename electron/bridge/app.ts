import { type IncomingMessage, createServer } from 'node:http';
import type { Readable } from 'node:stream';

import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
  errorCodes,
} from 'fastify';
import type { z } from 'zod';

import type { Logger } from '../pairing/ports.ts';
import type { Access } from './access.ts';
import { type AnswerOptions, type Answers, createAnswers } from './answers.ts';
import type { BridgeKeys } from './bridge-keys.ts';
import type { Connections } from './connections.ts';
import { type Contract, contract, eventsRoute } from './contract.ts';
import { type Handlers, type Input, type Reply, type Route, jsonType, problem, servesHead } from './define.ts';
import type { EventStreams } from './event-streams.ts';
import { refusalOf } from './grant-rules.ts';
import type { Grant } from './grant.ts';
import { readLiftedBody } from './lifted-body.ts';
import { limits, tooLarge } from './media-limits.ts';
import type { MediaSpool, SpooledFile } from './media-spool.ts';
import { writtenFor } from './nodes/event-relay.ts';
import { away } from './nodes/routing.ts';
import { createQuickStatus } from './quick-status.ts';
import { RefusedBody, longestBody, problemOf, readToEnd } from './request-problems.ts';
import { type RouteHandlerOptions, createRouteHandler } from './route-handler.ts';
import type { StatusBook } from './status-book.ts';

const wrongHost = 'Call it localhost or by its address, or add this name to BRIDGE_NAMES.';
const tooManyAttempts = 'Many wrong secrets came in. Try again in some seconds.';
/** How long a client may take to send a request's head, and all of it, in ms. */
const headMs = 10_000;
const requestMs = 180_000;
/** How often connections are looked at for that, in ms. */
const lookMs = 2_000;
/** How long a connection may stay idle between two requests, in ms. */
const idleMs = 72_000;

const unreadableBody = JSON.stringify({ error: 'invalid_request', message: 'This is not an HTTP request.' });
/** Node's parser refuses some requests before Fastify sees them. This is the answer to those. */
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
  interface FastifyRequest {
    /** Deleted once the request is answered. */
    file: SpooledFile | undefined;
    /** Set by the doorkeeper on every route that is not open. */
    grant: Grant | undefined;
    /** The caller's address; of a call that another node has forwarded, as that node has seen it. */
    caller: string;
    isForwarded: boolean;
    /** The body as it came, without the file that was taken out of it. */
    json: string | undefined;
  }
}

export interface AppOptions extends AnswerOptions, RouteHandlerOptions {
  readonly handlers: Handlers<Contract>;
  readonly access: Access;
  /** For whom another node has forwarded this call, if one has. */
  readonly callerOf?: (request: IncomingMessage) => string | undefined;
  readonly keys: Pick<BridgeKeys, 'used' | 'isValid'>;
  readonly connections: Connections;
  readonly book: Pick<StatusBook, 'page'>;
  readonly streams: EventStreams;
  /** Where long files of bodies are kept while they are sent. */
  readonly spool: MediaSpool;
  /** While `false` nothing but health is answered: this service may not say what the database does not. */
  readonly isAtWork?: (() => boolean) | undefined;
  readonly logger: Logger;
}

function neverAsked(): never {
  throw new Error('a schema was compiled before this app had its own compilers');
}

/** The HTTP server: every route of the contract, behind the checks of host and secret. It does not listen yet. */
export function createApp(options: AppOptions): FastifyInstance {
  const { logger } = options;
  const answers = createAnswers(options);
  const handlerFor = createRouteHandler(options, answers);
  const { isClosing, isAtWork = () => true } = options;
  const quickStatus = createQuickStatus({ ...options, isClosing: () => isClosing() || !isAtWork() });
  const handlers = options.handlers as Readonly<
    Record<string, (input: Input<Route>) => Reply<Route> | Promise<Reply<Route>>>
  >;
  const app = fastify({
    logger: false,
    bodyLimit: longestBody,
    serverFactory(handle) {
      const server = createServer(
        {
          requestTimeout: requestMs,
          headersTimeout: headMs,
          connectionsCheckingInterval: lookMs,
          keepAliveTimeout: idleMs,
        },
        (request, response) => {
          if (!quickStatus(request, response)) handle(request, response);
        },
      );
      return server.on('connection', (socket) => options.connections.admit(socket));
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // With the default of 100 a long tenant id would be an unknown route; so it is an invalid id.
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: true },
    exposeHeadRoutes: false,
    // Fastify's own compilers, half a megabyte that every start would load, are not in the bundle: ours are set below.
    schemaController: { compilersFactory: { buildValidator: neverAsked, buildSerializer: neverAsked } },
    frameworkErrors: (error, _request, reply) => answers.refuse(reply, problemOf(error)),
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end(unreadable);
    },
  });

  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data: unknown) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: parsed.error };
  });
  // Answers are parsed, too: a field that the schema does not name is dropped, and a value that it forbids is a bug.
  app.setSerializerCompiler<z.ZodType>(
    ({ schema }) =>
      (data: unknown) =>
        JSON.stringify(schema.parse(data)),
  );

  const parseJson = app.getDefaultJsonParser('error', 'error');
  // An empty body counts as no body under any content type: the backend sends JSON, aiohttp octets, and curl a form.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else {
      request.json = body;
      void parseJson(request, body, done);
    }
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
    void request.file?.discard();
    if (told.status === 500) logger.error('a request failed', { route: request.routeOptions.url, error });
    if (told.status === 413) void readToEnd(request.raw).then(() => answers.refuse(reply, told));
    else answers.refuse(reply, told);
  });

  const add = (to: FastifyInstance, name: string, route: Route) => {
    const handle = handlers[name];
    if (handle === undefined) return;
    to.route({
      method: servesHead(route) ? [route.method, 'HEAD'] : route.method,
      url: route.path,
      config: { name, route },
      schema: schemaOf(route),
      handler: handlerFor(name, route, handle),
    });
  };
  const routes = Object.entries(contract as Readonly<Record<string, Route>>);
  for (const [name, route] of routes) if (route.takesFile !== true) add(app, name, route);
  app.decorateRequest('file', undefined);
  app.decorateRequest('grant', undefined);
  app.decorateRequest('caller', '');
  app.decorateRequest('isForwarded', false);
  app.decorateRequest('json', undefined);
  void app.register((scope, _, registered) => {
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', (request, body, done) => {
      readFileBody(request, body as Readable, options.spool).then((json) => {
        if (json === '') done(null, undefined);
        else {
          request.json = json;
          void parseJson(request, json, done);
        }
      }, done);
    });
    for (const [name, route] of routes) if (route.takesFile === true) add(scope, name, route);
    registered();
  });
  app.route({
    method: eventsRoute.method,
    url: eventsRoute.path,
    config: { name: 'events', route: eventsRoute },
    handler: (request, reply) => stream(options, answers, request, reply),
  });
  return app;
}

/** Reads a body with a long file in it; answers the JSON without it. Rejects with a `RefusedBody`. */
async function readFileBody(request: FastifyRequest, body: Readable, spool: MediaSpool): Promise<string> {
  if (Number(request.headers['content-length']) > limits.body) throw new RefusedBody(tooLarge);
  const read = await readLiftedBody(body, { spool, longestRest: longestBody });
  if (!read.ok) throw new RefusedBody(read.error);
  request.file = read.value.file;
  return read.value.json;
}

/** Checks the host, then the secret, before a body is read or a folder is touched. */
function doorkeeper(options: AppOptions, { refuse }: Answers): onRequestHookHandler {
  const { access, keys, connections, isClosing } = options;
  return (request, reply, enter) => {
    // Answers hold codes, numbers and states: no cache may keep them.
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const forwardedFor = options.callerOf?.(request.raw);
    request.caller = forwardedFor ?? request.ip;
    request.isForwarded = forwardedFor !== undefined;
    const { route, name = '' } = request.routeOptions.config;
    if (!access.serves(request.headers.host)) {
      refuse(reply, problem(421, 'wrong_host', wrongHost));
      return;
    }
    if (route?.access === 'open') {
      enter();
      return;
    }
    if (!access.mayTry(request.caller)) {
      refuse(reply, problem(429, 'too_many_attempts', tooManyAttempts));
      return;
    }
    const grant = grantFor(access, request, route);
    if (grant === undefined) {
      void turnAway(access, refuse, request, reply, route);
      return;
    }
    if (grant.key !== undefined) keys.used(grant.key.id, request.caller);
    connections.trust(request.raw.socket);
    const refused = route === undefined ? undefined : refusalOf(grant, route);
    if (isClosing()) refuse(reply, problem(503, 'shutting_down'));
    else if (options.isAtWork?.() === false) refuse(reply, away);
    else if (refused !== undefined) {
      options.onRefused?.(name, grant, refused);
      refuse(reply, refused);
    } else {
      request.grant = grant;
      enter();
    }
  };
}

/** What the caller's secret or key allows; `undefined`: the bridge knows neither. */
function grantFor(access: Access, request: FastifyRequest, route: Route | undefined): Grant | undefined {
  const { 'x-internal-secret': secret, authorization } = request.headers;
  const grant =
    access.grantOf(typeof secret === 'string' ? secret : undefined) ??
    (route?.access === 'browser' ? access.browserGrantOf(authorization) : undefined);
  access.note(request.caller, grant !== undefined);
  return grant;
}

async function turnAway(
  access: Access,
  refuse: Answers['refuse'],
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route | undefined,
): Promise<void> {
  const heldBack = access.holdBack(request.caller);
  await heldBack;
  if (route?.access === 'browser') reply.header('www-authenticate', 'Basic realm="Pairing Console"');
  if (heldBack === undefined) refuse(reply, problem(429, 'too_many_attempts', tooManyAttempts));
  else refuse(reply, problem(401, 'unauthorized'));
}

function schemaOf({ params, query, body, answer: { schema, contentType } }: Route) {
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
    ...(contentType === jsonType ? { response: { 200: schema } } : {}),
  };
}

function stream(
  { streams, keys, routing }: AppOptions,
  answers: Answers,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { grant } = request;
  if (grant === undefined) {
    answers.refuse(reply, problem(401, 'unauthorized'));
    return;
  }
  const isForService = routing !== undefined && request.isForwarded && grant.key === undefined;
  if (!isForService && streams.isFull()) {
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
  const { key, sees } = grant;
  const after = typeof lastEventId === 'string' ? lastEventId : undefined;
  if (isForService) {
    const leaveService = streams.openForService(raw, after, writtenFor);
    raw.on('close', () => leaveService());
    return;
  }
  const leave = streams.open(raw, {
    lastEventId: after,
    sees,
    // Who reads a QR can link a phone of their choice.
    seesCodes: key?.scopes.includes('link') ?? true,
    isAllowed: () => key === undefined || keys.isValid(key.id),
  });
  raw.on('close', () => leave());
}
