import { type CardOfKind, freshQr, holding, keepTrying } from './card.ts';

/** The scan or the linking code came to nothing. */
export const scanCauses = {
  'scan-not-matching': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'wrong-code': 5 },
    reason: 'The scan did not match the code that was shown.',
  },
  'scan-closed': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'workstation-network': 3, 'phone-offline': 2, 'client-outdated': 1 },
    reason: 'The connection closed while a code was shown.',
  },
  // Codes go on being shown; nothing is set aside before the round is over.
  'silent-scan': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'phone-offline': 3, 'scan-not-taken': 3, 'client-outdated': 2, 'account-restricted': 2 },
    reason: 'The code was scanned, and WhatsApp has said nothing since.',
  },
  'rejected-after-scan': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'link-taken-back': 3, 'account-restricted': 2, 'device-limit': 1 },
    reason: 'WhatsApp took the link back right after the scan.',
  },
  'first-login-refused': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'account-restricted': 3, 'link-taken-back': 2, 'client-outdated': 1 },
    reason: 'WhatsApp refused the first login of the new link.',
  },
  'qr-expired': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'scan-not-taken': 3, 'phone-offline': 1 },
    reason: 'No phone scanned the code in time.',
  },
  'code-expired': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'scan-not-taken': 3, 'phone-offline': 1 },
    reason: 'The code was not typed on a phone in time.',
  },
  'code-finish-refused': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'account-restricted': 3, 'wrong-code': 2, 'client-outdated': 1 },
    reason: 'The code was typed on the phone, and WhatsApp refused the link.',
  },
  'code-finish-unanswered': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'phone-offline': 3, 'account-restricted': 2, 'workstation-network': 1 },
    reason: 'The code was typed on the phone, and WhatsApp did not answer within a minute.',
  },
  'code-mismatch': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'wrong-code': 8 },
    reason: 'What was typed on the phone was not the code on screen.',
  },
  'offer-empty': {
    step: 'wait',
    ...keepTrying,
    likely: { 'client-outdated': 3, 'account-restricted': 2 },
    reason: 'WhatsApp offered a link without any code to show.',
  },
  'passkey-expired': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'passkey-wanted': 9 },
    reason: 'The account asked for its passkey and got none in time.',
  },
  'passkey-code-differs': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'linked-elsewhere': 5 },
    reason: 'The phone showed another confirmation code, so no key was sent.',
  },
  'phone-lacks-multi-device': {
    step: 'update-whatsapp-on-phone',
    ...freshQr,
    likely: { 'phone-outdated': 9 },
    reason: 'WhatsApp on the phone is too old to link devices.',
  },
  // Kept until a person has decided: the phone that linked may be the right one after all.
  'wrong-number': {
    step: 'check-number',
    ...holding,
    likely: {},
    reason: 'Another number has linked than the expected one.',
  },
} as const satisfies Readonly<Record<string, CardOfKind>>;
