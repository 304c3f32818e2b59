/** Linking with eight characters, and the number that they are for. */
export const codeTexts = {
  'code.use': 'Link with a code instead',
  'code.title': 'Link with a code',
  'code.lead': 'WhatsApp issues the code for one phone number: the number of the phone you’re linking.',
  'code.ask': 'Get a code',
  'code.not-yet': 'Connecting. You can ask for a code in a moment.',
  'code.label': 'Code to type in on the phone',
  'code.wrong': 'Mistyped? Type it again, or get a new code.',
  'code.typed': 'Typed on the phone. Waiting for WhatsApp: {seconds, plural, one {# second} other {# seconds}} left.',
  'code.mistyped': 'Nothing came of the code that was typed. Compare each character and type it again.',
  'code.refreshed': 'WhatsApp has replaced the code.',
  'code.refreshed.detail': 'The previous code no longer works: type this one.',
  'code.new': 'New code',
  'code.other-number': 'Another number',
  'code.back': 'Back to the QR code',

  'phone.country': 'Country',
  'phone.number': 'Phone number',
  'phone.hint': 'As it’s written in that country, or with + and the country code.',
  'phone.reads': 'Full number: {number}.',
  'phone.doubtful': 'This doesn’t look like a number that is in use. Check the country and the digits.',
  'phone.problem.empty': 'Enter the number.',
  'phone.problem.characters': 'Use digits only.',
  'phone.problem.too-short': 'The number is too short for this country.',
  'phone.problem.too-long': 'The number is too long for this country.',
  'phone.problem.no-country-code':
    'This doesn’t begin with a country code. Choose the country, or begin with + and the code.',
} as const;
