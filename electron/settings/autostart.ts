import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { App } from 'electron';

/** Whether the system starts the program when this user logs in. The system's own list is the truth. */
export interface Autostart {
  isOn(): Promise<boolean>;
  /** Throws the system's error, or another one, where the system does not do it. */
  set(on: boolean): Promise<void>;
}

/** The program as the system is to start it. */
export interface StartCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

type AutostartApp = Pick<
  App,
  'getName' | 'getPath' | 'getAppPath' | 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'
>;

/** The autostart of this system. Must be called after `ready`. */
export function systemAutostart(app: AutostartApp): Autostart {
  const command: StartCommand = {
    name: app.getName(),
    // An AppImage is unpacked anew at every start; this is the file itself.
    program: process.env.APPIMAGE ?? process.execPath,
    args: app.isPackaged ? [] : [app.getAppPath()],
  };
  if (process.platform !== 'linux') return createLoginItemAutostart(app, command);
  return createDesktopEntryAutostart(join(app.getPath('appData'), 'autostart', 'pairing-console.desktop'), command);
}

/** macOS and Windows keep that list themselves. */
export function createLoginItemAutostart(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  { program, args }: StartCommand,
): Autostart {
  const item = { path: program, args: [...args] };
  const isOn = () => Promise.resolve(app.getLoginItemSettings(item).openAtLogin);
  return {
    isOn,
    async set(on) {
      app.setLoginItemSettings({ ...item, openAtLogin: on });
      if ((await isOn()) !== on) throw new Error('the system did not change its login items');
    },
  };
}

/**
 * On Linux it is a file in the user's autostart folder (freedesktop.org, Desktop Application Autostart 0.5). A desktop
 * may switch an entry off without deleting it.
 */
export function createDesktopEntryAutostart(path: string, command: StartCommand): Autostart {
  return {
    async isOn() {
      try {
        const entry = await readFile(path, 'utf8');
        return !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(entry);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
        throw error;
      }
    },
    async set(on) {
      if (!on) {
        await rm(path, { force: true });
        return;
      }
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, desktopEntry(command));
    },
  };
}

function desktopEntry({ name, program, args }: StartCommand): string {
  const exec = [program, ...args].map(quoted).join(' ');
  return `[Desktop Entry]\nType=Application\nVersion=1.5\nName=${name}\nExec=${exec}\nTerminal=false\n`;
}

/**
 * One argument of `Exec`: in quotes, with what a shell would read escaped; that again as any string of the file, where
 * a backslash is written as two; and `%`, which begins a field code, doubled.
 */
function quoted(argument: string): string {
  const forShell = argument.replace(/["`$\\]/g, '\\$&');
  return `"${forShell.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
