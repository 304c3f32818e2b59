import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { main, say } from './launch.ts';

const root = path.dirname(import.meta.dirname);
/** The longest first, so that none of them is left alone at the end. */
const parts = ['lint', 'types', 'arrows', 'unused', 'format', 'styles', 'words'];

/** `npm run check`: every check, as many at a time as there are processors. What a part says is shown where it has failed. */
await main(async () => {
  const left = [...parts];
  const failed: string[] = [];
  const lane = async () => {
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      const { code, output, seconds } = await run(part);
      say(`${part}: ${code === 0 ? 'fine' : 'failed'}, ${seconds} s`);
      if (code === 0) continue;
      failed.push(part);
      say(output);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, lane));
  if (failed.length > 0) say(`Failed: ${failed.join(', ')}. One alone: npm run ${failed[0] ?? ''}`);
  return failed.length === 0 ? 0 : 1;
});

async function run(part: string): Promise<{ code: number | null; output: string; seconds: number }> {
  const begun = performance.now();
  let output = '';
  const child = spawn('npm', ['run', '--silent', part], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // There npm is a script for the command interpreter.
    shell: process.platform === 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (output += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, seconds: Math.round((performance.now() - begun) / 1000) };
}
