import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

/** Every text of the main process: menu, tray, notifications and dialogs. The other languages hold exactly these keys. */
export const mainTexts = {
  file: 'File',
  addTenant: 'Add tenant…',
  failureLog: 'Failure log',
  settings: 'Settings…',
  practice: 'Practice…',
  lock: 'Lock',
  closeWindow: 'Close window',
  quit: 'Quit',

  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  search: 'Search tenants',
  palette: 'Go to…',

  view: 'View',
  reload: 'Reload window',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',

  window: 'Window',
  minimize: 'Minimise',

  help: 'Help',
  diagnostics: 'Check this workstation…',
  shortcuts: 'Keyboard shortcuts',

  about: 'About Pairing Console',
  hide: 'Hide Pairing Console',
  hideOthers: 'Hide others',
  showAll: 'Show all',

  open: 'Open Pairing Console',
  trayConnected: (count: number) => plural(count, { one: '# tenant connected', other: '# tenants connected' }),
  trayNeedsYou: (count: number) => plural(count, { one: '# tenant needs you', other: '# tenants need you' }),
  trayMore: (count: number) => plural(count, { one: '# more', other: '# more' }),

  linkedTitle: 'Linked',
  linkedBody: (name: string) => `${name} is linked, and the link has held.`,
  /** In the place of a name, while the window is locked. */
  someTenant: 'One of your tenants',
  needsYouTitle: 'A tenant needs you',
  needsYouBody: (name: string) => `${name}: open the console to see what happened.`,
  wantsPasskeyBody: (name: string) => `${name}: the account wants its passkey within a few minutes.`,

  passkeyTitle: 'Passkey for WhatsApp',

  practiceTitle: 'Pairing Console: practice, nothing here is real',
  practiceFailed: 'Practice couldn’t be started.',
  practicePhone: 'Practice phone',

  quitQuestion: 'Quit while a phone is being linked?',
  quitDetail: 'A scan in progress is lost and has to be made again. Finished links are safe.',
  quitAnyway: 'Quit anyway',
  keepRunning: 'Keep running',

  crashed: 'The window has stopped working.',
  crashedDetail: 'The links aren’t affected. Reloading brings the window back.',
  reloadAfterCrash: 'Reload',
  closeAfterCrash: 'Close',

  folderInUse: (pid: number) =>
    `Another copy of this console (process ${pid}) uses the same folder. Close it first: two copies would log each other out of WhatsApp.`,
  folderLost: 'Another copy of this console has taken over the folder, so this one closes.',
  badVariables: (names: string) =>
    `These settings of the environment can’t be used: ${names}. Correct or remove them and start again.`,
  startFailed: 'The program couldn’t start.',
};
