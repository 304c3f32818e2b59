/** A base address for webhooks: routes are put behind it, and `fetch` takes no user name in one. */
export function isBackendUrl(text: string): boolean {
  return /^https?:\/\/[^\s?#@\\]+$/i.test(text) && text.length <= 2_000 && URL.canParse(text);
}

/** An address of this machine alone, as the bridge listens on one or as a URL names its host. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d+){3}|\[?::1\]?|localhost)$/.test(host);
}

const misconfigured: ReadonlySet<string> = new Set(['misconfigured', 'page', 'redirected', 'tls', 'unknown-host']);

/** Whether somebody has to change the address, the secret or the backend's own settings before calls arrive. */
export function isMisconfigured({ code }: { readonly code: string }): boolean {
  return misconfigured.has(code);
}

/** Whether others on the way to this backend can read what it is sent, and the secret that goes along. */
export function canBeOverheard(backendUrl: string): boolean {
  const { protocol, hostname } = new URL(backendUrl);
  return protocol === 'http:' && !isLoopback(hostname);
}

/**
 * What a key of the bridge may be for: to look, to link phones, to talk to chats, to fetch files that others have sent, and
 * to change what belongs to the bridge or a proxy. None contains another.
 */
export const bridgeScopes = ['read', 'link', 'send', 'media', 'admin'] as const;
export type BridgeScope = (typeof bridgeScopes)[number];

export type KeyNameProblem = 'empty' | 'too-long' | 'characters' | 'number';

/** A key's name stands in the audit, so it must not look like a number or like a key. */
export function keyNameProblem(name: string): KeyNameProblem | undefined {
  const trimmed = name.trim();
  if (trimmed.length === 0) return 'empty';
  if (trimmed.length > 40) return 'too-long';
  if (!/^[\p{L}\p{M}\p{N} ._-]+$/u.test(trimmed)) return 'characters';
  return /(\p{N}[ ._-]*){7}/u.test(trimmed) ? 'number' : undefined;
}
