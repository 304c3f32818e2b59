export const importTexts = {
  'import.open': 'Import a list',
  'import.title': 'Import a list of tenants',
  'import.source': 'List',
  'import.hint':
    'One tenant per line: id, name and, if you like, the number you expect. A column headed “proxy” may name a proxy. Paste the list, or choose a CSV file.',
  'import.choose-file': 'Choose a file…',
  'import.summary':
    '{good, plural, =0 {No tenant to add} one {# tenant to add} other {# tenants to add}}{bad, plural, =0 {.} one {, # line left out.} other {, # lines left out.}}',
  'import.doubtful':
    '{count, plural, one {# number is} other {# numbers are}} not in a range known to be in use. Check line {lines}.',
  'import.first': 'First:',
  'import.bad': 'Lines left out',
  'import.line': 'Line',
  'import.reason': 'Reason',
  'import.problem.torn': 'A quotation mark is missing or misplaced.',
  'import.problem.exists': 'This tenant exists already.',
  'import.problem.repeated': 'Line {line, number} already has this id.',
  'import.problem.proxy': 'The proxy isn’t an address such as {example}.',
  'import.problem.beyond-limit': 'One import takes at most {limit, number} tenants.',
  'import.submit': '{count, plural, =0 {Add tenants} one {Add # tenant} other {Add # tenants}}',
  'import.added': '{count, plural, =0 {No tenant was added.} one {# tenant was added.} other {# tenants were added.}}',
  'import.refused': '{count, plural, one {# tenant was refused:} other {# tenants were refused:}}',
  'import.country': 'Country of numbers without a country code',
  'import.lines': '{count, number} lines, first {first}',
  'import.problem.no-country': 'Choose the country of the numbers above, or write them with their country code.',
  'import.problem.number-shortened':
    'The spreadsheet has shortened this number. Format the column as text, enter the number again and save.',
  'import.adding': 'Adding {done, number} of {total, number}…',
  'import.left': '{count, plural, one {# tenant was} other {# tenants were}} not added, because you cancelled.',
  'import.undo': 'Undo the import',
  'import.undoing': 'Taking back {done, number} of {total, number}…',
  'import.undone': '{count, plural, one {# tenant was} other {# tenants were}} removed again.',
} as const;
