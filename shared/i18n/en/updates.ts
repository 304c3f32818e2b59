export const updatesTexts = {
  'updates.title': 'Updates',
  'updates.version': 'This is version {version}.',
  'updates.off.no-key':
    'There are no updates: this program was built without the key that proves them. Your organisation installs new versions.',
  'updates.off.no-form':
    'This installation isn’t updated from here. The person who installed it installs new versions.',
  'updates.off.no-url': 'No address is set, so nothing is looked for.',
  'updates.url': 'Where updates come from',
  'updates.url.hint': 'An address of your organisation. Empty: no updates.',
  'updates.url.invalid': 'Enter an address that begins with https://, without a password or a question mark.',
  'updates.look': 'Look for updates now',
  'updates.checked': 'Last looked: {time}.',
  'updates.checking': 'Looking…',
  'updates.downloading': 'Downloading version {version}',
  'updates.newest': 'This is the newest version.',
  'updates.staged': 'Version {version} goes to some computers first. It will be offered here later.',
  'updates.blocked': 'Version {version} didn’t start on this computer, so it isn’t offered again. The next one is.',
  'updates.ready': 'Version {version} is ready.',
  'updates.changes': 'What changed',
  'updates.way-back': 'If it doesn’t open its window in three starts, this version comes back by itself.',
  'updates.no-way-back': 'This version isn’t kept, so it can’t come back by itself.',
  'updates.restart': 'Restart to update',
  'updates.restart.hint': 'Links come back after the restart. The program waits while a phone is being linked.',
  'updates.refused': 'The update was refused.',
  'updates.rolled-back':
    'Version {version} didn’t open its window in three starts. The program went back to this version.',
  'notice.update-ready': 'A new version is ready. Restart to update it under Settings, Updates.',
  'notice.update-rolled-back':
    'The new version didn’t open its window in three starts. The program went back to the version before.',
  'error.update-unreachable': 'The address for updates doesn’t answer. Check it, and the network.',
  'error.update-not-found': 'The address for updates has no file there (code {code}).',
  'error.update-unsigned':
    'What the address offers isn’t signed with this program’s key. Nothing was installed. Tell your administrator.',
  'error.update-old':
    'The address offers an old version as new ({id}). Nothing was installed. Tell your administrator.',
  'error.update-tampered':
    'The file isn’t the one that was signed. It was thrown away and nothing was installed. Tell your administrator.',
  'error.update-broken': 'The download ended too early. Nothing was installed. Try again.',
  'error.update-no-file': 'This version has no file for this kind of installation.',
  'error.update-while-linking': 'A phone is being linked. Finish, or end the queue, then restart.',
  'error.update-not-installed': 'The system didn’t install the update. This version goes on.',
} as const;
