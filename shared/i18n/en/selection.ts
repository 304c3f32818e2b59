/** Several tenants at once. */
export const selectionTexts = {
  'selection.title': '{count, plural, one {# tenant selected} other {# tenants selected}}',
  'selection.hint': 'Ctrl+click adds a tenant to the selection, Shift+click all up to it.',
  'selection.start': 'Start {count, number}',
  'selection.stop': 'Stop {count, number}',
  'selection.stop.hint': 'Stop takes codes off the screen. Linked phones stay connected.',
  'selection.export': 'Export as CSV',
  'selection.remove': 'Remove {count, number}…',
  'selection.remove.title': 'Remove {count, plural, one {# tenant} other {# tenants}}?',
  'selection.removed': '{count, plural, one {# tenant was} other {# tenants were}} removed.',
  'selection.started': '{count, plural, one {# tenant was} other {# tenants were}} started.',
  'selection.stopped': '{count, plural, one {# tenant was} other {# tenants were}} stopped.',
  'selection.refused': '{count, plural, one {# tenant was} other {# tenants were}} left as before. The first reason:',
  'selection.clear': 'Clear the selection',
} as const;
