import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { advisoriesIn } from './advisories.ts';
import { readShipped } from './bill.ts';
import { buildIfStale } from './build.js';
import { main, say } from './launch.ts';

const root = path.dirname(import.meta.dirname);
const lockSchema = z.object({ packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })) });

/** `npm run audit`: what is known against the packages. Exits with 1 where one of them ships. */
await main(async () => {
  await buildIfStale(say);
  const lists = await Promise.all([readShipped(root, 'desktop'), readShipped(root, 'service')]);
  const shipped = new Set(lists.flat().map(({ name, version }) => `${name}@${version}`));
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
  // It exits with 1 where anything is known; its answer says what.
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' });
  const report: unknown = JSON.parse(stdout);
  if (typeof report !== 'object' || report === null || !('vulnerabilities' in report)) {
    throw new Error(`The registry gave no advisories:\n${stdout}`);
  }
  const advisories = advisoriesIn(report, shipped, (node) => packages[node]?.version ?? '');
  for (const { package: name, severity, title, url, ships } of advisories) {
    say(`${ships ? 'SHIPS' : 'tool '} ${severity} ${name}: ${title} ${url}`);
  }
  const shipping = advisories.filter(({ ships }) => ships).length;
  say(`${shipped.size} packages ship, ${shipping} faults are known of them; ${advisories.length - shipping} of tools.`);
  return shipping === 0 ? 0 : 1;
});
