import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createJournalFile } from '../../../electron/journal/journal-file.ts';

const writer = fileURLToPath(new URL('journal-writer.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Resolves with the number of entries the process reported as saved before it was killed. */
async function killWhileWriting(process: ChildProcess, afterReports: number): Promise<number> {
  let reported = 0;
  let text = '';
  process.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    reported = Number(text.trimEnd().split('\n').at(-1));
    if (text.split('\n').length > afterReports) process.kill('SIGKILL');
  });
  await once(process, 'close');
  return reported;
}

it(
  'loses no saved entry and believes no half of one when the process is killed in the middle of writing',
  { timeout: 60_000 },
  async () => {
    const path = join(folder, 'scan-failures.jsonl');
    let saved = 0;
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(process.execPath, ['--import', 'tsx', writer, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      saved += await killWhileWriting(child, 3 + round * 7);
      const { entries, damaged } = await createJournalFile(path).read();
      expect(damaged).toBe(0);
      expect(entries.length).toBeGreaterThanOrEqual(saved);
      saved = entries.length;
    }
  },
);
