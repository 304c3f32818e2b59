/** Why the console did not carry out a command. */
export const errorsTexts = {
  'error.invalid-request': 'The console did not accept this request.',
  'error.unknown-tenant': 'This tenant no longer exists.',
  'error.tenant-exists': 'A tenant with the id {id} exists already. Upper and lower case count as the same.',
  'error.storage-full': 'The disk is full. Nothing was changed. Folder: {folder}',
  'error.storage-denied': 'The system denies access. Nothing was changed. Folder: {folder}',
  'error.storage-busy': 'Another program holds these files. Nothing was changed. Folder: {folder}',
  'error.storage-failed': 'The disk failed. Folder: {folder}',
  'error.not-connected': 'There is no proven connection at the moment.',
  'error.send-timeout': 'WhatsApp did not acknowledge the message in time. It may still arrive.',
  'error.send-failed': 'WhatsApp did not take the message.',
  'error.busy': 'Messages are being sent. Try again in a moment.',
  'error.nothing-to-restore': 'There is nothing left to bring back.',
  'error.no-tray': 'This system has no tray, so the program can’t keep running there.',
  'error.secret-unreadable': 'The secret can’t be read: the keyring does not open, or the file is damaged.',
  'error.autostart-failed': 'The system did not accept this. The setting is unchanged.',
  'error.folder-not-opened': 'The system could not open the folder: {folder}',
  'error.practice-failed': 'Practice could not be started.',
  'error.no-live-qr': 'There is no code to scan right now.',
  'error.invalid-number': 'This is not a phone number. Enter digits only, with the country code first.',
  'error.code-not-possible': 'There is no connection for a code right now. Wait for the next QR code, then ask again.',
  'error.code-number-refused':
    'WhatsApp gave no code for this number (code {code}). Check the number and its country. If they are right, too many codes may have been asked for it: wait a while, or link with the QR code.',
  'error.code-unavailable':
    'WhatsApp does not offer linking with a code for this account (code {code}). Link with the QR code.',
  'error.code-refused': 'WhatsApp refused to give a code (code {code}). Try again later, or link with the QR code.',
  'error.code-cooldown':
    'Too many codes were requested. WhatsApp gives the next one from {time} on. The QR code can still be scanned.',
  'error.code-unanswered': 'WhatsApp did not answer the request for a code. Try again.',
  'error.passkey-not-asked': 'WhatsApp is not asking for a passkey now.',
  'error.passkey-invalid':
    'This answer does not belong to WhatsApp’s request. Try again with the passkey of this account.',
  'error.passkey-refused': 'WhatsApp did not accept this passkey. Try again with the passkey of this account.',
  'error.passkey-unanswered': 'The phone did not answer. Keep WhatsApp open on it and try again.',
  'error.shutting-down': 'The console is shutting down.',
  'error.nothing-to-explain': 'This scan has since led to a link, or its entry is no longer in the log.',
  'error.internal-error': 'The console ran into an error. The fault is ours.',
} as const;
