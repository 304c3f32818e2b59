/** Whose phone it is: the expected number, and what to do about another one. */
export const enOwners = {
  'standing.awaiting-acceptance.label': 'Wrong number',
  'standing.awaiting-acceptance.title': 'Another number linked, waiting for your decision',
  'standing.awaiting-acceptance.detail':
    'WhatsApp let it in. Until you decide, it does not count as a link and nothing is sent.',

  'tenant.expected.title': 'Which number is to be linked?',
  'tenant.expected.none': 'No number is set, so any phone may be linked.',
  'tenant.expected.now': 'Set to {number}.',
  'tenant.expected.clear': 'Allow any number',
  'tenant.expected.submit': 'Save',

  'wrong-number.expected': 'Expected',
  'wrong-number.linked': 'Linked',
  'wrong-number.alike': 'They look alike because digits are hidden. They are two different numbers.',
  'wrong-number.refuse': 'Log out and show a new code',
  'wrong-number.accept': 'This number is right…',
  'wrong-number.wait': 'You can decide as soon as WhatsApp has let this link in.',
  'wrong-number.accept.title': 'Use {number} for {name}?',
  'wrong-number.accept.connected': 'The backend is told that it is connected, and messages go out from this number.',
  'wrong-number.accept.expected': 'It becomes the expected number of this tenant.',
  'wrong-number.accept.submit': 'Use this number',

  'error.number-changed': 'Another number is linked by now, or none. Look again, then decide.',
} as const;
