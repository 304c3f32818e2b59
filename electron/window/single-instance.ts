import type { App, BrowserWindow } from 'electron';

/**
 * Takes the lock of this user-data folder. `false`: another console has it, which is told and comes to the front; this
 * one must quit without touching anything. `onSecondStart` runs in the console that has the lock.
 */
export function claimSingleInstance(
  app: Pick<App, 'requestSingleInstanceLock' | 'on'>,
  onSecondStart: () => void,
): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecondStart);
  return true;
}

export function bringToFront(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
