import type { CodeError, StorageError } from '../../shared/errors.ts';
import type { Cause, Retry } from '../../shared/failure.ts';
import type { Phase } from '../../shared/session.ts';
import type { ConnectionEnd, Refusal } from './ports.ts';
import { patience } from './reconnect.ts';

/**
 * What a connection was for when it ended.
 * - `registering`: no QR yet
 * - `awaiting-scan`: a QR was on screen and no phone's signature had been verified
 * - `awaiting-code`: a linking code was on screen, and no phone's signature had been verified
 * - `awaiting-passkey`: the phone had scanned or the code was right, and its account wanted a passkey
 * - `pairing`: the phone's signature was verified on this very socket
 * - `first-login`: a new socket logs in with credentials that were never accepted before
 * - `linked`: a link that had been accepted before
 */
export type Purpose = 'registering' | Offer | 'pairing' | 'first-login' | 'linked';
/** Something waits for a phone and its owner. */
type Offer = 'awaiting-scan' | 'awaiting-code' | 'awaiting-passkey';

/** What follows from a cause. */
interface Policy {
  /**
   * What the console does by itself while its budget lasts. `fresh-qr` sets aside credentials that a phone had linked,
   * so that they cannot spoil the next link; the other two keep them.
   */
  readonly retry: Retry;
  /** Whether the proof gathered so far still holds. */
  readonly proof: 'holds' | 'void';
  /** Whether a session that stopped for this comes back by itself when the program starts again. */
  readonly resume: boolean;
}

const freshQr: Policy = { retry: 'fresh-qr', proof: 'void', resume: false };
const keepTrying: Policy = { retry: 'reconnect', proof: 'holds', resume: false };
const refused: Policy = { retry: 'operator', proof: 'void', resume: false };
const localFault: Policy = { retry: 'operator', proof: 'holds', resume: true };

export const policies: Readonly<Record<Cause, Policy>> = {
  'scan-not-matching': freshQr,
  'scan-closed': freshQr,
  'rejected-after-scan': freshQr,
  'first-login-refused': freshQr,
  'qr-expired': freshQr,
  'code-expired': freshQr,
  'passkey-expired': freshQr,
  'phone-lacks-multi-device': freshQr,
  'device-removed': freshQr,
  'login-refused': freshQr,
  'session-invalid': freshQr,
  'open-without-account': freshQr,
  // Another program has the link. Coming back would evict it, and it us, for ever.
  replaced: { ...refused, proof: 'holds' },
  'account-locked': refused,
  banned: refused,
  'temporarily-banned': refused,
  'client-outdated': { ...refused, proof: 'holds', resume: true },
  'client-rejected': { ...refused, proof: 'holds' },
  'too-many-attempts': { ...refused, proof: 'holds' },
  'server-unavailable': keepTrying,
  'connection-lost': keepTrying,
  'dns-failed': keepTrying,
  'connection-refused': keepTrying,
  'tls-failed': keepTrying,
  'network-unreachable': keepTrying,
  'storage-full': localFault,
  'storage-denied': localFault,
  'storage-failed': localFault,
  // Found while loading: what is set aside is set aside by the store, before the machine hears of it.
  'credentials-corrupt': freshQr,
  'credentials-half-paired': freshQr,
  'internal-error': localFault,
  unknown: { ...keepTrying, retry: 'operator' },
};

const signatureMismatch = /^(Invalid account signature|Failed to verify)/;
const missingIdentity = 'Missing device-identity';
/** What the WebSocket library says of an HTTP answer that is no upgrade. */
const upgradeRefused = 'Unexpected server response';
export const refsUsedUp = 'QR refs attempts ended';
export const passkeyOver = 'passkey request expired';

/** Error codes of the system, by what they say about the way to the server. */
const systemCauses: Readonly<Record<string, Cause>> = {
  ENOTFOUND: 'dns-failed',
  EAI_AGAIN: 'dns-failed',
  ECONNREFUSED: 'connection-refused',
  ENETUNREACH: 'network-unreachable',
  EHOSTUNREACH: 'network-unreachable',
  ENETDOWN: 'network-unreachable',
};
const certificateFault = /^(ERR_TLS_|CERT_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)|_CERT(_|$)/;

