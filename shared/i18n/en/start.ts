/** The page in front of the console, where its data folder does not open by itself. */
export const startTexts = {
  'start.folder': 'Data folder',

  'start.choose.title': 'Protect the links on this computer',
  'start.choose.lead':
    'A copy of the data folder is enough to log in as every customer. This system has no keyring that could guard it, so a passphrase does: choose one, and give it at every start.',
  'start.choose.submit': 'Encrypt and continue',
  'start.choose.open': 'Leave it unencrypted…',
  'start.open.title': 'Leave the data folder unencrypted?',
  'start.open.copy': 'A copy of the folder, of a backup or of this disk is enough to log in as every customer.',
  'start.open.notice': 'A notice about it stays in the window. You can encrypt the folder later, in the settings.',
  'start.open.confirm': 'Leave it unencrypted',
  'start.back': 'Back',

  'start.passphrase': 'Passphrase',
  'start.passphrase.new': 'New passphrase',
  'start.passphrase.again': 'The same again',
  'start.passphrase.hint': 'At least 12 characters. Four or five words that don’t belong together are easy to keep.',
  'start.passphrase.short': 'This is too short: it takes at least 12 characters.',
  'start.passphrase.differ': 'The two aren’t the same.',

  'start.unlock.title': 'Open the data folder',
  'start.unlock.lead': 'It’s encrypted with a passphrase.',
  'start.unlock.submit': 'Open',
  'start.unlock.forgotten': 'Passphrase forgotten…',

  'start.recover.title': 'The data folder doesn’t open',
  'start.recover.untouched': 'Nothing was changed.',
  'start.recover.keyring-missing':
    'The system’s keyring has its key, and there is no keyring now. Log in to the desktop as usual and try again. If the keyring is lost, or this is another computer, the recovery code opens the folder.',
  'start.recover.keyring-other':
    'The system’s keyring doesn’t give its key: it’s locked, it’s another one, or the folder comes from another computer. Unlock it and try again, or open the folder with the recovery code.',
  'start.recover.of-a-service':
    'A service has encrypted it. The recovery code opens it here as well; the service makes one with the command “recovery-code”.',
  'start.recover.forgotten': 'Without the passphrase only the recovery code opens it.',
  'start.recover.key-lost':
    'Its files are encrypted, and data-key.json, which holds their key, is gone. Bring that file, or its copy, back from a backup into this folder. The recovery code alone can’t replace it.',
  'start.recover.key-damaged':
    'data-key.json, which holds the key, is damaged, and so is its copy. Bring one of them back from a backup into this folder. The recovery code alone can’t replace it.',
  'start.recover.key-differs':
    'data-key.json and its copy hold different keys: one of them came back from an older backup. Move the older one to another folder and try again.',
  'start.recover.disk': 'The disk doesn’t give the file of its key.',
  'start.recover.code': 'Recovery code',
  'start.recover.code.hint': 'Six groups of five characters, from the sheet that was printed or written down.',
  'start.recover.then': 'After that the keyring of this computer opens the folder, or a new passphrase.',
  'start.recover.submit': 'Open with the code',
  'start.again': 'Try again',

  'start.new.title': 'Choose a new passphrase',
  'start.new.lead':
    'The recovery code is right. This system has no keyring that could guard the folder, so from now on this passphrase opens it.',
  'start.new.submit': 'Open',

  'start.opening': 'Opening the data folder…',
  'start.sealing': 'Encrypting the data folder…',
  'start.sealing.count': '{done} of {total}',
  'start.sealing.detail': 'This happens once. If it’s cut off, the next start goes on.',

  'start.problem.wrong-passphrase': 'This passphrase doesn’t open it.',
  'start.problem.code-mistyped': 'Group {group} is mistyped.',
  'start.problem.not-a-code': 'A recovery code has six groups of five characters.',
  'start.problem.wrong-code': 'This code is for another folder, or a newer one was made.',
  'start.problem.storage-full': 'The disk is full: free some space.',
  'start.problem.storage-denied': 'The system denies access to the folder: give this user the right to write it.',
  'start.problem.storage-busy': 'Another program has the file open: close that program.',
  'start.problem.storage-failed': 'The disk failed: check it.',
  'start.problem.storage-sealed': 'A file is encrypted with another key. It was left as it is.',
  'start.problem.out-of-descriptors': 'Too many files and connections are open: close other programs.',
} as const;
