import type { WebhookFault } from '../../../shared/bridge.ts';
import type { Clock } from '../../pairing/ports.ts';
import type { OutboxEntry } from './outbox.ts';

const timeoutMs = 5_000;
const paths = {
  status: '/api/internal/whatsapp/status-webhook',
  incoming: '/api/whatsapp/webhook/incoming',
} as const;
/** The backend has understood and says no: the same call again would end the same way. */
const finalRefusals = new Set([400, 409, 410, 413, 415, 422]);

export type Outcome =
  | { readonly kind: 'delivered' }
  /** `isFinal`: the same call again would end the same way. */
  | { readonly kind: 'failed'; readonly fault: WebhookFault; readonly isFinal: boolean };
export type Post = (entry: OutboxEntry, signal: AbortSignal) => Promise<Outcome>;

/** Calls the backend with the same secret that it calls with. Redirects are not followed: the secret stays there. */
export function createPost(options: {
  readonly backendUrl: string;
  readonly secret: string;
  readonly clock: Clock;
}): Post {
  const { backendUrl, secret, clock } = options;
  const base = backendUrl.replace(/\/+$/, '');
  return async ({ kind, body }, signal) => {
    const timeout = new AbortController();
    const cancel = clock.after(timeoutMs, () => timeout.abort());
    try {
      const response = await fetch(base + paths[kind], {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-internal-secret': secret },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.any([signal, timeout.signal]),
      });
      await response.body?.cancel();
      if (response.ok) return { kind: 'delivered' };
      const { status } = response;
      return { kind: 'failed', fault: { code: 'refused', status }, isFinal: finalRefusals.has(status) };
    } catch (error) {
      const fault = timeout.signal.aborted ? ({ code: 'timeout' } as const) : unreachable(error);
      return { kind: 'failed', fault, isFinal: false };
    } finally {
      cancel();
    }
  };
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
    case 'timeout':
      return 'no answer within 5 s';
    case 'unreachable':
      return `the backend could not be reached${fault.system === null ? '' : `: ${fault.system}`}`;
  }
}
