import type { WebhookFault } from '../../../shared/bridge.ts';

const unknownHost = /^(ENOTFOUND|EAI_\w+)$/;
const tls = /SELF_SIGNED|^UNABLE_TO_|^CERT_|^ERR_TLS_|^ERR_SSL_|^EPROTO$/;

/**
 * Whether the answer is a page for people, as a login or a catch-all page in the backend's place answers. Some frameworks
 * call every short text HTML, so the text decides as well. Reads no more than its first piece.
 */
export async function isPage(response: Response): Promise<boolean> {
  const isHtml = /^text\/html/i.test(response.headers.get('content-type') ?? '');
  if (!isHtml || response.body === null) {
    await response.body?.cancel();
    return false;
  }
  const reader = response.body.getReader();
  const { value } = (await reader.read()) as { value?: Uint8Array };
  await reader.cancel();
  return /^\s*</.test(
    Buffer.from(value ?? [])
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );
}

/** The system's code, Node's, or a proxy's. */
export function faultOf(error: unknown): WebhookFault {
  const system: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof system !== 'string') return { code: 'unreachable', system: null };
  if (unknownHost.test(system)) return { code: 'unknown-host', system };
  return { code: tls.test(system) ? 'tls' : 'unreachable', system };
}

/** In plain English, for the backend's own staff. */
export function reasonOf(fault: WebhookFault): string {
  switch (fault.code) {
    case 'refused':
      return `the backend answered ${fault.status}`;
    case 'misconfigured':
      return `the backend answered ${fault.status}: its address or the secret is wrong`;
    case 'page':
      return `a web page answered (${fault.status}): this is not the address of the backend`;
    case 'redirected':
      return `the answer was a redirect to another host, ${fault.host}, which gets no secret`;
    case 'tls':
      return `the backend's certificate or TLS cannot be used: ${fault.system}`;
    case 'unknown-host':
      return `the backend's name could not be looked up: ${fault.system}`;
    case 'timeout':
      return `no answer within ${fault.seconds} s`;
    case 'unreachable':
      return `the backend could not be reached${fault.system === null ? '' : `: ${fault.system}`}`;
  }
}
