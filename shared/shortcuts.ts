import type { AppCommand } from './app.ts';

/**
 * The keys of the menu, in Electron's accelerator notation: `CmdOrCtrl` is Command on macOS and Control elsewhere. The
 * menu carries them out; a page that lists them reads them here.
 */
export const shortcuts = {
  'add-tenant': 'CmdOrCtrl+N',
  palette: 'CmdOrCtrl+K',
  search: 'CmdOrCtrl+F',
  'failure-log': 'CmdOrCtrl+L',
  diagnostics: 'CmdOrCtrl+D',
  settings: 'CmdOrCtrl+,',
  shortcuts: 'CmdOrCtrl+/',
} as const satisfies Record<Exclude<AppCommand['name'], 'show-tenant'>, string>;

/** Locks the window, where there are operators; the failure log has other keys then. */
export const lockKeys = 'CmdOrCtrl+L';
const logKeysWithLock = 'CmdOrCtrl+Shift+L';

export function keysOf(name: keyof typeof shortcuts, hasOperators: boolean): string {
  return name === 'failure-log' && hasOperators ? logKeysWithLock : shortcuts[name];
}
