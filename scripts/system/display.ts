import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Readable } from 'node:stream';

import { ensurePackages } from './apt.ts';

/** A screen to draw on, and how to give it back. */
export interface Display {
  /** What a program must have in its environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

/** Whether programs started from here already have a screen. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => name !== undefined && name !== '');
}

/** Starts an X server without a screen, on a display number that it chooses. It ends with this process. */
export async function startVirtualDisplay(say: (line: string) => void): Promise<Display> {
  if (!existsSync('/usr/bin/Xvfb')) await ensurePackages(['xvfb'], 'There is no display, and no Xvfb to stand in', say);
  // Xvfb writes the number it took to descriptor 3 once it takes connections
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches every program of a terminal: the screen must outlive what draws on it.
    detached: true,
  });
  const close = () => {
    server.kill();
  };
  process.once('exit', close);
  const number = await displayNumber(server.stdio[3] as Readable, server);
  return {
    env: { DISPLAY: `:${number}` },
    close: () => {
      process.off('exit', close);
      close();
    },
  };
}

function displayNumber(output: Readable, server: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${String(code)} before it had a display`)));
  });
}
