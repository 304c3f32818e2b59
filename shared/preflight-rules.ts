/** The checks, in the order in which they are shown. */
export const checkIds = [
  'route',
  'dns',
  'tcp',
  'tls',
  'websocket',
  'clock',
  'version',
  'disk',
  'space',
  'instance',
  'keyring',
] as const;
export type CheckId = (typeof checkIds)[number];

/** What a check looks at: this workstation, or the way to WhatsApp. */
export type Place = 'network' | 'workstation';
export const placeOf: Readonly<Record<CheckId, Place>> = {
  route: 'network',
  dns: 'network',
  tcp: 'network',
  tls: 'network',
  websocket: 'network',
  clock: 'workstation',
  version: 'workstation',
  disk: 'workstation',
  space: 'workstation',
  instance: 'workstation',
  keyring: 'workstation',
};

/**
 * - `ok`: in order, or not needed here
 * - `attention`: works, but staff should know
 * - `failed`: linking cannot work like this
 * - `open`: not known
 */
export type Level = 'ok' | 'attention' | 'failed' | 'open';

/** The level of everything a check can find. */
export const levelOf = {
  'route-direct': 'ok',
  'route-exempt': 'ok',
  'route-set': 'ok',
  'route-system': 'ok',
  'route-tenant': 'ok',
  'route-timeout': 'failed',
  'route-lost': 'failed',
  'dns-resolved': 'ok',
  'dns-proxy-resolved': 'ok',
  'dns-proxy-failed': 'failed',
  'dns-not-needed': 'ok',
  'dns-slow': 'attention',
  'dns-private': 'attention',
  'dns-failed': 'failed',
  'dns-timeout': 'failed',
  'tcp-connected': 'ok',
  'tcp-tunnel': 'ok',
  'proxy-unreachable': 'failed',
  'proxy-sign-in': 'failed',
  'proxy-login-refused': 'failed',
  'proxy-sign-in-unsupported': 'failed',
  'proxy-refused': 'failed',
  'proxy-page': 'failed',
  'proxy-cut': 'failed',
  'tcp-refused': 'failed',
  'tcp-unreachable': 'failed',
  'tcp-timeout': 'failed',
  'tcp-portal': 'failed',
  'tls-public': 'ok',
  'tls-not-needed': 'ok',
  'tls-intercepted-trusted': 'attention',
  'tls-intercepted': 'failed',
  'tls-wrong-name': 'failed',
  'tls-dates': 'failed',
  'tls-failed': 'failed',
  'tls-timeout': 'failed',
  'websocket-opened': 'ok',
  'websocket-expired': 'attention',
  'websocket-early': 'attention',
  'websocket-impostor': 'failed',
  'websocket-portal': 'failed',
  'websocket-refused': 'failed',
  'websocket-failed': 'failed',
  'websocket-timeout': 'failed',
  'clock-right': 'ok',
  'clock-wrong': 'attention',
  'clock-unknown': 'open',
  'version-pinned': 'ok',
  'version-fresh': 'ok',
  'version-old': 'attention',
  'version-own': 'attention',
  'version-not-needed': 'ok',
  'disk-written': 'ok',
  'disk-slow': 'attention',
  'disk-full': 'failed',
  'disk-denied': 'failed',
  'disk-failed': 'failed',
  'disk-timeout': 'failed',
  'space-enough': 'ok',
  'space-low': 'attention',
  'space-none': 'failed',
  'space-unknown': 'open',
  'instance-alone': 'ok',
  'instance-other': 'failed',
  'instance-unknown': 'open',
  'keyring-there': 'ok',
  'keyring-missing': 'attention',
  'keyring-unknown': 'open',
  'not-reached': 'open',
  cancelled: 'open',
  'check-broken': 'open',
} as const satisfies Readonly<Record<string, Level>>;
/** What a check can find; `preflight.ts` gives each its data. */
export type FindingCode = keyof typeof levelOf;

/** Whether the checks that need this one can run. */
export function isPassable({ code }: { readonly code: FindingCode }): boolean {
  return levelOf[code] === 'ok' || levelOf[code] === 'attention';
}
