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
