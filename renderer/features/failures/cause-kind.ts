import type { Cause } from '../../../shared/failure.ts';

/** Where a failure comes from: the scan itself, the account and its link, the way to WhatsApp, or this workstation. */
export const causeKinds = ['scan', 'link', 'network', 'workstation'] as const;
export type CauseKind = (typeof causeKinds)[number];

const kinds: Readonly<Record<Cause, CauseKind>> = {
  'scan-not-matching': 'scan',
  'scan-closed': 'scan',
  'silent-scan': 'scan',
  'rejected-after-scan': 'scan',
  'first-login-refused': 'scan',
  'qr-expired': 'scan',
  'code-expired': 'scan',
  'code-finish-refused': 'scan',
  'code-finish-unanswered': 'scan',
  'code-mismatch': 'scan',
  'offer-empty': 'scan',
  'passkey-expired': 'scan',
  'passkey-code-differs': 'scan',
  'phone-lacks-multi-device': 'scan',
  'device-removed': 'link',
  'login-refused': 'link',
  'session-invalid': 'link',
  'wrong-number': 'scan',
  replaced: 'link',
  'copied-credentials': 'link',
  'account-locked': 'link',
  banned: 'link',
  'temporarily-banned': 'link',
  'client-outdated': 'link',
  'pinned-version-refused': 'link',
  'client-rejected': 'link',
  'too-many-attempts': 'link',
  'open-without-account': 'link',
  'settling-unanswered': 'link',
  'pre-keys-refused': 'link',
  'pre-keys-unanswered': 'link',
  'pre-keys-missing': 'link',
  'dead-device': 'workstation',
  'peer-silent': 'network',
  'link-deaf': 'link',
  'server-not-whatsapp': 'network',
  'server-unavailable': 'network',
  'no-code-offered': 'link',
  'connection-lost': 'network',
  'dns-failed': 'network',
  'connection-refused': 'network',
  'tls-failed': 'network',
  'tls-intercepted': 'network',
  'clock-wrong': 'workstation',
  'captive-portal': 'network',
  'proxy-sign-in': 'network',
  'network-unreachable': 'network',
  'storage-full': 'workstation',
  'storage-denied': 'workstation',
  'storage-busy': 'workstation',
  'storage-failed': 'workstation',
  'credentials-corrupt': 'workstation',
  'credentials-half-paired': 'workstation',
  'credentials-code-pending': 'workstation',
  'internal-error': 'workstation',
  unknown: 'link',
};

export function kindOf(cause: Cause): CauseKind {
  return kinds[cause];
}

/**
 * Whether the workstation or its network may be the reason, so that looking at them is worth a minute; or the next step
 * is a diagnosis, which is saved on the same page.
 */
export function mayLieHere(cause: Cause): boolean {
  const onward = cause === 'unknown' || cause === 'client-rejected';
  return kinds[cause] === 'network' || kinds[cause] === 'workstation' || onward;
}
