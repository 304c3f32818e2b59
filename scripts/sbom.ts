import path from 'node:path';
import process from 'node:process';

import { type Artefact, billOf, billOfSources, commitTime, partsOf, readLockBill, readShipped } from './bill.ts';
import { buildIfStale } from './build.js';
import { main } from './launch.ts';

const root = path.dirname(import.meta.dirname);

/** `npm run --silent sbom -- desktop|service|sources`: what is inside, as CycloneDX on the standard output. */
await main(async () => {
  const [artefact = ''] = process.argv.slice(2);
  if (artefact !== 'sources' && !isArtefact(artefact))
    throw new Error('Usage: npm run sbom -- desktop|service|sources');
  await buildIfStale((line) => process.stderr.write(`${line}\n`));
  const [all, at] = [readLockBill(root), commitTime(root)];
  const bill =
    artefact === 'sources'
      ? billOfSources(all, at)
      : billOf({ all, shipped: await readShipped(root, artefact), artefact, at });
  process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
  return 0;
});

function isArtefact(name: string): name is Artefact {
  return Object.hasOwn(partsOf, name);
}
