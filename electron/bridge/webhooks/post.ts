import { createHmac, randomUUID } from 'node:crypto';

import type { WebhookFault } from '../../../shared/bridge.ts';
import type { Fetch } from '../../network/fetch-by.ts';
import type { OutboxEntry } from '../../outbox/entries.ts';
import type { Clock } from '../../pairing/ports.ts';
import type { CallKind } from './calls.ts';
import { faultOf, isPage } from './faults.ts';

/**
 * How long the backend may take to answer, in ms. The older service gave a call with messages a minute: a slow backend
 * must not get the same messages twice.
 */
const timeoutsMs: Readonly<Record<CallKind, number>> = { status: 10_000, incoming: 60_000 };
const paths: Readonly<Record<CallKind, string>> = {
  status: '/api/internal/whatsapp/status-webhook',
  incoming: '/api/whatsapp/webhook/incoming',
};
/** The backend has understood and says no: the same call again would end the same way. */
const refusals = new Set([400, 409, 410, 413, 415, 422]);
/** The secret or the address is wrong: somebody has to change the configuration. */
const misconfigurations = new Set([401, 403, 404, 405]);
const redirects = new Set([307, 308]);
const mostRedirects = 3;

/** The tenant of a test event: no tenant can have this name, because it has a dot. */
const testTenant = 'test.event';

export type Outcome =
  | { readonly kind: 'delivered'; readonly status: number }
  /** `isFinal`: this call is not to be made again. */
  | { readonly kind: 'failed'; readonly fault: WebhookFault; readonly isFinal: boolean };
export type Post = (entry: Pick<OutboxEntry, 'kind' | 'id' | 'at' | 'body'>, signal: AbortSignal) => Promise<Outcome>;

export interface PostOptions {
  readonly backendUrl: string;
  /** The bridge's own, which the backend shows, too. */
  readonly secret: string;
  /** What calls are signed with; without it they are not signed. */
  readonly signingSecret?: string | undefined;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Calls the backend with the same secret that it calls with. The secret goes to the backend's own host only. */
export function createPost({ backendUrl, secret, signingSecret, fetch, clock }: PostOptions): Post {
  const base = backendUrl.replace(/\/+$/, '');

  function headersFor(body: string): Record<string, string> {
    const signature =
      signingSecret === undefined ? {} : { 'x-pairing-signature': sign(signingSecret, clock.now(), body) };
    return { 'content-type': 'application/json', 'x-internal-secret': secret, ...signature };
  }

  /** Follows 307 and 308 on the same host, as a backend behind a proxy answers them. `elsewhere`: the host of another. */
  async function ask(
    url: string,
    body: string,
    signal: AbortSignal,
  ): Promise<{ response: Response; elsewhere?: string }> {
    let address = url;
    for (let redirected = 0; ; redirected += 1) {
      const options = { method: 'POST', headers: headersFor(body), body, signal } as const;
      const response = await fetch(address, options);
      const target = response.headers.get('location');
      const isRedirect = response.status >= 300 && response.status < 400 && target !== null;
      if (!isRedirect || !URL.canParse(target, address)) return { response };
      if (!isSameHost(address, target)) return { response, elsewhere: new URL(target, address).host };
      if (!redirects.has(response.status) || redirected === mostRedirects) return { response };
      await response.body?.cancel();
      address = new URL(target, address).href;
    }
  }

  function judge({ status, ok }: Response, kind: CallKind, page: boolean, elsewhere: string | undefined): Outcome {
    const failed = (fault: WebhookFault, isFinal = false): Outcome => ({ kind: 'failed', fault, isFinal });
    if (elsewhere !== undefined) return failed({ code: 'redirected', host: elsewhere });
    if (ok) return page ? failed({ code: 'page', status }) : { kind: 'delivered', status };
    // A message is given up. A status goes on: it is still wanted when the configuration has been put right.
    if (misconfigurations.has(status)) return failed({ code: 'misconfigured', status }, kind === 'incoming');
    return failed({ code: 'refused', status }, refusals.has(status));
  }

  return async ({ kind, id, at, body }, signal) => {
    const timeoutMs = timeoutsMs[kind];
    const timeout = new AbortController();
    const cancel = clock.after(timeoutMs, () => timeout.abort());
    try {
      const told = JSON.stringify({ ...body, id, at: new Date(at).toISOString() });
      const either = AbortSignal.any([signal, timeout.signal]);
      const { response, elsewhere } = await ask(base + paths[kind], told, either);
      return judge(response, kind, await isPage(response), elsewhere);
    } catch (error) {
      const fault = timeout.signal.aborted ? ({ code: 'timeout', seconds: timeoutMs / 1000 } as const) : faultOf(error);
      return { kind: 'failed', fault, isFinal: false };
    } finally {
      cancel();
    }
  };
}

/** A call that changes nothing at the backend: a status with `test: true`, of a tenant that cannot exist. */
export function testEvent(at: number): Parameters<Post>[0] {
  const body = { test: true, tenant_id: testTenant, status: 'connected', reason: 'test' };
  return { kind: 'status', id: randomUUID(), at, body: body as unknown as (OutboxEntry & { kind: 'status' })['body'] };
}

/** `t` is the time of this attempt in seconds; `v1` the HMAC-SHA256 over `t`, a dot and the body. */
function sign(secret: string, now: number, body: string): string {
  const seconds = Math.floor(now / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** The same host and port, or the same host over TLS. Never from TLS to plain HTTP. */
function isSameHost(from: string, to: string): boolean {
  const [before, after] = [new URL(from), new URL(to, from)];
  if (after.username !== '' || before.hostname !== after.hostname) return false;
  return before.protocol === after.protocol ? before.port === after.port : after.protocol === 'https:';
}
