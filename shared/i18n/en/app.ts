/** The window as a whole. */
export const appTexts = {
  'app.name': 'Pairing Console',
  'app.loading': 'Loading…',
  'app.stale': 'This window missed an update and is catching up. What it shows may be out of date.',
  'app.retry': 'Try again',
  'app.unreachable': 'The console doesn’t answer, so there is nothing to show.',
  'app.broken.title': 'This window ran into an error',
  'app.broken.detail': 'The sessions run separately and carry on. Reload the window to bring it back.',
  'app.broken.reload': 'Reload the window',

  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.dismiss': 'Dismiss',
  'common.clear': 'Clear',
  'common.copied': 'Copied',
  'common.copy': 'Copy',
  'common.no': 'No',
  'common.undo': 'Undo',
  'common.yes': 'Yes',

  'moment.ago': '{time}, {ago}',

  'notice.label': 'Notices',
  'notice.settings-reset': 'The settings couldn’t be read, so the defaults are in use. The old file was kept.',
  'notice.policy-damaged': 'The policy of this computer can’t be used, so nothing in it counts.',
  'notice.settings-not-saved': 'The settings couldn’t be saved.',
  'notice.journal-damaged': 'Part of the failure log couldn’t be read. The damaged file was kept.',
  'notice.journal-not-saved':
    'The failure log can’t be written. Until it can, failures are kept only while the program runs.',
  'notice.fault.storage-full': 'The disk is full: free some space.',
  'notice.fault.storage-denied': 'The system denies access to this file: give this user the right to write it.',
  'notice.fault.storage-busy': 'Another program has this file open: close that program.',
  'notice.fault.out-of-descriptors': 'Too many files and connections are open: close other programs.',
  'notice.fault.storage-away': 'The database doesn’t answer: check it.',
  'notice.fault.lease-lost': 'Another server holds this now.',
  'notice.fault.storage-failed': 'The disk failed: check it.',
  'notice.fault.storage-sealed': 'This file is sealed with another key, or for another tenant. It was left as it is.',
  'notice.tenant-unreadable': 'A tenant’s folder couldn’t be read. It was left as it is.',
  'notice.operators-gone':
    'The file with the operators is gone, so everybody may do everything and nothing locks. The audit says so. If you didn’t remove it, ask who had access to the data folder.',

  'testing.endpoint.title': 'This program was started for a test.',
  'testing.endpoint.detail':
    'It talks to a test server on this computer, not to WhatsApp. Nothing here links a customer’s phone.',
  'testing.debugger.title': 'Another program can control this window.',
  'testing.debugger.detail':
    'It was started with remote debugging. Close it and start it from its usual place before you link a phone.',
} as const;
