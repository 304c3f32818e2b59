/**
 * Three services on one PostgreSQL: `npm run bench:cluster [links]`. One begins with so many links (100) at a WhatsApp on this
 * machine. A second comes and gets its share, then a third. One is killed and one is stopped in good order: how long each of its
 * links is dark. Beside that, saves of the store on PostgreSQL beside the store in files, and statements for each login and
 * message. Ends with 1 where a target is missed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { buildIfStale } from '../../scripts/build.js';
import { startPostgres } from '../support/postgres/server.ts';
import { measureSharing } from './cluster-sharing.ts';
import { countStatements, measureSaves } from './cluster-stores.ts';

await buildIfStale(console.log);
const folder = await mkdtemp(join(tmpdir(), 'bench-cluster-'));
const server = await startPostgres({ flushes: true });
process.exitCode = 1;
try {
  await measureSaves(server, folder);
  await countStatements(server, folder);
  const missed = await measureSharing(server, Number(process.argv[2] ?? 100));
  if (missed.length === 0) process.exitCode = 0;
} finally {
  await server.remove();
  await rm(folder, { recursive: true, force: true });
}
// Sockets of the WhatsApp may still stand.
process.exit();
