import {
  type CardOfKind,
  computer,
  freshQr,
  holding,
  keepTrying,
  localFault,
  refused,
  restricted,
  takenBack,
} from './card.ts';

/** The account, its link, or the way WhatsApp treats them. */
export const linkCauses = {
  'device-removed': {
    step: 'scan-again',
    ...freshQr,
    likely: takenBack,
    reason: 'The phone or WhatsApp unlinked this device.',
  },
  'login-refused': {
    step: 'scan-again',
    ...freshQr,
    likely: takenBack,
    reason: 'WhatsApp no longer accepts the saved link.',
  },
  'session-invalid': {
    step: 'scan-again',
    ...freshQr,
    likely: takenBack,
    reason: 'WhatsApp ended the saved session.',
  },
  // Another program has the link. Coming back would evict it, and it would evict this one, without end.
  replaced: {
    step: 'stop-other-program',
    ...holding,
    likely: { 'other-program': 9 },
    reason: 'Another program uses the same credentials.',
  },
  // The tenant that came first keeps the link: two logins with one set of credentials evict each other without end.
  'copied-credentials': {
    step: 'stop-other-program',
    ...holding,
    likely: { 'other-program': 9 },
    reason: 'Another tenant of this console holds the same credentials.',
  },
  'account-locked': {
    step: 'open-whatsapp-on-phone',
    ...refused,
    likely: restricted,
    reason: 'WhatsApp has locked the account.',
  },
  banned: {
    step: 'open-whatsapp-on-phone',
    ...refused,
    likely: restricted,
    reason: 'WhatsApp has banned the account.',
  },
  'temporarily-banned': {
    step: 'wait',
    ...refused,
    likely: restricted,
    reason: 'WhatsApp has blocked the account for a while.',
  },
  'client-outdated': {
    step: 'update-console',
    ...localFault,
    likely: { 'client-outdated': 9 },
    reason: 'WhatsApp no longer accepts this client version.',
  },
  // Another attempt would present the same version.
  'pinned-version-refused': {
    step: 'clear-version-pin',
    ...localFault,
    likely: { 'version-pinned': 9 },
    reason: 'WhatsApp does not accept the client version that was pinned.',
  },
  'client-rejected': {
    step: 'update-console',
    ...holding,
    likely: { 'client-outdated': 9 },
    reason: 'WhatsApp rejected this client.',
  },
  'too-many-attempts': {
    step: 'wait',
    ...holding,
    likely: restricted,
    reason: 'WhatsApp asks for a pause.',
  },
  'open-without-account': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'link-taken-back': 2 },
    reason: 'A login was accepted that proves no account.',
  },
  'settling-unanswered': {
    step: 'wait',
    ...keepTrying,
    pause: 'none',
    likely: { 'account-restricted': 2, 'client-outdated': 2 },
    reason: 'WhatsApp accepted the login and then left the questions after it unanswered.',
  },
  'pre-keys-refused': {
    step: 'wait',
    ...keepTrying,
    pause: 'long',
    likely: { 'account-restricted': 2, 'client-outdated': 2 },
    reason: 'WhatsApp refused the keys that people need to write to this device.',
  },
  'pre-keys-unanswered': {
    step: 'wait',
    ...keepTrying,
    pause: 'long',
    likely: { 'account-restricted': 2, 'client-outdated': 2 },
    reason: 'WhatsApp did not confirm the keys that people need to write to this device.',
  },
  'pre-keys-missing': {
    step: 'wait',
    ...keepTrying,
    pause: 'long',
    likely: { 'account-restricted': 2, 'client-outdated': 2 },
    reason: 'WhatsApp holds no keys of this device, so people cannot write to it.',
  },
  'no-code-offered': {
    step: 'wait',
    ...holding,
    likely: { 'client-outdated': 3, 'account-restricted': 2, 'workstation-network': 2 },
    reason: 'WhatsApp closed several connections in a row before it gave a code.',
  },
  'link-deaf': {
    step: 'wait',
    ...keepTrying,
    pause: 'growing',
    likely: computer,
    reason: 'The link received data and no longer took in messages.',
  },
  // A link is not given up for one odd frame: it comes back within a budget, and after a start of the program.
  unknown: {
    step: 'report',
    ...keepTrying,
    resume: true,
    likely: {},
    reason: 'The connection ended in a way that is not known.',
  },
} as const satisfies Readonly<Record<string, CardOfKind>>;
