/** Protocol packs: values of WhatsApp's that come between versions of the program. */
export const protocolTexts = {
  'protocol.title': 'Protocol pack',
  'protocol.lead':
    'What WhatsApp changes between versions of this program, such as waiting times, can come as a small signed file from the address for updates.',
  'protocol.use': 'Use protocol packs',
  'protocol.own': 'The program’s own values count.',
  'protocol.in-use': 'Pack {number} of {made} has been here since {time}.',
  'protocol.changes': 'What it changes',
  'protocol.change.web-version': 'WhatsApp Web version: {to} or newer.',
  'protocol.change.browser': 'The program calls itself {to} instead of {from}.',
  'protocol.change.patience': '{what}: {to} instead of {from}.',
  'protocol.change.code': 'Code {code} from WhatsApp means: {cause}',
  'protocol.change.note': 'Adds a sentence to: {cause}',
  'protocol.patience.qrRounds': 'Rounds of codes before somebody must press start',
  'protocol.patience.attemptsWithoutQr': 'Attempts without a code before the program stops',
  'protocol.patience.dialMs': 'Wait for a code or a login',
  'protocol.patience.qrGraceMs': 'Wait after a code has expired',
  'protocol.patience.restartMs': 'Wait for WhatsApp’s restart after a scan',
  'protocol.patience.settleMs': 'Wait for WhatsApp’s answers after a login',
  'protocol.patience.codeFinishMs': 'Wait for the phone after a code was typed',
  'protocol.patience.probationMs': 'How long a new link must hold to count',
  'protocol.patience.cooldownMs': 'Pause after too many attempts',
  'protocol.back': 'Back to the program’s own values',
  'protocol.waiting': 'Pack {number} counts as soon as no phone is being linked.',
  'protocol.declined': 'Pack {number} was taken back. The next one will count again.',
  'protocol.refused': 'The last pack was refused.',
  'protocol.note': 'From your organisation’s protocol pack:',
  'error.pack-unsigned':
    'The protocol pack isn’t signed with this program’s key. Nothing was changed. Tell your administrator.',
  'error.pack-too-large': 'The protocol pack is too large. Nothing was changed. Tell your administrator.',
  'error.pack-out-of-bounds':
    'The protocol pack holds values that this program doesn’t take. Nothing was changed. Tell your administrator.',
  'error.pack-old':
    'The address offers an old protocol pack as new ({id}). Nothing was changed. Tell your administrator.',
  'error.pack-other-version': 'The protocol pack is for other versions of this program ({id}). Nothing was changed.',
  'error.pack-while-linking': 'A phone is being linked. Finish, or end the queue, then try again.',
} as const;
