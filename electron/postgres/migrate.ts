import { type Result, err, ok } from '../../shared/result.ts';
import type { Database } from './database.ts';
import { migrations as allMigrations } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';

/** A later version of this program has changed the database. This one could not keep what the later one added. */
export interface NewerSchema {
  readonly code: 'newer-schema';
  readonly found: number;
  readonly known: number;
}

/** Of all programs on this database, one at a time migrates. The number is arbitrary and never changes. */
const lockKey = 7_204_117_390;

/**
 * Brings the database to the form that this program knows, in one transaction. Programs that start at the same time wait for
 * each other. Answers the versions that were added.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = allMigrations,
): Promise<Result<readonly number[], NewerSchema>> {
  const known = migrations.length;
  return database.transaction(async ({ run }) => {
    await run('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    await run(`CREATE TABLE IF NOT EXISTS schema_version (
      version integer PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())`);
    const [row] = await run<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM schema_version');
    const found = row?.version ?? 0;
    if (found > known) return err({ code: 'newer-schema', found, known });
    const missing = migrations.filter(({ version }) => version > found);
    if (missing.length > 0) await run('SET LOCAL statement_timeout = 0');
    for (const { version, name, sql } of missing) {
      await run(sql);
      await run('INSERT INTO schema_version (version, name) VALUES ($1, $2)', [version, name]);
    }
    return ok(missing.map(({ version }) => version));
  });
}
