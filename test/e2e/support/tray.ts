import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { ElectronApplication } from '@playwright/test';

/** An environment whose desktop seems to have a place for tray icons; `folder` gets a program that says so. */
export async function withTrayHost(folder: string): Promise<Record<string, string>> {
  const gdbus = path.join(folder, 'gdbus');
  await writeFile(gdbus, '#!/bin/sh\necho "(true,)"\n');
  await chmod(gdbus, 0o755);
  return { PATH: `${folder}:${process.env.PATH ?? ''}`, DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-bus` };
}

interface Tray {
  menu?: Electron.Menu;
  tip?: string;
}
type WithTray = typeof globalThis & { readonly tray: Tray };

/** Records what the program sets on its tray icon, because a test cannot see the screen. Call it before the icon is shown. */
export async function watchTray(app: ElectronApplication): Promise<{
  /** The icon's tooltip and its menu. */
  readonly shown: () => Promise<{ readonly tip: string; readonly menu: readonly string[] }>;
  readonly press: (label: string) => Promise<void>;
}> {
  await app.evaluate(({ Tray: Icon }) => {
    const seen: Tray = {};
    Object.assign(globalThis, { tray: seen });
    Icon.prototype.setContextMenu = (menu) => {
      if (menu !== null) seen.menu = menu;
    };
    Icon.prototype.setToolTip = (tip) => {
      seen.tip = tip;
    };
  });
  return {
    shown: () =>
      app.evaluate(() => {
        const { tip = '', menu } = (globalThis as WithTray).tray;
        const labels = (menu?.items ?? []).map(({ type, label }) => (type === 'separator' ? '-' : label));
        return { tip, menu: labels };
      }),
    press: (label) =>
      app.evaluate((_electron, wanted) => {
        const { menu } = (globalThis as WithTray).tray;
        menu?.items.find((item) => item.label === wanted)?.click();
      }, label),
  };
}
