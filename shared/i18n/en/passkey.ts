/** The passkey step: the tenant's page, and the small window that asks for the passkey (`ceremony`). */
export const passkeyTexts = {
  'passkey.title': 'Confirm with the passkey',
  'passkey.lead':
    'WhatsApp wants to be sure that the account’s owner is here. Press Continue, and this computer asks for the passkey of this WhatsApp account.',
  'passkey.computer.win32': 'Windows offers the phone itself, Windows Hello or a security key.',
  'passkey.computer.darwin':
    'On a Mac only a security key can answer: the Mac keeps its own passkeys from other programs. Without one, use a Windows computer.',
  'passkey.computer.linux':
    'On Linux only a security key can answer: plug it in, and touch it when it blinks. Without one, use a Windows computer.',
  'passkey.computer.practice': 'This is practice: a pretend passkey answers in a second window.',
  'passkey.left': 'Time left',
  'passkey.continue': 'Continue',
  'passkey.running': 'Waiting for the passkey',
  'passkey.again': 'While there is time left, you can try again without a new QR code.',
  'passkey.code.title': 'Compare the two codes',
  'passkey.code.lead': 'The phone shows a code too. Go on only if it is exactly this one.',
  'passkey.code.match': 'The codes match',
  'passkey.code.differ': 'They differ',
  'passkey.code.differ.detail': 'If they differ, nothing is linked and a fresh QR code appears.',

  'ceremony.title': 'Confirm with the passkey',
  'ceremony.lead': 'Follow the dialog of this computer. If there is none, plug in the security key and touch it.',
  'ceremony.waiting': 'Waiting for the passkey. Nothing is linked yet.',
  'ceremony.cancel': 'Cancel',
  'ceremony.practice':
    'Practice. On a real link, this computer’s own dialog opens now. Here a pretend passkey answers.',
  'ceremony.stand-in': 'Use the pretend passkey',

  'error.passkey-cancelled': 'The passkey request was cancelled. Press Continue when the passkey is at hand.',
  'error.passkey-timed-out': 'No one confirmed in time. Have the passkey ready, then press Continue.',
  'error.passkey-no-authenticator':
    'This computer has nothing that holds this passkey. Connect the security key, or link on a Windows computer with the phone beside it.',
  'error.passkey-not-allowed':
    'The computer gave no passkey: its dialog was closed, or it has none for this account. Try again with the device that holds it.',
  'error.passkey-unsupported':
    'This computer can’t ask for passkeys. Restart the program; if that doesn’t help, link on another computer.',
} as const;
