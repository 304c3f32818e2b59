import type { Finding } from './preflight.ts';

/** What is looked at, in the order in which it is shown. What needs an earlier one to be in order says so. */
export const checkIds = [
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

/** Where what a check looks at lies: on this workstation, or on the way to WhatsApp. */
export type Place = 'network' | 'workstation';
export const placeOf: Readonly<Record<CheckId, Place>> = {
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
 * - `attention`: works, but somebody should know
 * - `failed`: linking cannot work like this
 * - `open`: not known, and so neither of the others
 */
export type Level = 'ok' | 'attention' | 'failed' | 'open';

export const levelOf = {
  'dns-resolved': 'ok',
  'dns-not-needed': 'ok',
  'dns-private': 'attention',
  'dns-failed': 'failed',
  'dns-timeout': 'failed',
  'tcp-connected': 'ok',
  'tcp-refused': 'failed',
  'tcp-unreachable': 'failed',
  'tcp-timeout': 'failed',
  'tls-public': 'ok',
  'tls-not-needed': 'ok',
  'tls-intercepted-trusted': 'attention',
  'tls-intercepted': 'failed',
  'tls-wrong-name': 'failed',
  'tls-dates': 'failed',
  'tls-failed': 'failed',
  'tls-timeout': 'failed',
  'websocket-opened': 'ok',
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
} as const satisfies Readonly<Record<Finding['code'], Level>>;

/** Whether what builds on a check can go on: whatever does not stand in the way. */
export function isPassable({ code }: Finding): boolean {
  return levelOf[code] === 'ok' || levelOf[code] === 'attention';
}
