import type { MenuItemConstructorOptions } from 'electron';

import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import { keysOf, lockKeys, type shortcuts } from '../../shared/shortcuts.ts';

export type MenuCommand = keyof typeof shortcuts;

export interface MenuOptions {
  readonly texts: MainTexts;
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /** `used` is the window that the menu was used in, if one was in front. */
  readonly command: (name: MenuCommand, used: object | undefined) => void;
  readonly openPractice: () => void;
  /** Absent: there are no operators, and nothing to lock. */
  readonly lock: (() => void) | undefined;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/**
 * The program's menu. Roles bring the shortcuts that people expect, copy and paste among them, but English labels, so
 * each has one of ours. Reloading is harmless, for the window holds no truth; the developer tools are not for the packed
 * program.
 */
export function menuTemplate({ texts, platform, isPackaged, command, openPractice, lock }: MenuOptions): Item[] {
  const mac = platform === 'darwin';
  const item = (name: MenuCommand, label: string): Item => ({
    id: name,
    label,
    accelerator: keysOf(name, lock !== undefined),
    click: (_item, window) => command(name, window),
  });
  const settings = item('settings', texts.settings);
  const quit: Item = { role: 'quit', label: texts.quit };
  const appMenu: Item = {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: texts.about },
      line,
      settings,
      line,
      { role: 'hide', label: texts.hide },
      { role: 'hideOthers', label: texts.hideOthers },
      { role: 'unhide', label: texts.showAll },
      line,
      quit,
    ],
  };
  const developer: Item[] = [
    { role: 'forceReload', label: texts.reload },
    { role: 'toggleDevTools', label: texts.developerTools },
  ];
  return [
    ...(mac ? [appMenu] : []),
    {
      label: texts.file,
      submenu: [
        item('add-tenant', texts.addTenant),
        item('failure-log', texts.failureLog),
        { id: 'practice', label: texts.practice, click: openPractice },
        ...(lock === undefined ? [] : [{ id: 'lock', label: texts.lock, accelerator: lockKeys, click: lock }]),
        line,
        { role: 'close', label: texts.closeWindow },
        ...(mac ? [] : [line, settings, line, quit]),
      ],
    },
    {
      label: texts.edit,
      submenu: [
        { role: 'undo', label: texts.undo },
        { role: 'redo', label: texts.redo },
        line,
        { role: 'cut', label: texts.cut },
        { role: 'copy', label: texts.copy },
        { role: 'paste', label: texts.paste },
        { role: 'selectAll', label: texts.selectAll },
        line,
        item('search', texts.search),
        item('palette', texts.palette),
      ],
    },
    {
      label: texts.view,
      submenu: [
        { role: 'reload', label: texts.reload },
        ...(isPackaged ? [] : developer),
        line,
        { role: 'resetZoom', label: texts.actualSize },
        { role: 'zoomIn', label: texts.zoomIn },
        { role: 'zoomOut', label: texts.zoomOut },
        line,
        { role: 'togglefullscreen', label: texts.fullScreen },
      ],
    },
    { label: texts.window, submenu: [{ role: 'minimize', label: texts.minimize }] },
    { label: texts.help, submenu: [item('diagnostics', texts.diagnostics), item('shortcuts', texts.shortcuts)] },
  ];
}
