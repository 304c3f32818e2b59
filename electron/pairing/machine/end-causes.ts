import type { Cause } from '../../../shared/causes.ts';
import type { Confidence } from '../../../shared/failure.ts';
import type { Phase } from '../../../shared/session.ts';
import type { ConnectionEnd, LibraryText, OwnEnd } from '../ports.ts';
import { type Packed, patienceAt } from './packed-rules.ts';

/**
 * What a connection was for when it ended.
 * - `registering`: no QR yet
 * - `awaiting-scan`: a QR was on screen and no phone's signature had been verified
 * - `scanned`: the same, and the operator or WhatsApp had reported a scan
 * - `awaiting-code`: a linking code was on screen, and no phone's signature had been verified
 * - `awaiting-passkey`: the phone had scanned or the code was right, and its account wanted a passkey
 * - `pairing`: the phone's signature was verified on this very socket
 * - `first-login`: a new socket logs in with credentials that were never accepted before
 * - `linked`: a link that had been accepted before
 */
export type Purpose = 'registering' | Offer | 'pairing' | 'first-login' | 'linked';
/** The console waits for a phone and the person who holds it. */
type Offer = (typeof offers)[number];

const offers = ['awaiting-scan', 'scanned', 'awaiting-code', 'awaiting-passkey'] as const;

export function isOffered(purpose: Purpose | Phase): purpose is Offer {
  return offers.some((offer) => offer === purpose);
}

/** Before anything was accepted: a phone's proof may still be false. */
const unaccepted = ['registering', ...offers, 'pairing'] as const;

type StatusCode = number | undefined;

/** An end fits a row if it fits everything that the row names. */
interface Row {
  readonly code?: (code: StatusCode) => boolean;
  /** This program's own reason. Rows without one fit only what the client library said. */
  readonly why?: OwnEnd;
  /** A text of the client library that was recognised. */
  readonly known?: LibraryText;
  /** The system's error code. */
  readonly system?: RegExp;
  /** The attribute `type` of WhatsApp's own words. */
  readonly type?: string;
  /** A person has pinned the version that was presented. */
  readonly pinned?: true;
  readonly during?: readonly Purpose[];
  readonly cause: Cause;
  readonly confidence: Confidence;
}

const is =
  (...codes: readonly StatusCode[]) =>
  (code: StatusCode) =>
    codes.includes(code);
const within = (first: number, last: number) => (code: StatusCode) =>
  code !== undefined && code >= first && code <= last;

/** What this program decided. Its own reasons name their causes; what else was under way settles the rest. */
const ownRows: readonly Row[] = [
  // A network device on the way answered in WhatsApp's place, over HTTP: the status is none of WhatsApp's codes.
  { why: 'http-answer', code: is(407), cause: 'proxy-sign-in', confidence: 'certain' },
  { why: 'http-answer', code: is(511), cause: 'captive-portal', confidence: 'certain' },
  { why: 'http-answer', code: within(200, 399), cause: 'captive-portal', confidence: 'likely' },
  { why: 'http-answer', code: within(400, 499), cause: 'connection-refused', confidence: 'likely' },
  { why: 'http-answer', cause: 'server-unavailable', confidence: 'likely' },

  { why: 'no-answer', cause: 'connection-lost', confidence: 'certain' },
  { why: 'codes-used-up', during: ['scanned'], cause: 'silent-scan', confidence: 'unclear' },
  { why: 'codes-used-up', during: ['awaiting-code'], cause: 'code-expired', confidence: 'certain' },
  { why: 'codes-used-up', during: ['registering', ...offers], cause: 'qr-expired', confidence: 'certain' },
  { why: 'codes-used-up', cause: 'connection-lost', confidence: 'certain' },
  { why: 'no-refs', cause: 'offer-empty', confidence: 'certain' },
  { why: 'code-over', cause: 'code-expired', confidence: 'certain' },
  { why: 'code-finish-refused', cause: 'code-finish-refused', confidence: 'certain' },
  { why: 'code-finish-unanswered', cause: 'code-finish-unanswered', confidence: 'certain' },
  { why: 'code-mismatch', cause: 'code-mismatch', confidence: 'certain' },
  { why: 'passkey-over', cause: 'passkey-expired', confidence: 'certain' },
  { why: 'passkey-unreadable', cause: 'scan-closed', confidence: 'unclear' },
  { why: 'account-not-proven', during: unaccepted, cause: 'scan-not-matching', confidence: 'likely' },
  // A false proof on a link that stands says nothing of that link.
  { why: 'account-not-proven', cause: 'server-unavailable', confidence: 'likely' },

  { why: 'server-not-whatsapp', cause: 'server-not-whatsapp', confidence: 'certain' },
  { why: 'peer-silent', cause: 'peer-silent', confidence: 'certain' },
  { why: 'link-deaf', cause: 'link-deaf', confidence: 'likely' },
  { why: 'settling-unanswered', cause: 'settling-unanswered', confidence: 'certain' },
  { why: 'pre-keys-refused', cause: 'pre-keys-refused', confidence: 'certain' },
  { why: 'pre-keys-unanswered', cause: 'pre-keys-unanswered', confidence: 'certain' },
  { why: 'pre-keys-missing', cause: 'pre-keys-missing', confidence: 'certain' },
];

