import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, open, rename, rm } from 'node:fs/promises';
import { dirname, win32 } from 'node:path';

import type { StorageError, UpdateError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { InstallationForm } from '../../shared/updates.ts';
import { syncFolder } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';

/** Replaces this installation by a file of its form. */
export interface Installer {
  readonly form: InstallationForm;
  /** It ends this program and starts the new one. */
  readonly restartsItself: boolean;
  /** Answers once the new version is in place, or, where it restarts the program itself, once it was begun. */
  install(path: string): Promise<Result<null, UpdateError | StorageError>>;
}

interface System {
  readonly platform: NodeJS.Platform;
  /** Whether this is the account that may do everything. */
  readonly isRoot: boolean;
  /** The program's file. */
  readonly execPath: string;
  /** The folder with the packed program's parts. */
  readonly resources: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** By how this program was installed; `undefined`: it is a bare folder, or a form that others keep up to date. */
export function createInstaller(system: System, logger: Logger): Installer | undefined {
  const { platform, env, execPath, resources } = system;
  if (platform === 'win32') {
    // An MSI brings no such file: the tools that have brought it bring the next one, too.
    const uninstaller = win32.join(win32.dirname(execPath), 'Uninstall Pairing Console.exe');
    return existsSync(uninstaller) ? nsisInstaller(logger) : undefined;
  }
  if (platform !== 'linux') return undefined;
  if (env.APPIMAGE !== undefined) return appImageInstaller(env.APPIMAGE);
  const mark = `${resources}/package-type`;
  return existsSync(mark) && readFileSync(mark, 'utf8').trim() === 'deb'
    ? debInstaller(system.isRoot, logger)
    : undefined;
}

/** An AppImage is one file, of the person who uses it. */
function appImageInstaller(target: string): Installer {
  return {
    form: 'appimage',
    restartsItself: false,
    async install(path) {
      const next = `${target}.next`;
      return attempt(dirname(target), async () => {
        try {
          await copyFile(path, next);
          await chmod(next, 0o755);
          const file = await open(next, 'r');
          await file.sync().finally(() => file.close());
          await rename(next, target);
        } catch (error) {
          await rm(next, { force: true });
          throw error;
        }
        await syncFolder(dirname(target));
        return null;
      });
    },
  };
}

/** A package of the system: pkexec asks who may install it. */
function debInstaller(isRoot: boolean, logger: Logger): Installer {
  const program = isRoot ? 'dpkg' : 'pkexec';
  const before = isRoot ? [] : ['dpkg'];
  return {
    form: 'deb',
    restartsItself: false,
    async install(path) {
      const installing = spawn(program, [...before, '--install', path], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      installing.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
      try {
        const [code] = (await once(installing, 'close')) as [number | null];
        if (code === 0) return ok();
        logger.error('the package was not installed', { code, said });
      } catch (error) {
        logger.error('the package could not be installed', { program, error });
      }
      return err({ code: 'update-not-installed' });
    },
  };
}

/** The installer is for the whole computer, so Windows asks who may; it starts the program again at its end. */
function nsisInstaller(logger: Logger): Installer {
  return {
    form: 'nsis',
    restartsItself: true,
    async install(path) {
      const installing = spawn(path, ['--updated', '/S', '--force-run'], { detached: true, stdio: 'ignore' });
      try {
        await once(installing, 'spawn');
        installing.unref();
        return ok();
      } catch (error) {
        logger.error('the installer could not be started', { error });
        return err({ code: 'update-not-installed' });
      }
    },
  };
}
