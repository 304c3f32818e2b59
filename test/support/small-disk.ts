import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { type TestContext, onTestFinished } from 'vitest';

/** A file system of a few kilobytes that really fills up and can really be made read-only. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all the room there is, but for what is left in the last page of each file. */
  fill(): Promise<void>;
  /** Gives the room back. */
  free(): Promise<void>;
  /** Nothing on it may be open for writing. */
  setReadOnly(readOnly: boolean): Promise<void>;
}

const mountAndObey = `
  mount -t tmpfs -o "size=$1k" tmpfs "$0" && echo ok || { echo refused; exit; }
  while read -r options; do mount -o "remount,bind,$options" "$0" && echo ok || echo refused; done`;

/**
 * Mounts such a disk until the test ends, in a separate namespace, where that takes no rights, and reaches it from here
 * through `/proc`. Skips the test, and says why, where a system has no such thing.
 */
export async function openSmallDisk(kilobytes: number, { skip }: TestContext): Promise<SmallDisk> {
  if (process.platform !== 'linux') skip('a disk of a few kilobytes is made by Linux only');
  const folder = await mkdtemp(join(tmpdir(), 'small-disk-'));
  const program = ['--user', '--map-root-user', '--mount', 'sh', '-c', mountAndObey, folder, String(kilobytes)];
  const holder = spawn('unshare', program, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => holder.on('close', resolve).on('error', resolve));
  const answers = createInterface(holder.stdout)[Symbol.asyncIterator]();
  const isObeyed = async () => {
    const answer = await answers.next();
    return answer.done !== true && answer.value === 'ok';
  };
  onTestFinished(async () => {
    holder.stdin.end();
    await ended;
    await rm(folder, { recursive: true });
  });
  if (!(await isObeyed())) skip('this system lets no ordinary user mount a disk');

  const path = `/proc/${holder.pid ?? 0}/root${folder}`;
  const filler = join(path, 'filler');
  return {
    path,
    async fill() {
      // More than there is: what fits stays.
      await writeFile(filler, Buffer.alloc((kilobytes + 4) * 1024)).catch(() => undefined);
      const { size } = await stat(filler);
      await truncate(filler, Math.floor(size / 4096) * 4096);
    },
    free: () => rm(filler),
    async setReadOnly(readOnly) {
      holder.stdin.write(readOnly ? 'ro\n' : 'rw\n');
      if (!(await isObeyed())) throw new Error('something on the disk is open for writing');
    },
  };
}
