import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Starts `node <args>`, lets it say between one and four lines, and kills it (SIGKILL) up to `spreadMs` later, wherever
 * it happens to be by then. Answers what it had said.
 */
export async function runAndKill(args: readonly string[], spreadMs: number): Promise<string[]> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  const said: string[] = [];
  const enough = 1 + Math.floor(Math.random() * 4);
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length !== enough) continue;
    await pause(Math.random() * spreadMs);
    child.kill('SIGKILL');
  }
  const [code, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${code ?? signal ?? 'unknown'}`);
  return said;
}
