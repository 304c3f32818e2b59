import { type Cause, causes } from './causes.ts';
import type { Confidence } from './failure.ts';
import { type Suspect, type Weights, suspects } from './suspects.ts';

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

/** A weight that settles it. */
const settles = 9;

/** How much what the phone shows speaks for each suspect. */
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

/** What is known of a failure. */
export interface Observation {
  readonly cause: Cause;
  /** Who reported the scan, if it was reported: WhatsApp does when it retires the secret in the code. */
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
export function diagnose({ cause, scanBy, screen }: Observation): Diagnosis {
  const parts = [
    causes[cause].likely,
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
