import type { Cause, Confidence } from '../../../shared/failure.ts';
import type { Phase } from '../../../shared/session.ts';
import type { ConnectionEnd } from '../ports.ts';

/**
 * What a connection was for when it ended.
 * - `registering`: no QR yet
 * - `awaiting-scan`: a QR was on screen and no phone's signature had been verified
 * - `scanned`: the same, and a scan had been told of
 * - `awaiting-code`: a linking code was on screen, and no phone's signature had been verified
 * - `awaiting-passkey`: the phone had scanned or the code was right, and its account wanted a passkey
 * - `pairing`: the phone's signature was verified on this very socket
 * - `first-login`: a new socket logs in with credentials that were never accepted before
 * - `linked`: a link that had been accepted before
 */
export type Purpose = 'registering' | Offer | 'pairing' | 'first-login' | 'linked';
/** Something waits for a phone and its owner. */
type Offer = (typeof offers)[number];

const offers = ['awaiting-scan', 'scanned', 'awaiting-code', 'awaiting-passkey'] as const;

export function isOffered(purpose: Purpose | Phase): purpose is Offer {
  return offers.some((offer) => offer === purpose);
}

/** What the machine and the client say themselves when time has run out. */
export const refsUsedUp = 'QR refs attempts ended';
export const passkeyOver = 'passkey request expired';

/** An end fits a row if it fits everything that the row names. */
interface Row {
  /** `undefined`: none. */
  readonly code?: readonly (number | undefined)[];
  /** In the client library's message. */
  readonly said?: RegExp;
  /** The system's error code. */
  readonly system?: RegExp;
  /** The attribute `type` of WhatsApp's own words. */
  readonly type?: string;
  /** Somebody had pinned the version that was presented. */
  readonly pinned?: true;
  readonly during?: readonly Purpose[];
  readonly cause: Cause;
  readonly confidence: Confidence;
}

/**
 * How connections end, and why: the first row that fits counts. The codes are the ones of the client library
 * (`DisconnectReason`, 7.0.0-rc14) and of WhatsApp's `<failure reason>`; the library gives 500 to every error that
 * carries none of its own, and both 408s the same number under two names.
 */
