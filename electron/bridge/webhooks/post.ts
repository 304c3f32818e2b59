import type { WebhookFault } from '../../../shared/bridge.ts';
import type { OutboxEntry } from '../../outbox/entries.ts';
import type { Clock } from '../../pairing/ports.ts';
import type { CallKind } from './calls.ts';

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

export type Outcome =
  | { readonly kind: 'delivered' }
  /** `isFinal`: this call is not to be made again. */
  | { readonly kind: 'failed'; readonly fault: WebhookFault; readonly isFinal: boolean };
export type Post = (entry: OutboxEntry, signal: AbortSignal) => Promise<Outcome>;

/** Calls the backend with the same secret that it calls with. The secret goes to the backend's own host only. */
export function createPost(options: {
  readonly backendUrl: string;
  readonly secret: string;
  readonly clock: Clock;
}): Post {
  const { backendUrl, secret, clock } = options;
  const base = backendUrl.replace(/\/+$/, '');

  /** Follows 307 and 308 on the same host, as a backend behind a proxy answers them. */
  async function ask(url: string, body: string, signal: AbortSignal): Promise<Response> {
    let address = url;
    for (let redirected = 0; ; redirected += 1) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-internal-secret': secret },
        body,
        redirect: 'manual',
        signal,
      });
      await response.body?.cancel();
      const next = redirects.has(response.status) ? response.headers.get('location') : null;
      if (next === null || redirected === mostRedirects || !isSameHost(address, next)) return response;
      address = new URL(next, address).href;
    }
  }

  return async ({ kind, id, at, body }, signal) => {
    const timeoutMs = timeoutsMs[kind];
    const timeout = new AbortController();
    const cancel = clock.after(timeoutMs, () => timeout.abort());
    try {
      const told = JSON.stringify({ ...body, id, at: new Date(at).toISOString() });
      const { ok, status } = await ask(base + paths[kind], told, AbortSignal.any([signal, timeout.signal]));
      if (ok) return { kind: 'delivered' };
      if (misconfigurations.has(status)) {
        // A message is given up. A status goes on: it is still wanted when the configuration has been put right.
        return { kind: 'failed', fault: { code: 'misconfigured', status }, isFinal: kind === 'incoming' };
      }
      return { kind: 'failed', fault: { code: 'refused', status }, isFinal: refusals.has(status) };
    } catch (error) {
      const fault = timeout.signal.aborted
        ? ({ code: 'timeout', seconds: timeoutMs / 1000 } as const)
        : unreachable(error);
      return { kind: 'failed', fault, isFinal: false };
    } finally {
      cancel();
    }
  };
}

/** The same host and port, or the same host over TLS. Never from TLS to plain HTTP. */
function isSameHost(from: string, to: string): boolean {
  if (!URL.canParse(to, from)) return false;
  const [before, after] = [new URL(from), new URL(to, from)];
  if (after.username !== '' || before.hostname !== after.hostname) return false;
  return before.protocol === after.protocol ? before.port === after.port : after.protocol === 'https:';
}

/** `fetch` says "fetch failed" and keeps the system's code in the cause. */
function unreachable(error: unknown): WebhookFault {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const system: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return { code: 'unreachable', system: typeof system === 'string' ? system : null };
}

/** In plain English, for the backend's own staff. */
export function reasonOf(fault: WebhookFault): string {
  switch (fault.code) {
    case 'refused':
      return `the backend answered ${fault.status}`;
    case 'misconfigured':
      return `the backend answered ${fault.status}: its address or the secret is wrong`;
    case 'timeout':
      return `no answer within ${fault.seconds} s`;
    case 'unreachable':
      return `the backend could not be reached${fault.system === null ? '' : `: ${fault.system}`}`;
  }
}
