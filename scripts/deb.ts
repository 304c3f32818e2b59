import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const name = 'pairing-console';
const program = `/opt/${name}`;

/** What Electron needs of Debian 12 and Ubuntu 22.04 or later. `pkexec` asks who may install an update. */
const depends = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6', 'libnotify4', 'xdg-utils'];

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Pairing Console
Comment=Links customers' phones to WhatsApp, and never says connected without proof
Comment[he]=מקשרת טלפונים של לקוחות ל־WhatsApp, ולא אומרת מחובר בלי הוכחה
Comment[ar]=يربط هواتف العملاء بواتساب، ولا يقول متصل بلا دليل
Comment[ru]=Привязывает телефоны клиентов к WhatsApp и не говорит «подключено» без доказательства
Exec=${name} %U
Icon=${name}
Categories=Office;
MimeType=x-scheme-handler/${name};
StartupWMClass=Pairing Console
`;

/** The program that starts others without the rights of the system has to be root's, where the kernel offers no other way. */
const postinst = `#!/bin/sh
set -e
if [ "$1" = configure ]; then
  chmod 4755 ${program}/chrome-sandbox
  if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications; fi
fi
`;

/** What people keep is in their own folders and stays; an administrator's policy is the system's and goes when all is purged. */
const postrm = `#!/bin/sh
set -e
if [ "$1" = purge ]; then rm -rf /etc/${name}; fi
if [ "$1" != upgrade ] && command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications
fi
`;

/** Makes `pairing-console_<version>_amd64.deb` of a packed folder with dpkg-deb, and answers its path. `at`: of the commit. */
export async function writeDeb(options: {
  readonly packed: string;
  readonly out: string;
  readonly root: string;
  readonly version: string;
  readonly at: Date;
}): Promise<string> {
  const { packed, out, root, version, at } = options;
  const tree = await mkdtemp(path.join(tmpdir(), 'deb-'));
  try {
    const place = async (file: string, text: string, mode = 0o644) => {
      const target = path.join(tree, file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text, { mode });
    };
    await chmod(tree, 0o755);
    await cp(packed, path.join(tree, program), { recursive: true });
    await place(`${program}/resources/package-type`, 'deb\n');
    await mkdir(path.join(tree, 'usr/bin'), { recursive: true });
    await symlink(`${program}/${name}`, path.join(tree, 'usr/bin', name));
    await place(`usr/share/applications/${name}.desktop`, desktopEntry);
    const icons = path.join(tree, 'usr/share/icons/hicolor/512x512/apps');
    await mkdir(icons, { recursive: true });
    await cp(path.join(root, 'resources/icon.png'), path.join(icons, `${name}.png`));
    const doc = path.join(tree, 'usr/share/doc', name);
    await mkdir(doc, { recursive: true });
    await cp(path.join(root, 'LICENSE'), path.join(doc, 'copyright'));
    const control = [
      `Package: ${name}`,
      `Version: ${version}`,
      'Architecture: amd64',
      'Maintainer: Pairing Console team <pairing-console@localhost>',
      `Installed-Size: ${String(Math.ceil((await sizeOf(tree)) / 1024))}`,
      `Depends: ${depends.join(', ')}`,
      'Recommends: pkexec',
      'Section: net',
      'Priority: optional',
      'Description: links phones to WhatsApp for many tenants',
      ' A desktop program in which staff link phones of customers, see whether a link is real, and learn why one failed.',
    ];
    await place('DEBIAN/control', `${control.join('\n')}\n`);
    await place('DEBIAN/postinst', postinst, 0o755);
    await place('DEBIAN/postrm', postrm, 0o755);
    const file = path.join(out, `${name}_${version}_amd64.deb`);
    await promisify(execFile)('dpkg-deb', ['--root-owner-group', '-Zgzip', '--build', tree, file], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(Math.floor(at.getTime() / 1000)) },
    });
    return file;
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

/** All files below a folder, in bytes. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries) if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size;
  return bytes;
}
