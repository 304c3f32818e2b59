/** Today at this workstation, and the customer's slip. */
export const shiftTexts = {
  'shift.title': 'Today',
  'shift.linked': 'Linked',
  'shift.failed': 'Failed attempts',
  'shift.waiting': 'Without a link',
  'shift.median': 'From code to link (median)',
  'shift.seconds': '{seconds, number} s',
  'shift.minutes': '{minutes, number} min {seconds, number} s',
  'shift.links': 'Linked today',
  'shift.failures': 'What failed today',
  'shift.nothing': 'Nothing has been linked today yet.',
  'shift.print': 'Print',
  'shift.save': 'Save as CSV',
  'shift.day': 'Pairing Console, {day}',
  'shift.as-of': 'As of {time}',

  'slip.print': 'Slip',
  'slip.print.name': 'Print the slip for {name}',
  'slip.title': 'Your WhatsApp is linked',
  'slip.for': 'Linked for',
  'slip.when': 'Linked on',
  'slip.meaning':
    'A linked device can read and send messages for this WhatsApp account. You can end the link at any time.',
  'slip.unlink': 'How to end the link',
  'slip.step.device': 'Tap the device that was linked at the time above.',
  'slip.step.log-out': 'Tap Log out.',
} as const;
