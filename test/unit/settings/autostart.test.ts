import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createDesktopEntryAutostart, createLoginItemAutostart } from '../../../electron/settings/autostart.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

const command = { name: 'Pairing Console', program: '/opt/Pairing Console/pairing-console', args: [] };

describe('on Linux', () => {
  let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
  let path: string;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    path = join(folder.path, 'autostart', 'pairing-console.desktop');
  });
  afterEach(() => folder.remove());

  it('is an entry that comes and goes', async () => {
    const autostart = createDesktopEntryAutostart(path, command);
    expect(await autostart.isOn()).toBe(false);
    await autostart.set(false);
    await autostart.set(true);
    expect(await autostart.isOn()).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(
      '[Desktop Entry]\nType=Application\nVersion=1.5\nName=Pairing Console\n' +
        'Exec="/opt/Pairing Console/pairing-console"\nTerminal=false\n',
    );
    await autostart.set(false);
    expect(await autostart.isOn()).toBe(false);
  });

  it('writes an argument so that neither the file nor a shell reads anything into it', async () => {
    await createDesktopEntryAutostart(path, { ...command, args: ['a"b', 'c$d', 'e\\f', '100%'] }).set(true);
    expect(readFileSync(path, 'utf8')).toContain('"a\\\\"b" "c\\\\$d" "e\\\\\\\\f" "100%%"\n');
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('is off where the desktop says %s', async (line) => {
    mkdirSync(dirname(path));
    writeFileSync(path, `[Desktop Entry]\n${line}\n`);
    expect(await createDesktopEntryAutostart(path, command).isOn()).toBe(false);
  });

  it('throws where the folder cannot be written', async () => {
    rmSync(dirname(path), { recursive: true, force: true });
    writeFileSync(dirname(path), 'a file');
    await expect(createDesktopEntryAutostart(path, command).set(true)).rejects.toThrow();
  });
});

describe('on macOS and Windows', () => {
  function system(obeys: boolean) {
    let openAtLogin = false;
    const asked: unknown[] = [];
    return {
      asked,
      getLoginItemSettings: () => ({ openAtLogin }) as Electron.LoginItemSettings,
      setLoginItemSettings(settings: Electron.Settings) {
        asked.push(settings);
        if (obeys) openAtLogin = settings.openAtLogin ?? false;
      },
    };
  }

  it('is the system’s own list', async () => {
    const app = system(true);
    const autostart = createLoginItemAutostart(app, { ...command, args: ['/app'] });
    await autostart.set(true);
    expect(await autostart.isOn()).toBe(true);
    expect(app.asked).toEqual([{ path: command.program, args: ['/app'], openAtLogin: true }]);
  });

  it('throws where the system did not do it', async () => {
    await expect(createLoginItemAutostart(system(false), command).set(true)).rejects.toThrow('login items');
  });
});
