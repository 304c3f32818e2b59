import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { Readable, pipeline } from 'node:stream';

import type { TenantId } from '../../shared/tenant.ts';
import { loopbackCertificate } from '../crypto/loopback-certificate.ts';
import type { Dialer } from '../network/dialer.ts';
import { isLoopbackEndpoint } from './endpoint.ts';

/** Sent by WhatsApp's own web client, and by every other client after its example. */
const origin = 'https://web.whatsapp.com';

/** WhatsApp's media servers, or the loopback's for an endpoint on this machine. Nothing else is ever asked. */
export interface MediaServers {
  /** The server that has files whose message names none. `undefined`: there is none on this machine. */
  readonly standard: string | undefined;
  /** Whether a message may name this host, as `name` or `name:port`: a sender could name any. */
  serves(host: string): boolean;
  /**
   * Begins a request over TLS. `path` starts with a slash, whatever a sender has put into it. Redirects are not followed.
   * Rejects when the connection fails or `signal` aborts.
   */
  ask(host: string, path: string, options: MediaRequest): Promise<IncomingMessage>;
}

export interface MediaRequest {
  readonly signal: AbortSignal;
  /** The body of a POST: how long it is, and its bytes. Without it the request is a GET. */
  readonly upload?: { readonly size: number; readonly body: () => AsyncIterable<Uint8Array> };
}

/**
 * @param url the WebSocket endpoint, where it is not WhatsApp's own
 * @param tenantId whose files are asked for: they go the way that the tenant's link goes
 */
export function createMediaServers(
  url: string | undefined,
  dialer: Pick<Dialer, 'agent'>,
  tenantId?: TenantId,
): MediaServers {
  const onLoopback = url !== undefined && isLoopbackEndpoint(url);
  const trusted: RequestOptions = onLoopback ? { ca: loopbackCertificate } : {};

  return {
    standard: url === undefined ? 'mmg.whatsapp.net' : undefined,
    serves: (host) => (onLoopback ? /^127\.0\.0\.1:\d{1,5}$/ : /^([a-z0-9-]+\.)+whatsapp\.net$/).test(host),
    async ask(host, path, { signal, upload }) {
      const target = new URL(`https://${host}`);
      const outgoing = request({
        ...trusted,
        agent: dialer.agent(target, 'media', tenantId),
        host: target.hostname,
        port: target.port === '' ? 443 : target.port,
        path,
        method: upload === undefined ? 'GET' : 'POST',
        headers: {
          origin,
          ...(upload && { 'content-type': 'application/octet-stream', 'content-length': upload.size }),
        },
        signal,
      });
      return new Promise<IncomingMessage>((resolve, reject) => {
        outgoing.on('response', resolve).on('error', reject);
        if (upload === undefined) outgoing.end();
        else {
          pipeline(Readable.from(upload.body(), { objectMode: false }), outgoing, (error) => {
            // A server that refuses may answer, and hang up, before it has read everything.
            if (error) reject(error);
          });
        }
      });
    },
  };
}
