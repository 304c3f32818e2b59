import type { Readable } from 'node:stream';

import type { z } from 'zod';

import type { BridgeScope } from '../../shared/bridge-rules.ts';
import type { Grant } from './grant.ts';
import type { SpooledFile } from './media-spool.ts';
import type { NodeCall } from './nodes/node-caller.ts';

/** One possible answer of a route. */
export interface Answer<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly contentType: string;
  readonly description: string;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** With parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  /**
   * - `open`: for anyone
   * - `browser`: the secret or any key, as `X-Internal-Secret` or as the password a browser asks for
   * - `secret`: the secret and no key, as `X-Internal-Secret`
   * - a scope: the secret, or a key with this scope, as `X-Internal-Secret`
   */
  readonly access: 'open' | 'browser' | 'secret' | BridgeScope;
  /** The answer is about all tenants. A key for some tenants is refused. */
  readonly forAll?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** The schema decides what an empty body means. */
  readonly body?: z.ZodType;
  /** The body may have a long file in it (`lifted-body.ts`), which the handler gets beside it. */
  readonly takesFile?: true;
  readonly answer: Answer;
  /** Statuses that this route may answer, beside 200 and those that every route may answer. */
  readonly problems: readonly ProblemStatus[];
}

/** Monitors ask for health by HEAD. */
export function servesHead({ access, method }: Route): boolean {
  return access === 'open' && method === 'GET';
}

export const jsonType = 'application/json; charset=utf-8';

export function json<S extends z.ZodType>(schema: S, description: string): Answer<S> {
  return { schema, contentType: jsonType, description };
}
export function text<S extends z.ZodType<string>>(schema: S, contentType: string, description: string): Answer<S> {
  return { schema, contentType, description };
}

/** Every `error` that an answer may carry, by status. */
export const problemCodes = {
  400: ['invalid_request'],
  401: ['unauthorized'],
  403: ['missing_scope', 'foreign_tenant', 'limited_key', 'secret_needed'],
  404: [
    'not_found',
    'unknown_tenant',
    'no_backend',
    'no_qr',
    'no_passkey_request',
    'not_on_whatsapp',
    'no_media',
    'media_expired',
    'unknown_key',
  ],
  409: [
    'busy',
    'tenant_exists',
    'too_many_tenants',
    'no_live_qr',
    'number_changed',
    'taken_over',
    'idempotency_conflict',
    'key_exists',
    'too_many_keys',
  ],
  413: ['payload_too_large'],
  415: ['unsupported_media_type'],
  421: ['wrong_host'],
  422: ['invalid_number', 'passkey_rejected', 'media_url_refused', 'proxy_password'],
  429: ['too_many_attempts', 'too_many_streams', 'code_cooldown'],
  500: ['internal_error'],
  502: [
    'send_failed',
    'media_upload_failed',
    'media_fetch_failed',
    'media_unavailable',
    'media_corrupt',
    'code_refused',
  ],
  503: ['WhatsApp not connected', 'shutting_down', 'storage_away', 'lease_lost', 'standing_by', 'moving'],
  504: ['send_timeout', 'send_interrupted', 'passkey_unanswered'],
  507: ['storage_full', 'storage_denied', 'storage_busy', 'storage_failed', 'storage_sealed', 'out_of_descriptors'],
} as const;
export type ProblemStatus = keyof typeof problemCodes;

/** Statuses that every route behind the secret may answer. */
export const commonProblems = [400, 401, 403, 413, 415, 421, 429, 500, 503] as const satisfies readonly ProblemStatus[];

/** An answer other than 200. */
export interface Problem {
  readonly status: ProblemStatus;
  readonly error: string;
  readonly message: string | undefined;
  /** Of a message that WhatsApp refused: why, and WhatsApp's code. */
  readonly refused?: { readonly reason: WireSendRefusal; readonly statusCode?: number };
}

/** Why WhatsApp refused a message, as the backend reads it. */
export const wireSendRefusals = ['restricted', 'stale_keys', 'addressing', 'rate', 'other'] as const;
export type WireSendRefusal = (typeof wireSendRefusals)[number];

export function problem<S extends ProblemStatus>(
  status: S,
  error: (typeof problemCodes)[S][number],
  message?: string,
): Problem {
  return { status, error, message };
}

/** JSON that was written before and is sent unchanged. */
export interface Written {
  readonly written: string;
}

/** Bytes that are sent as they come. */
export interface Streamed {
  readonly stream: Readable;
  readonly contentType: string;
  readonly disposition: string;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler gets. */
export interface Input<R extends Route> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  /** Who asks. A tenant that is not the caller's has been refused already. */
  readonly grant: Grant;
  /** What was `media.data` in the body, where the route takes a file. Deleted once the handler is done. */
  readonly file?: SpooledFile | undefined;
  /** How the call came, where several services answer for each other. */
  readonly call?: IncomingCall | undefined;
}

/** A call as it came, so that it can go to another node. */
export interface IncomingCall extends NodeCall {
  /** Another node has forwarded it: it must not go round. */
  readonly isForwarded: boolean;
}

/** What a handler returns: the body of the answer, or a problem. */
export type Reply<R extends Route> = { readonly body: z.input<R['answer']['schema']> } | Written | Streamed | Problem;

/** One function for each route. The compiler checks it against the contract. */
export type Handlers<C extends Readonly<Record<string, Route>>> = {
  readonly [N in keyof C]: (input: Input<C[N]>) => Reply<C[N]> | Promise<Reply<C[N]>>;
};
