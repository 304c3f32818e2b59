import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

/** Whether Chromium's sandbox cannot be used: it refuses to start for root. */
export function needsNoSandbox(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Makes sure that an ordinary user can have Chromium's sandbox: through the kernel's user namespaces, or, where those
 * are closed (Ubuntu 24.04 does so), through the runtime's own helper, which then has to belong to root. Throws with
 * the command that arranges it.
 */
export async function ensureSandbox(dist: string): Promise<void> {
  if (process.platform !== 'linux' || needsNoSandbox()) return;
  const helper = path.join(dist, 'chrome-sandbox');
  if ((await hasUserNamespaces()) || (await isSetuidRoot(helper))) return;
  throw new Error(
    "This system keeps user namespaces closed, so Chromium's sandbox needs its helper to run as root. " +
      `Run this and try again:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n`,
  );
}

function hasUserNamespaces(): Promise<boolean> {
  const probe = promisify(execFile)('unshare', ['--user', '--map-root-user', 'true']);
  return probe.then(
    () => true,
    () => false,
  );
}

async function isSetuidRoot(file: string): Promise<boolean> {
  const { uid, mode } = await stat(file);
  return uid === 0 && (mode & 0o4000) !== 0;
}
