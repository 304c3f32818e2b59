import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

import type { NetworkUse } from '../../shared/network-rules.ts';
import type { Dialer } from './dialer.ts';

/** A request as `fetch` takes it. Redirects are answers: they are not followed. */
export interface FetchOptions {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** Like `fetch`, over the dialer. Rejects with the system's error or a `DialError`, not with one around it. */
export type Fetch = (url: string, options: FetchOptions) => Promise<Response>;

/** Node's own `fetch` takes no agent, and what it takes instead differs from version to version. */
export function createFetch(dialer: Pick<Dialer, 'agent'>, use: NetworkUse): Fetch {
  return (url, { method = 'GET', headers = {}, body, signal }) =>
    new Promise((resolve, reject) => {
      const ask = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
      const asked = ask(url, {
        method,
        signal,
        agent: dialer.agent(url, use),
        headers: {
          accept: '*/*',
          'accept-encoding': 'identity',
          ...headers,
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
      });
      asked.on('response', (answer) => {
        try {
          resolve(responseOf(answer));
        } catch (error) {
          // A status outside of 200 to 599 makes no `Response`.
          answer.destroy();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      asked.on('error', reject);
      asked.end(body);
    });
}

function responseOf(answer: IncomingMessage): Response {
  const { statusCode = 0, rawHeaders } = answer;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  // These have no body, and the constructor refuses one.
  const isEmpty = [204, 205, 304].includes(statusCode);
  if (isEmpty) answer.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), {
    status: statusCode,
    headers,
  });
}
