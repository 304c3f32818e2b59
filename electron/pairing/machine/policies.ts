import type { CodeError, StorageError } from '../../../shared/errors.ts';
import type { Cause, NextStep, Retry } from '../../../shared/failure.ts';
import type { ConnectionEnd, Refusal } from '../ports.ts';
import { patience } from './patience.ts';

/** What follows from a cause. Which ends have which cause stands in ends.ts; the words are the renderer's catalogues. */
interface Policy {
  /** The one thing for a person to do. */
  readonly step: NextStep;
  /** What the console does by itself while its budget lasts. */
  readonly retry: Retry;
  /** What happens to saved credentials. What a phone had linked is set aside, so that it cannot spoil the next link. */
  readonly credentials: 'set-aside' | 'kept';
  /** Whether the proof gathered so far still holds. */
  readonly proof: 'holds' | 'void';
  /** Whether a session that stopped for this comes back by itself when the program starts again. */
  readonly resume: boolean;
}
type Course = Omit<Policy, 'step'>;

const freshQr: Course = { retry: 'fresh-qr', credentials: 'set-aside', proof: 'void', resume: false };
const keepTrying: Course = { retry: 'reconnect', credentials: 'kept', proof: 'holds', resume: false };
const refused: Course = { retry: 'operator', credentials: 'kept', proof: 'void', resume: false };
/** Not this account's fault: another start may do. */
const holding: Course = { retry: 'operator', credentials: 'kept', proof: 'holds', resume: false };
const localFault: Course = { ...holding, resume: true };

export const policies: Readonly<Record<Cause, Policy>> = {
  // the scan
  'scan-not-matching': { step: 'scan-again', ...freshQr },
  // Codes go on being shown; nothing is set aside before the round is over.
  'silent-scan': { step: 'scan-again', ...freshQr },
  'scan-closed': { step: 'scan-again', ...freshQr },
  'rejected-after-scan': { step: 'scan-again', ...freshQr },
  'first-login-refused': { step: 'scan-again', ...freshQr },
  'qr-expired': { step: 'scan-again', ...freshQr },
  'code-expired': { step: 'scan-again', ...freshQr },
  'code-finish-refused': { step: 'scan-again', ...freshQr },
  'code-finish-unanswered': { step: 'scan-again', ...freshQr },
  'code-mismatch': { step: 'scan-again', ...freshQr },
  'offer-empty': { step: 'wait', ...keepTrying },
  'passkey-expired': { step: 'scan-again', ...freshQr },
  'passkey-code-differs': { step: 'scan-again', ...freshQr },
  'phone-lacks-multi-device': { step: 'update-whatsapp-on-phone', ...freshQr },
  // the link
  'device-removed': { step: 'scan-again', ...freshQr },
  'login-refused': { step: 'scan-again', ...freshQr },
  'session-invalid': { step: 'scan-again', ...freshQr },
  'open-without-account': { step: 'scan-again', ...freshQr },
  // Kept until someone has decided: the phone that linked may be the right one after all.
  'wrong-number': { step: 'check-number', ...holding },
  // The tenant that came first keeps the link: two logins with one set of credentials evict each other for ever.
  'copied-credentials': { step: 'stop-other-program', ...holding },
  // Another program has the link. Coming back would evict it, and it us, for ever.
  replaced: { step: 'stop-other-program', ...holding },
  'account-locked': { step: 'open-whatsapp-on-phone', ...refused },
  banned: { step: 'open-whatsapp-on-phone', ...refused },
  'temporarily-banned': { step: 'wait', ...refused },
  // Another attempt would present the same version.
  'pinned-version-refused': { step: 'clear-version-pin', ...localFault },
  'client-outdated': { step: 'update-console', ...localFault },
  'client-rejected': { step: 'update-console', ...holding },
  'too-many-attempts': { step: 'wait', ...holding },
  'no-code-offered': { step: 'wait', ...holding },
  'settling-unanswered': { step: 'wait', ...keepTrying },
  'pre-keys-refused': { step: 'wait', ...keepTrying },
  'pre-keys-unanswered': { step: 'wait', ...keepTrying },
  'pre-keys-missing': { step: 'wait', ...keepTrying },
  // Told once, when the next session begins: there is nothing here that could be tried again.
  'dead-device': { step: 'remove-device-on-phone', ...freshQr },
  // the way there
  'server-unavailable': { step: 'wait', ...keepTrying },
  'connection-lost': { step: 'check-network', ...keepTrying },
  'peer-silent': { step: 'check-network', ...keepTrying },
  'link-deaf': { step: 'wait', ...keepTrying },
  'dns-failed': { step: 'check-network', ...keepTrying },
  'network-unreachable': { step: 'check-network', ...keepTrying },
  'connection-refused': { step: 'ask-network-admin', ...keepTrying },
  'tls-failed': { step: 'ask-network-admin', ...keepTrying },
  'tls-intercepted': { step: 'ask-network-admin', ...keepTrying },
  // What an unproven server says never counts, so nothing is set aside for it.
  'server-not-whatsapp': { step: 'ask-network-admin', ...keepTrying },
  'proxy-sign-in': { step: 'ask-network-admin', ...keepTrying },
  'captive-portal': { step: 'sign-in-to-network', ...keepTrying },
  'clock-wrong': { step: 'set-clock', ...keepTrying },
  // this workstation
  'storage-full': { step: 'check-disk', ...localFault },
  'storage-denied': { step: 'check-disk', ...localFault },
  // A second program on the same folder is kept out before there is a session: service/data-lock.ts.
  'storage-busy': { step: 'stop-other-program', ...localFault },
  'storage-failed': { step: 'check-disk', ...localFault },
  // Found while loading: what is set aside is set aside by the store, before the machine hears of it.
  'credentials-corrupt': { step: 'scan-again', ...freshQr },
  'credentials-half-paired': { step: 'scan-again', ...freshQr },
  'credentials-code-pending': { step: 'scan-again', ...freshQr },
  'internal-error': { step: 'report', ...localFault },
  // A link is not given up for one odd frame: it comes back within a budget, and after a start of the program.
  unknown: { step: 'report', ...keepTrying, resume: true },
};

/** Until when WhatsApp refuses, where the cause has a clock. `expire` is in seconds from now (WhatsApp's `<failure>`). */
export function blockedUntil(cause: Cause, end: ConnectionEnd, now: number): number | undefined {
  if (cause !== 'temporarily-banned' && cause !== 'too-many-attempts') return undefined;
  const seconds = Number(end.by === 'library' ? end.data?.expire : undefined);
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
