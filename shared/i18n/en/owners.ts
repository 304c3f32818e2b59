/** Whose phone it is: the expected number, and what to do about another one. */
export const ownersTexts = {
  'standing.awaiting-acceptance.label': 'Wrong number',
  'standing.awaiting-acceptance.title': 'Another number linked, waiting for your decision',
  'standing.awaiting-acceptance.detail':
    'WhatsApp accepted it. Until you decide, it doesn’t count as a link and nothing is sent.',

  'tenant.proxy': 'Proxy',
  'tenant.proxy.title': 'Which proxy should this tenant use?',
  'tenant.proxy.none': 'Links of this tenant go the way of this computer.',
  'tenant.proxy.now': 'Set to {proxy}.',
  'tenant.proxy.hint':
    'WhatsApp judges an account by the address it comes from, so choose before you link the phone. If the proxy fails, the tenant waits.',
  'tenant.proxy.clear': 'Use this computer’s way',
  'tenant.expected.title': 'Which number should be linked?',
  'tenant.expected.none': 'No number is set, so any phone may be linked.',
  'tenant.expected.now': 'Set to {number}.',
  'tenant.expected.clear': 'Allow any number',
  'tenant.expected.submit': 'Save',

  'wrong-number.expected': 'Expected',
  'wrong-number.linked': 'Linked',
  'wrong-number.reveal': 'Hold to show both numbers',
  'wrong-number.reveal.hint': 'The log notes that they were shown.',
  'wrong-number.alike': 'They look alike because digits are hidden. They are two different numbers.',
  'wrong-number.refuse': 'Log out and show a new code',
  'wrong-number.accept': 'This number is right…',
  'wrong-number.wait': 'You can decide once WhatsApp has accepted this link.',
  'wrong-number.accept.title': 'Use {number} for {name}?',
  'wrong-number.accept.connected':
    'The backend is told that the tenant is connected, and messages are sent from this number.',
  'wrong-number.accept.expected': 'It becomes the expected number of this tenant.',
  'wrong-number.accept.submit': 'Use this number',

  'owners.title': 'Other holders of this link or number',
  'failure.holder': 'Tenant with the same credentials',
  'owners.evicted':
    'Another program logged in with the same credentials: {time}. WhatsApp then closed the connection here.',
  'owners.elsewhere':
    'No other tenant of this console holds these credentials. Look for an older service, another computer or a copy of the data folder.',
  'owners.same-device': '{name} ({id}) holds a copy of these credentials. Only one of the two may log in.',
  'owners.same-number': '{name} ({id}) is linked to the same number, as a separate device. Both work.',
  'owners.since': 'Linked: {time}.',
  'owners.show': 'Show {name}',

  'take-over.title': 'Take over the link of {name}?',
  'take-over.other': 'This console logs in with the saved link, and WhatsApp disconnects the other program at once.',
  'take-over.back': 'If that program comes back by itself, it takes the link again. Stop it first.',
  'take-over.submit': 'Take over',

  'error.taken-over': 'Another program has this link. It stays there until you take it over.',
  'error.number-changed': 'In the meantime another number was linked, or none. Look again, then decide.',
} as const;