/**
 * Why a connection ended: by code *and* message *and* data *and* what had been proven by then. The codes are the ones
 * of the client library (`DisconnectReason`) and of WhatsApp's `<failure reason>`; the library gives 500 to every error
 * that carries none of its own, and both 408s the same number under two names.
 */
export function causeOf(end: ConnectionEnd, purpose: Purpose): Cause {
  const { statusCode, message, data = {}, systemCode } = end;
  // A proxy or a portal answered in the server's place: its HTTP status is none of WhatsApp's codes.
  if (message.includes(upgradeRefused)) return 'server-unavailable';
  if (systemCode !== undefined) {
    if (certificateFault.test(systemCode)) return 'tls-failed';
    return systemCauses[systemCode] ?? lost(purpose);
  }
  switch (statusCode) {
    case 401:
      return refusal(purpose, data.type === 'device_removed');
    case 402:
      return 'temporarily-banned';
    case 403:
      return 'account-locked';
    case 405:
      return 'client-outdated';
    case 406:
      return 'banned';
    case 408:
      if (message.startsWith(passkeyOver)) return 'passkey-expired';
      if (!message.startsWith(refsUsedUp) || !isUnlinked(purpose)) return lost(purpose);
      return purpose === 'awaiting-code' ? 'code-expired' : 'qr-expired';
    case 409:
    case 415:
    case 418:
      return 'client-rejected';
    case 411:
      return 'phone-lacks-multi-device';
    case 419:
      return 'session-invalid';
    case 429:
      return 'too-many-attempts';
    case 440:
      return 'replaced';
    case 500:
      if (signatureMismatch.test(message) || message.startsWith(missingIdentity)) return 'scan-not-matching';
      return isOffered(purpose) ? 'scan-closed' : 'server-unavailable';
    case 501:
    case 503:
      return 'server-unavailable';
    case undefined:
    case 428:
      return lost(purpose);
    // The restart that every new link gets is no end; this is one where none was due.
    case 515:
      return isOffered(purpose) ? 'scan-closed' : 'server-unavailable';
    default:
      return 'unknown';
  }
}

function isUnlinked(purpose: Purpose): boolean {
  return purpose === 'registering' || isOffered(purpose);
}

export function isOffered(purpose: Purpose | Phase): purpose is Offer {
  return purpose === 'awaiting-scan' || purpose === 'awaiting-code' || purpose === 'awaiting-passkey';
}

/** A connection that goes away under a QR or a code may be a phone whose scan failed: the two cannot be told apart from here. */
function lost(purpose: Purpose): Cause {
  return isOffered(purpose) ? 'scan-closed' : 'connection-lost';
}

function refusal(purpose: Purpose, deviceRemoved: boolean): Cause {
  switch (purpose) {
    case 'awaiting-scan':
    case 'awaiting-code':
    case 'awaiting-passkey':
      return 'scan-closed';
    case 'pairing':
      return 'rejected-after-scan';
    case 'first-login':
      return 'first-login-refused';
    case 'registering':
    case 'linked':
      return deviceRemoved ? 'device-removed' : 'login-refused';
  }
}

/** Until when WhatsApp refuses, where the cause has a clock. `expire` is in seconds from now (WhatsApp's `<failure>`). */
export function blockedUntil(cause: Cause, end: ConnectionEnd, now: number): number | undefined {
  if (cause !== 'temporarily-banned' && cause !== 'too-many-attempts') return undefined;
  const seconds = Number(end.data?.expire);
  if (Number.isFinite(seconds) && seconds > 0) return now + seconds * 1000;
  return cause === 'too-many-attempts' ? now + patience.cooldownMs : undefined;
}

/** Why there is no linking code, from what the server answered. */
export function codeErrorOf({ statusCode }: Refusal, now: number): CodeError {
  if (statusCode === undefined) return { code: 'code-unanswered' };
  if (statusCode === 429) return { code: 'code-cooldown', until: now + patience.cooldownMs };
  return { code: 'code-refused', statusCode };
}

/** A storage error's cause is its own code. */
export function storageCause(error: StorageError): Cause {
  return error.code;
}
