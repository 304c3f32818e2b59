import type { IncomingMessage } from 'node:http';

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { TenantId } from '../../shared/tenant.ts';
import type { Answers } from './answers.ts';
import { type Input, type Problem, type Reply, type Route, problem } from './define.ts';
import { foreignTenantIn, tenantsIn } from './grant-rules.ts';
import { type Grant, grantOfNothing } from './grant.ts';
import { incomingCallOf } from './nodes/incoming-call.ts';
import { passedOn } from './nodes/node-caller.ts';
import { type Routing, moving } from './nodes/routing.ts';

type Handle = (input: Input<Route>) => Reply<Route> | Promise<Reply<Route>>;
type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> | undefined;

export interface RouteHandlerOptions {
  /** Where several services answer for each other. */
  readonly routing?: Routing | undefined;
  /** Told of every request that a handler has answered, or failed to. Must not throw. */
  readonly onDone?: ((route: string, input: Input<Route>, reply: Reply<Route>) => void) | undefined;
  /** Told of every call that its key does not allow, with the tenant that it names. Must not throw. */
  readonly onRefused?: ((route: string, grant: Grant, problem: Problem, tenantId?: TenantId) => void) | undefined;
}

/** What is answered about a tenant that has just gone to another service, where nothing was begun. */
const undone: readonly string[] = ['unknown_tenant', 'WhatsApp not connected', 'shutting_down', 'lease_lost'];

/**
 * Answers parsed requests: by the handler of their route or, where another service holds their tenant, by that service. Calls
 * `onDone` where the handler has answered.
 */
export function createRouteHandler(
  { onDone, onRefused, routing }: RouteHandlerOptions,
  answers: Answers,
): (name: string, route: Route, handle: Handle) => Handler {
  return (name, route, handle) => {
    /** Fastify would end an answer whose bytes have not begun to flow, so it waits for one that is returned. */
    function give(reply: FastifyReply, input: Input<Route>, found: Reply<Route>): FastifyReply | undefined {
      onDone?.(name, input, found);
      answers.give(reply, route, found);
      return 'stream' in found ? reply : undefined;
    }

    async function wait(input: Input<Route>, result: ReturnType<Handle>): Promise<Reply<Route>> {
      try {
        return await result;
      } catch (error) {
        onDone?.(name, input, problem(500, 'internal_error'));
        throw error;
      }
    }

    async function answerLate(
      reply: FastifyReply,
      input: Input<Route>,
      result: ReturnType<Handle>,
    ): Promise<FastifyReply | undefined> {
      return give(reply, input, await wait(input, result));
    }

    /** Answers a call about a tenant, wherever that is. `begun`: what the handler here makes of it already. */
    async function answerFor(
      { tenantId, to }: { readonly tenantId: TenantId; readonly to: Routing },
      { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
      input: Input<Route>,
      begun?: ReturnType<Handle>,
    ): Promise<FastifyReply | undefined> {
      const call = incomingCallOf(request);
      const signal = untilClosed(reply);
      let result = begun;
      let wasHere = begun !== undefined;
      for (let looks = 0; ; looks += 1) {
        if (result === undefined) {
          const routed = call.isForwarded
            ? await to.arrival(tenantId)
            : await to.route(tenantId, call, { again: looks > 0, signal });
          if (routed !== 'here') {
            finish(request, reply, routed);
            return undefined;
          }
          wasHere = to.isHere(tenantId);
          result = handle(input);
        }
        const found = await wait(input, result);
        const hasLeft = wasHere && !to.isHere(tenantId) && 'error' in found && undone.includes(found.error);
        if (found !== moving && !hasLeft) return give(reply, input, found);
        if (looks === 1) return give(reply, input, moving);
        result = undefined;
      }
    }

    function finish(
      request: FastifyRequest,
      reply: FastifyReply,
      routed: Exclude<Awaited<ReturnType<Routing['route']>>, 'here'>,
    ): void {
      if (routed === 'lost') {
        // As the connection to the node that has died would be.
        reply.hijack();
        request.raw.destroy();
      } else if ('error' in routed) answers.refuse(reply, routed);
      else passOn(reply, routed);
    }

    function passOn(reply: FastifyReply, answer: IncomingMessage): void {
      const status = answer.statusCode ?? 502;
      reply.hijack();
      answers.count(reply, status);
      reply.raw.writeHead(status, passedOn(answer.headers));
      // An answer that is cut short is cut short here, too.
      answer.on('error', () => reply.raw.destroy()).pipe(reply.raw);
    }

    return (request, reply) => {
      const { params, query, body, file, grant = grantOfNothing } = request;
      const foreign = foreignTenantIn(grant, { params, query, body });
      if (foreign !== undefined) {
        void file?.discard();
        onRefused?.(name, grant, foreign.problem, foreign.tenantId);
        answers.refuse(reply, foreign.problem);
        return undefined;
      }
      // The compilers of the app have parsed all three with the schemas that the handler's types come from.
      const [tenantId] = routing === undefined ? [] : tenantsIn({ params, query, body });
      const call = routing === undefined || tenantId !== undefined ? undefined : incomingCallOf(request);
      const input = { params, query, body, file, grant, call } as Input<Route>;
      const isAway = routing !== undefined && tenantId !== undefined && !routing.isHere(tenantId);
      const result = isAway ? undefined : handle(input);
      // Most handlers answer synchronously: awaiting each of them would double the cost of /status.
      if (result !== undefined && !(result instanceof Promise)) {
        give(reply, input, result);
        return undefined;
      }
      const done =
        routing === undefined || tenantId === undefined
          ? answerLate(reply, input, result ?? handle(input))
          : answerFor({ tenantId, to: routing }, { request, reply }, input, result);
      return file === undefined ? done : done.finally(() => file.discard());
    };
  };
}

/** Aborts when the caller goes before it has its answer. */
function untilClosed({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
}
