import { randomUUID } from 'node:crypto';

import { inject } from 'vitest';

import { type Database, type DatabaseOptions, openDatabase } from '../../../electron/postgres/database.ts';
import { migrate } from '../../../electron/postgres/migrate.ts';
import { ask } from './server.ts';

/** A new, empty database in the run's server; its address. */
export async function createEmptyDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = inject('postgres');
  await ask(server, `CREATE DATABASE ${name}`);
  return server.replace(/[^/]*$/, name);
}

export interface TestDatabase extends Database {
  readonly url: string;
}

/** Opens a database as the program does. The address is that of a database which only tests use, so it may be shown. */
export function openTestDatabase(url: string, options: Omit<DatabaseOptions, 'address'> = {}): TestDatabase {
  return { url, ...openDatabase({ address: { url, place: url.replace(/\/\/.*@/, '//') }, ...options }) };
}

/** A new database with every table. */
export async function createTestDatabase(options?: Omit<DatabaseOptions, 'address'>): Promise<TestDatabase> {
  const database = openTestDatabase(await createEmptyDatabase(), options);
  const migrated = await migrate(database);
  if (!migrated.ok) throw new Error(migrated.error.code);
  return database;
}
