import type { Cause } from './causes.ts';

/** The signed file, below the address that the organisation names for updates. */
export const packName = 'pairing-console-protocol.json';

/**
 * How long a session waits, and how often: the least and the most that a pack may say, in ms where the name ends so. What
 * protects an account, or the word "connected", can only be made longer than the program's own value.
 */
export const patienceBounds = {
  /** QR rounds that begin by themselves. */
  qrRounds: [1, 10],
  /** Attempts in a row that may fail before any code was shown. */
  attemptsWithoutQr: [2, 20],
  dialMs: [20_000, 180_000],
  qrGraceMs: [2_000, 30_000],
  restartMs: [5_000, 60_000],
  settleMs: [60_000, 600_000],
  codeFinishMs: [30_000, 300_000],
  probationMs: [30_000, 600_000],
  cooldownMs: [15 * 60_000, 24 * 3_600_000],
} as const;
export type PatienceName = keyof typeof patienceBounds;
// `Object.keys` knows no key types; these are the table's own.
export const patienceNames = Object.keys(patienceBounds) as [PatienceName, ...PatienceName[]];

/** Names that this program may give itself at WhatsApp: those of browsers that WhatsApp Web runs in. */
export const browserNames = ['Chrome', 'Edge', 'Firefox', 'Safari', 'Opera'] as const;
export const browserSystems = ['Ubuntu', 'Windows', 'Mac OS'] as const;
export interface BrowserName {
  readonly name: (typeof browserNames)[number];
  readonly system: (typeof browserSystems)[number];
}
/** What it calls itself without a pack. */
export const ownBrowser: BrowserName = { name: 'Chrome', system: 'Ubuntu' };

/** Codes of WhatsApp that the program knows itself: no pack says otherwise of them. */
export const ownCodes: readonly number[] = [
  401, 402, 403, 405, 406, 408, 409, 411, 415, 418, 419, 428, 429, 440, 500, 501, 502, 503, 504, 515, 516,
];

/** What a new code may mean: causes that leave a link as it is, or stop it and keep its credentials. */
export const packableCauses = [
  'account-locked',
  'banned',
  'client-outdated',
  'client-rejected',
  'server-unavailable',
  'temporarily-banned',
  'too-many-attempts',
] as const satisfies readonly Cause[];

/** Words that name no address and no number: nobody is sent elsewhere by them. */
export function isPlainText(text: string): boolean {
  return !/:\/\/|www\.|@|\p{Cc}/iu.test(text.replaceAll('\n', '')) && !/(\p{Nd}[\s().+-]*){7}/u.test(text);
}
