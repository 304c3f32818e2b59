import type { Cause } from '../../shared/failure.ts';
import type { OperatorAction } from './wire.ts';

interface Advice {
  /** One plain English sentence. */
  readonly reason: string;
  readonly action: OperatorAction;
}

/** What a backend is told of each cause. The window has words of its own, in the operator's language. */
export const advice: Readonly<Record<Cause, Advice>> = {
  'scan-not-matching': { reason: 'The scan did not match the code that was shown.', action: 'scan-again' },
  'scan-closed': { reason: 'The connection closed while a code was shown.', action: 'scan-again' },
  'rejected-after-scan': { reason: 'WhatsApp took the link back right after the scan.', action: 'scan-again' },
  'first-login-refused': { reason: 'WhatsApp refused the first login of the new link.', action: 'scan-again' },
  'qr-expired': { reason: 'Nobody scanned the code in time.', action: 'scan-again' },
  'code-expired': { reason: 'Nobody typed in the code in time.', action: 'scan-again' },
  'passkey-expired': { reason: 'The account asked for its passkey and got none in time.', action: 'scan-again' },
  'phone-lacks-multi-device': {
    reason: 'WhatsApp on the phone is too old to link devices.',
    action: 'update-whatsapp-on-phone',
  },
  'device-removed': { reason: 'The phone or WhatsApp unlinked this device.', action: 'scan-again' },
  'login-refused': { reason: 'WhatsApp no longer accepts the saved link.', action: 'scan-again' },
  'session-invalid': { reason: 'WhatsApp ended the saved session.', action: 'scan-again' },
  replaced: { reason: 'Another program uses the same credentials.', action: 'stop-other-program' },
  'account-locked': { reason: 'WhatsApp has locked the account.', action: 'open-whatsapp-on-phone' },
  banned: { reason: 'WhatsApp has banned the account.', action: 'open-whatsapp-on-phone' },
  'temporarily-banned': { reason: 'WhatsApp has blocked the account for a while.', action: 'wait' },
  'client-outdated': { reason: 'WhatsApp no longer accepts this client version.', action: 'update-console' },
  'client-rejected': { reason: 'WhatsApp rejected this client.', action: 'update-console' },
  'too-many-attempts': { reason: 'WhatsApp asks for a pause.', action: 'wait' },
  'open-without-account': { reason: 'A login was accepted that proves no account.', action: 'scan-again' },
  'server-unavailable': { reason: 'WhatsApp does not answer properly at the moment.', action: 'wait' },
  'connection-lost': { reason: 'The connection to WhatsApp was lost.', action: 'check-network' },
  'dns-failed': { reason: "WhatsApp's address could not be looked up.", action: 'check-network' },
  'connection-refused': { reason: 'The connection to WhatsApp was refused.', action: 'check-network' },
  'tls-failed': { reason: "WhatsApp's certificate could not be verified.", action: 'check-network' },
  'network-unreachable': { reason: 'There is no way to WhatsApp from this machine.', action: 'check-network' },
  'storage-full': { reason: 'The disk is full.', action: 'check-disk' },
  'storage-denied': { reason: 'The disk may not be written.', action: 'check-disk' },
  'storage-failed': { reason: 'The disk failed.', action: 'check-disk' },
  'credentials-corrupt': { reason: 'The saved credentials could not be read.', action: 'scan-again' },
  'credentials-half-paired': { reason: 'The saved credentials were of a link never finished.', action: 'scan-again' },
  'internal-error': { reason: 'The console made an error.', action: 'report' },
  unknown: { reason: 'The connection ended in a way that is not known.', action: 'report' },
};
