/** What lay on disk when a session began. */
export const foundTexts = {
  'found.title': 'Found on this computer',
  'found.code-pending': 'A linking code was requested earlier and never used.',
  'found.code-pending.step':
    'What was left of it was set aside for 7 days. Scan the new QR code, or ask for a new linking code.',
  'found.half-paired': 'A link was found that was never completed.',
  'found.half-paired.step':
    'It was set aside for 7 days. If the phone already lists this device, remove it there. Then scan the new code.',
  'found.paired': 'A saved link was found.',
  'found.paired.step': 'The console is signing in with it. No scan is needed.',
  'found.corrupt': 'The files of the saved link were damaged.',
  'found.corrupt.step': 'They were set aside for 7 days, and nothing was deleted. Scan the new code to link again.',
  'found.recovered': 'The saved link was damaged and was recovered from its last good copy.',
  'found.recovered.step': 'Nothing was lost, and no scan is needed. If it happens again, check the disk.',
  'found.imported':
    '{keys, plural, one {# key} other {# keys}} of another service came in. {left, plural, =0 {All of its files were used.} one {# of its files couldn’t be used and was kept.} other {# of its files couldn’t be used and were kept.}}',
} as const;
