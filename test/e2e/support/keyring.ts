import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

import { expect } from '@playwright/test';

import { say } from '../../../scripts/launch.ts';
import { ensurePackages } from '../../../scripts/system/apt.ts';

/** A separate session bus with an unlocked keyring on it. */
export interface TestKeyring {
  /** For a program that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Starts a new keyring. Throws with the command to run where its programs are not here. */
export async function startKeyring(): Promise<TestKeyring> {
  const programs = { dbus: '/usr/bin/dbus-daemon', 'gnome-keyring': '/usr/bin/gnome-keyring-daemon' };
  const missing = Object.entries(programs).flatMap(([name, program]) => (existsSync(program) ? [] : [name]));
  if (missing.length > 0) await ensurePackages(missing, 'The keyring is tested with programs that are not here', say);

  // A short path: a socket's has room for 108 bytes.
  const folder = await mkdtemp(path.join(os.tmpdir(), 'keyring-'));
  const own = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
  const bus = spawn(programs.dbus, ['--session', '--nofork', '--print-address', `--address=unix:path=${folder}/bus`], {
    env: own,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus.stdout);
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = spawn(programs['gnome-keyring'], ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...own, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // The password of the keyring that it makes.
  daemon.stdin.end('password');
  await expect.poll(() => hasKeyring(env)).toBe(true);
  return {
    env,
    async close() {
      await ended(daemon);
      await ended(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(output: Readable): Promise<string> {
  for await (const line of createInterface({ input: output })) return line;
  throw new Error('the bus ended before it said where it is');
}

/** Whether the keyring answers on the bus. */
async function hasKeyring(env: Readonly<Record<string, string>>): Promise<boolean> {
  const bus = 'org.freedesktop.DBus';
  const asked = ['--session', '--print-reply', `--dest=${bus}`, '/', `${bus}.NameHasOwner`];
  const { stdout } = await promisify(execFile)('dbus-send', [...asked, 'string:org.freedesktop.secrets'], {
    env: { ...process.env, ...env },
  });
  return stdout.includes('true');
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null || !program.kill()) return;
  await once(program, 'exit');
}
