import type { Cause, Confidence } from './failure.ts';

// No schema here: the window lists these without shipping zod.

/** What may be on the phone after a scan, by what it says; the words differ with its version and language. */
export const phoneScreens = [
  'try-later',
  'check-connection',
  'update-app',
  'invalid-code',
  'passkey',
  'logging-in',
  'linked',
  'device-limit',
  'nothing',
] as const;
export type PhoneScreen = (typeof phoneScreens)[number];

export const phoneKinds = ['android', 'iphone'] as const;
export type PhoneKind = (typeof phoneKinds)[number];

/** Why a phone and this console did not come together. Where two weigh the same, the earlier one stands first. */
export const suspects = [
  'secret-retired',
  'passkey-wanted',
  'phone-outdated',
  'device-limit',
  'account-restricted',
  'wrong-code',
  'phone-offline',
  'scan-not-taken',
  'reply-lost',
  'linked-elsewhere',
  'link-taken-back',
  'version-pinned',
  'client-outdated',
  'other-program',
  'workstation-network',
  'this-computer',
] as const;
export type Suspect = (typeof suspects)[number];

type Weights = Readonly<Partial<Record<Suspect, number>>>;

/** A weight that settles it. */
const settles = 9;

const network: Weights = { 'workstation-network': 9 };
const computer: Weights = { 'this-computer': 9 };
const restricted: Weights = { 'account-restricted': 9 };
const takenBack: Weights = { 'link-taken-back': 5, 'account-restricted': 2 };

/** How much each cause, as this console sees it, speaks for a suspect: 9 settles it, 1 hardly counts. */
const fromCause: Readonly<Record<Cause, Weights>> = {
  'silent-scan': { 'phone-offline': 3, 'scan-not-taken': 3, 'client-outdated': 2, 'account-restricted': 2 },
  'scan-not-matching': { 'wrong-code': 5 },
  'scan-closed': { 'workstation-network': 3, 'phone-offline': 2, 'client-outdated': 1 },
  'rejected-after-scan': { 'link-taken-back': 3, 'account-restricted': 2, 'device-limit': 1 },
  'first-login-refused': { 'account-restricted': 3, 'link-taken-back': 2, 'client-outdated': 1 },
  'qr-expired': { 'scan-not-taken': 3, 'phone-offline': 1 },
  'code-finish-refused': { 'account-restricted': 3, 'wrong-code': 2, 'client-outdated': 1 },
  'code-finish-unanswered': { 'phone-offline': 3, 'account-restricted': 2, 'workstation-network': 1 },
  'code-mismatch': { 'wrong-code': 8 },
  'offer-empty': { 'client-outdated': 3, 'account-restricted': 2 },
  'settling-unanswered': { 'account-restricted': 2, 'client-outdated': 2 },
  'pre-keys-refused': { 'account-restricted': 2, 'client-outdated': 2 },
  'pre-keys-unanswered': { 'account-restricted': 2, 'client-outdated': 2 },
  'pre-keys-missing': { 'account-restricted': 2, 'client-outdated': 2 },
  'dead-device': computer,
  'peer-silent': network,
  'link-deaf': computer,
  'server-not-whatsapp': network,
  'code-expired': { 'scan-not-taken': 3, 'phone-offline': 1 },
  'passkey-expired': { 'passkey-wanted': 9 },
  'passkey-code-differs': { 'linked-elsewhere': 5 },
  'phone-lacks-multi-device': { 'phone-outdated': 9 },
  'wrong-number': {},
  'device-removed': takenBack,
  'login-refused': takenBack,
  'session-invalid': takenBack,
  'open-without-account': { 'link-taken-back': 2 },
  replaced: { 'other-program': 9 },
  'copied-credentials': { 'other-program': 9 },
  'account-locked': restricted,
  banned: restricted,
  'temporarily-banned': restricted,
  'too-many-attempts': restricted,
  'client-outdated': { 'client-outdated': 9 },
  'pinned-version-refused': { 'version-pinned': 9 },
  'client-rejected': { 'client-outdated': 9 },
  'no-code-offered': { 'client-outdated': 3, 'account-restricted': 2, 'workstation-network': 2 },
  'server-unavailable': network,
  'connection-lost': network,
  'dns-failed': network,
  'connection-refused': network,
  'tls-failed': network,
  'tls-intercepted': network,
  'captive-portal': network,
  'proxy-sign-in': network,
  'network-unreachable': network,
  'clock-wrong': computer,
  'storage-full': computer,
  'storage-denied': computer,
  'storage-busy': computer,
  'storage-failed': computer,
  'credentials-corrupt': computer,
  'credentials-half-paired': { 'link-taken-back': 2, 'this-computer': 2 },
  'credentials-code-pending': { 'scan-not-taken': 2 },
  'internal-error': computer,
  unknown: {},
};

/** The same of what the phone shows. */
const fromScreen: Readonly<Record<PhoneScreen, Weights>> = {
  'try-later': { 'account-restricted': 4, 'secret-retired': 2, 'client-outdated': 2 },
  'check-connection': { 'phone-offline': 6, 'client-outdated': 1 },
  'update-app': { 'phone-outdated': 9 },
  'invalid-code': { 'wrong-code': 8 },
  passkey: { 'passkey-wanted': 9 },
  'logging-in': { 'reply-lost': 5, 'phone-offline': 2, 'workstation-network': 2 },
  linked: { 'linked-elsewhere': 4, 'reply-lost': 4, 'link-taken-back': 2 },
  'device-limit': { 'device-limit': 9 },
  nothing: { 'scan-not-taken': 5, 'phone-offline': 1 },
};

/** WhatsApp said that the scan met a secret which it had retired. */
const fromRetiredSecret: Weights = { 'secret-retired': 6 };

const mostSuspects = 4;

export interface Known {
  readonly cause: Cause;
  /** Who told of the scan, where one was told of: WhatsApp does when it retires the secret in the code. */
  readonly scanBy?: 'operator' | 'whatsapp' | undefined;
  /** What is on the phone. */
  readonly screen?: PhoneScreen | undefined;
}

export interface Diagnosis {
  /** The likeliest first; empty where nothing speaks for any. */
  readonly suspects: Suspect[];
  /** Of the first of them. */
  readonly confidence: Confidence;
}

/** Joins what this console saw with what the phone shows. */
export function diagnose({ cause, scanBy, screen }: Known): Diagnosis {
  const parts = [
    fromCause[cause],
    scanBy === 'whatsapp' ? fromRetiredSecret : {},
    screen === undefined ? {} : fromScreen[screen],
  ];
  const weightOf = (suspect: Suspect) => parts.reduce((sum, part) => sum + (part[suspect] ?? 0), 0);
  const ranked = suspects
    .map((suspect) => ({ suspect, weight: weightOf(suspect) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const [first, second] = ranked.map(({ weight }) => weight);
  // What adds up to much is likely; certain is only what one side alone says outright.
  const settled = parts.some((part) => ranked[0] !== undefined && part[ranked[0].suspect] === settles);
  // What weighs next to nothing beside the first would only distract.
  const worthTelling = ranked.filter(({ weight }) => weight * 5 >= (first ?? 0)).slice(0, mostSuspects);
  return {
    suspects: worthTelling.map(({ suspect }) => suspect),
    confidence: settled && (second ?? 0) < settles ? 'certain' : confidenceOf(first ?? 0, second ?? 0),
  };
}

function confidenceOf(first: number, second: number): Confidence {
  return first >= 5 && second * 1.5 <= first ? 'likely' : 'unclear';
}
