import type { Weights } from '../suspects.ts';

/** Where a failure comes from: the scan itself, the account and its link, the way to WhatsApp, or this workstation. */
export const causeKinds = ['scan', 'link', 'network', 'workstation'] as const;
export type CauseKind = (typeof causeKinds)[number];

/** The one thing for a person to do about a cause. The window says it in words, the bridge gives it as it is. */
export const nextSteps = [
  'wait',
  'scan-again',
  'remove-device-on-phone',
  'update-whatsapp-on-phone',
  'open-whatsapp-on-phone',
  'check-number',
  'stop-other-program',
  'check-network',
  'sign-in-to-network',
  'ask-network-admin',
  'check-proxy',
  'sign-in-to-proxy',
  'set-clock',
  'check-disk',
  'update-console',
  'clear-version-pin',
  'report',
] as const;
export type NextStep = (typeof nextSteps)[number];

/** What the console does next by itself; `operator` means nothing until a person acts. */
export const retries = ['fresh-qr', 'reconnect', 'operator'] as const;
export type Retry = (typeof retries)[number];

/** What follows from a cause. */
export interface Course {
  /**
   * What the console does by itself while its budget lasts. For `fresh-qr`, what a phone had linked is set aside first,
   * so that it cannot spoil the next link; otherwise the saved credentials are kept.
   */
  readonly retry: Retry;
  /** Whether the proof gathered so far still holds. */
  readonly proof: 'holds' | 'void';
  /** Whether a session that stopped for this comes back by itself when the program starts again. */
  readonly resume: boolean;
  /**
   * How long the attempts of `reconnect` wait. `none`: the first follows at once, because a fresh socket is likely to
   * serve. `growing`: the same, and if it happens again though that login was accepted, the pauses grow as long ones do.
   * `repeating`: short pauses that an accepted login in between does not begin anew. `long`: WhatsApp would not do what a
   * login needs. By default `short`.
   */
  readonly pause?: 'none' | 'growing' | 'repeating' | 'short' | 'long';
}

/** A card without its kind, which its file gives. */
export interface CardOfKind extends Course {
  readonly step: NextStep;
  /** What may lie behind it. */
  readonly likely: Weights;
  /** What a backend is told, in one plain English sentence. */
  readonly reason: string;
}

export interface CauseCard extends CardOfKind {
  readonly kind: CauseKind;
}

export const freshQr: Course = { retry: 'fresh-qr', proof: 'void', resume: false };
export const keepTrying: Course = { retry: 'reconnect', proof: 'holds', resume: false };
export const refused: Course = { retry: 'operator', proof: 'void', resume: false };
/** Not this account's fault: another start may do. */
export const holding: Course = { retry: 'operator', proof: 'holds', resume: false };
export const localFault: Course = { ...holding, resume: true };

export const network: Weights = { 'workstation-network': 9 };
export const computer: Weights = { 'this-computer': 9 };
export const restricted: Weights = { 'account-restricted': 9 };
export const takenBack: Weights = { 'link-taken-back': 5, 'account-restricted': 2 };