const rows: readonly Row[] = [
  // Somebody on the way answered in WhatsApp's place, over HTTP (`ws` says so): the status is none of WhatsApp's codes.
  { said: /server response: 407/, cause: 'proxy-sign-in', confidence: 'certain' },
  { said: /server response: 511/, cause: 'captive-portal', confidence: 'certain' },
  { said: /server response: (2|3)\d\d/, cause: 'captive-portal', confidence: 'likely' },
  { said: /server response: 4\d\d/, cause: 'connection-refused', confidence: 'likely' },
  { said: /server response: /, cause: 'server-unavailable', confidence: 'likely' },

  // The way to WhatsApp, as the system reports it.
  { system: /^(ENOTFOUND|EAI_\w+)$/, cause: 'dns-failed', confidence: 'certain' },
  { system: /^ECONNREFUSED$/, cause: 'connection-refused', confidence: 'certain' },
  { system: /^(ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/, cause: 'network-unreachable', confidence: 'certain' },
  { system: /^CERT_(NOT_YET_VALID|HAS_EXPIRED)$/, cause: 'clock-wrong', confidence: 'likely' },
  { system: /SELF_SIGNED|^UNABLE_TO_|ALTNAME_INVALID$|^CERT_/, cause: 'tls-intercepted', confidence: 'likely' },
  { system: /^(ERR_TLS_|ERR_SSL_|EPROTO$)/, cause: 'tls-failed', confidence: 'certain' },
  // The handshake inside of TLS has a chain of its own.
  { code: [400], said: /noise .*certificate|certification match/, cause: 'tls-intercepted', confidence: 'likely' },
  { system: /./, during: offers, cause: 'scan-closed', confidence: 'unclear' },
  { system: /./, cause: 'connection-lost', confidence: 'certain' },

  // A refusal means what had been proven by then. `conflict` has 440 of the library where the server gives no code.
  { code: [401], during: offers, cause: 'scan-closed', confidence: 'unclear' },
  { code: [401], during: ['pairing'], cause: 'rejected-after-scan', confidence: 'likely' },
  { code: [401], during: ['first-login'], cause: 'first-login-refused', confidence: 'certain' },
  { code: [401, 440], type: 'device_removed', cause: 'device-removed', confidence: 'certain' },
  { code: [401], cause: 'login-refused', confidence: 'certain' },
  { code: [402], cause: 'temporarily-banned', confidence: 'certain' },
  { code: [403], cause: 'account-locked', confidence: 'certain' },
  { code: [405], pinned: true, cause: 'pinned-version-refused', confidence: 'certain' },
  { code: [405], cause: 'client-outdated', confidence: 'certain' },
  { code: [406], cause: 'banned', confidence: 'certain' },
  { code: [409, 415, 418], cause: 'client-rejected', confidence: 'certain' },
  { code: [411], cause: 'phone-lacks-multi-device', confidence: 'certain' },
  { code: [419], cause: 'session-invalid', confidence: 'certain' },
  { code: [429], cause: 'too-many-attempts', confidence: 'certain' },
  { code: [440], cause: 'replaced', confidence: 'certain' },

  // Time ran out.
  { code: [408], said: /^passkey request expired/, cause: 'passkey-expired', confidence: 'certain' },
  { code: [408], said: /^QR refs/, during: ['scanned'], cause: 'silent-scan', confidence: 'unclear' },
  { code: [408], said: /^QR refs/, during: ['awaiting-code'], cause: 'code-expired', confidence: 'certain' },
  { code: [408], said: /^QR refs/, during: ['registering', ...offers], cause: 'qr-expired', confidence: 'certain' },

  // The phone's proof was false, says the library, or this program.
  {
    code: [500],
    said: /^(Invalid account signature|Failed to verify)/,
    cause: 'scan-not-matching',
    confidence: 'likely',
  },
  { code: [500], said: /^Missing device-identity/, cause: 'scan-not-matching', confidence: 'likely' },

  // Somebody scanned, and then it went away.
  { code: [undefined, 408, 428, 500, 515], during: ['scanned'], cause: 'scan-closed', confidence: 'likely' },
  // A connection that goes away under a QR or a code may be a phone whose scan failed: no telling them apart from here.
  { code: [undefined, 408, 428, 500, 515], during: offers, cause: 'scan-closed', confidence: 'unclear' },
  { code: [undefined, 408, 428], cause: 'connection-lost', confidence: 'certain' },
  { code: [501, 503], cause: 'server-unavailable', confidence: 'certain' },
  // 515 is the restart that every new link gets, which is no end; here none was due.
  { code: [500, 515], cause: 'server-unavailable', confidence: 'likely' },
];

export interface Classified {
  readonly cause: Cause;
  readonly confidence: Confidence;
}

/** Why a connection ended: by code *and* message *and* data *and* what had been proven by then. */
export function causeOf(end: ConnectionEnd, purpose: Purpose): Classified {
  const row = rows.find((candidate) => fits(candidate, end, purpose));
  return row === undefined
    ? { cause: 'unknown', confidence: 'unclear' }
    : { cause: row.cause, confidence: row.confidence };
}

function fits({ code, said, system, type, pinned, during }: Row, end: ConnectionEnd, purpose: Purpose): boolean {
  return (
    (code?.includes(end.statusCode) ?? true) &&
    (said?.test(end.message) ?? true) &&
    (system === undefined || (end.systemCode !== undefined && system.test(end.systemCode))) &&
    (type === undefined || end.data?.type === type) &&
    (pinned === undefined || end.versionPinned === pinned) &&
    (during?.includes(purpose) ?? true)
  );
}

/** The other side's words and everything else that is known of an end, in one line. */
export function detailOf({ message, data = {}, systemCode }: ConnectionEnd): string {
  const facts = Object.entries({ ...data, ...(systemCode === undefined ? {} : { system: systemCode }) });
  const known = facts.length === 0 ? '' : ` (${facts.map(([name, value]) => `${name}=${value}`).join(', ')})`;
  return `${message.slice(0, 160)}${known}`.slice(0, 200);
}