/**
 * What the client library says of an end. The codes are its own (`DisconnectReason`, 7.0.0-rc14) and WhatsApp's
 * (`<failure reason>`). The library gives 500 to every error that has no code, and both 408s the same number under two
 * names.
 */
const libraryRows: readonly Row[] = [
  // This machine: no socket could be made.
  { system: /^(EMFILE|ENFILE)$/, cause: 'out-of-descriptors', confidence: 'certain' },
  // A proxy on the way (`network/dial-failure.ts`).
  { system: /^PROXY_(UNREACHABLE|CUT)$/, cause: 'proxy-unreachable', confidence: 'certain' },
  { system: /^PROXY_SIGN_IN$/, cause: 'proxy-sign-in', confidence: 'certain' },
  { system: /^PROXY_SIGN_IN_UNSUPPORTED$/, cause: 'proxy-sign-in-unsupported', confidence: 'certain' },
  { system: /^PROXY_REFUSED$/, cause: 'proxy-refused', confidence: 'certain' },
  { system: /^PROXY_LOST$/, cause: 'proxy-lost', confidence: 'certain' },
  { system: /^ROUTE_UNKNOWN$/, cause: 'network-unreachable', confidence: 'likely' },
  { system: /^PROXY_PAGE$/, cause: 'captive-portal', confidence: 'likely' },
  // The way to WhatsApp, as the system reports it.
  { system: /^(ENOTFOUND|EAI_\w+)$/, cause: 'dns-failed', confidence: 'certain' },
  { system: /^ECONNREFUSED$/, cause: 'connection-refused', confidence: 'certain' },
  { system: /^(ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/, cause: 'network-unreachable', confidence: 'certain' },
  { system: /^CERT_(NOT_YET_VALID|HAS_EXPIRED)$/, cause: 'clock-wrong', confidence: 'likely' },
  { system: /SELF_SIGNED|^UNABLE_TO_|ALTNAME_INVALID$|^CERT_/, cause: 'tls-intercepted', confidence: 'likely' },
  { system: /^(ERR_TLS_|ERR_SSL_|EPROTO$)/, cause: 'tls-failed', confidence: 'certain' },
  // The Noise handshake inside of TLS has another certificate chain.
  { known: 'noise-certificate-invalid', cause: 'server-not-whatsapp', confidence: 'certain' },
  { system: /./, during: offers, cause: 'scan-closed', confidence: 'unclear' },
  { system: /./, cause: 'connection-lost', confidence: 'certain' },

  // 516 is a logout as a stream error. A refusal means what had been proven by then. `conflict` has 440 of the library where the server gives no code.
  { code: is(401, 516), during: offers, cause: 'scan-closed', confidence: 'unclear' },
  { code: is(401, 516), during: ['pairing'], cause: 'rejected-after-scan', confidence: 'likely' },
  { code: is(401, 516), during: ['first-login'], cause: 'first-login-refused', confidence: 'certain' },
  { code: is(401, 440), type: 'device_removed', cause: 'device-removed', confidence: 'certain' },
  { code: is(401, 516), cause: 'login-refused', confidence: 'certain' },
  { code: is(402), cause: 'temporarily-banned', confidence: 'certain' },
  { code: is(403), cause: 'account-locked', confidence: 'certain' },
  { code: is(405), pinned: true, cause: 'pinned-version-refused', confidence: 'certain' },
  { code: is(405), cause: 'client-outdated', confidence: 'certain' },
  { code: is(406), cause: 'banned', confidence: 'certain' },
  { code: is(409, 415, 418), cause: 'client-rejected', confidence: 'certain' },
  { code: is(411), cause: 'phone-lacks-multi-device', confidence: 'certain' },
  { code: is(419), cause: 'session-invalid', confidence: 'certain' },
  { code: is(429), cause: 'too-many-attempts', confidence: 'certain' },
  { code: is(440), cause: 'replaced', confidence: 'certain' },

  { known: 'qr-refs-ended', during: ['scanned'], cause: 'silent-scan', confidence: 'unclear' },
  { known: 'qr-refs-ended', during: ['awaiting-code'], cause: 'code-expired', confidence: 'certain' },
  { known: 'qr-refs-ended', during: ['registering', ...offers], cause: 'qr-expired', confidence: 'certain' },
  { known: 'account-signature-invalid', during: unaccepted, cause: 'scan-not-matching', confidence: 'likely' },
  { known: 'device-identity-missing', during: unaccepted, cause: 'scan-not-matching', confidence: 'likely' },

  // A person scanned, and then the connection closed.
  { code: is(undefined, 408, 428, 500, 515), during: ['scanned'], cause: 'scan-closed', confidence: 'likely' },
  { code: is(undefined, 408, 428), during: offers, cause: 'scan-closed', confidence: 'unclear' },
  { code: is(undefined, 408, 428), cause: 'connection-lost', confidence: 'certain' },
  { code: is(501, 502, 503, 504), cause: 'server-unavailable', confidence: 'certain' },
  // A connection that ends under a QR or a code may be a phone whose scan failed: from here the two look the same.
  { during: offers, cause: 'scan-closed', confidence: 'unclear' },
  // 515 is the restart that every new link gets, which is no end; here none was due.
  { code: within(500, 599), cause: 'server-unavailable', confidence: 'likely' },
];

/** What a link sees where WhatsApp's port is shut, or a sign-in page of the network stands before it. */
export const shutCauses: ReadonlySet<Cause> = new Set<Cause>([
  'captive-portal',
  'connection-lost',
  'connection-refused',
  'network-unreachable',
  'tls-failed',
  'tls-intercepted',
]);

/** A page of the network answers in WhatsApp's place. `status`: of its HTTP answer. */
export function pageInItsPlace(status: number): ConnectionEnd {
  return { by: 'console', why: 'http-answer', statusCode: status };
}

export interface Classified {
  readonly cause: Cause;
  readonly confidence: Confidence;
}

/** Why a connection ended: by its code, its data and its recognised text, and by what had been proven by then. */
export function causeOf(end: ConnectionEnd, purpose: Purpose, moment: Packed): Classified {
  const packed = packedCauseOf(end, moment);
  if (packed !== undefined) return { cause: packed, confidence: 'likely' };
  const rows = end.by === 'console' ? ownRows : libraryRows;
  const row = rows.find((candidate) => fits(candidate, end, purpose));
  return row === undefined
    ? { cause: 'unknown', confidence: 'unclear' }
    : { cause: row.cause, confidence: row.confidence };
}

/** What a protocol pack says of a code that WhatsApp has sent. */
function packedCauseOf(end: ConnectionEnd, { packed }: Packed): Cause | undefined {
  const isOfWhatsApp = end.by === 'library' && end.systemCode === undefined && end.known === undefined;
  return isOfWhatsApp && end.statusCode !== undefined ? packed?.codes.get(end.statusCode) : undefined;
}

function fits(row: Row, end: ConnectionEnd, purpose: Purpose): boolean {
  return (
    (row.code?.(end.statusCode) ?? true) &&
    (row.pinned === undefined || end.versionPinned === row.pinned) &&
    (row.during?.includes(purpose) ?? true) &&
    (end.by === 'console' ? row.why === end.why : fitsWords(row, end))
  );
}

function fitsWords({ known, system, type }: Row, end: Extract<ConnectionEnd, { by: 'library' }>): boolean {
  return (
    (known === undefined || end.known === known) &&
    (system === undefined || (end.systemCode !== undefined && system.test(end.systemCode))) &&
    (type === undefined || end.data?.type === type)
  );
}

/** The other side's words and everything else that is known of an end, in one line. */
export function detailOf({ message, data = {}, systemCode }: Extract<ConnectionEnd, { by: 'library' }>): string {
  const facts = Object.entries({ ...data, ...(systemCode === undefined ? {} : { system: systemCode }) });
  const known = facts.length === 0 ? '' : ` (${facts.map(([name, value]) => `${name}=${value}`).join(', ')})`;
  return `${message.slice(0, 160)}${known}`.slice(0, 200);
}

/** Until when WhatsApp refuses, where the cause has a clock. `expire` is in seconds from now (WhatsApp's `<failure>`). */
export function blockedUntil(
  cause: Cause,
  end: ConnectionEnd,
  moment: Packed & { readonly now: number },
): number | undefined {
  if (cause !== 'temporarily-banned' && cause !== 'too-many-attempts') return undefined;
  const seconds = Number(end.by === 'library' ? end.data?.expire : undefined);
  if (Number.isFinite(seconds) && seconds > 0) return moment.now + seconds * 1000;
  return cause === 'too-many-attempts' ? moment.now + patienceAt(moment).cooldownMs : undefined;
}
