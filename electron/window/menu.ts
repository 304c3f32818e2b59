import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The standard roles, which bring the shortcuts that people expect (copy and paste among them). Reloading is harmless,
 * for the window holds no truth; the developer tools are not for the packed program.
 */
export function installMenu(options: { readonly platform: NodeJS.Platform; readonly isPackaged: boolean }): void {
  const developer: MenuItemConstructorOptions[] = [{ role: 'forceReload' }, { role: 'toggleDevTools' }];
  const template: MenuItemConstructorOptions[] = [
    options.platform === 'darwin' ? { role: 'appMenu' } : { role: 'fileMenu' },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        ...(options.isPackaged ? [] : developer),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
