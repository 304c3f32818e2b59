import process from 'node:process';

import { type ElectronRuntime, ensureElectron } from './runtime/electron.ts';
import { ensureLibraries } from './system/libraries.ts';
import { ensureSandbox, needsNoSandbox } from './system/sandbox.ts';

export function say(line: string): void {
  console.log(line);
}

/** Electron and everything it needs from the system, with a line that says which Electron it is. */
export async function prepareElectron(): Promise<ElectronRuntime> {
  const runtime = await ensureElectron(say);
  await ensureLibraries(runtime.executable, say);
  await ensureSandbox(runtime.dist);
  say(`Running on ${runtime.description}`);
  return runtime;
}

/** Switches for this user; as root, Chromium's sandbox has to be given up, and that is said. */
export function sandboxSwitches(): string[] {
  if (!needsNoSandbox()) return [];
  say("Running as root: Chromium's sandbox is off (--no-sandbox). Use an ordinary account for real work.");
  return ['--no-sandbox'];
}

/** Runs a script's work and turns a failure into one plain message and exit code 1. */
export async function main(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
