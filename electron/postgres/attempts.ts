import { coalesce } from '../files/coalesce.ts';
import { parsedJson } from '../files/json-text.ts';
import type { Seal } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { AttemptStore, LinkAttempt } from '../pairing/link-attempts.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { attemptSchema, attemptsKeptMs, markOf, mostAttempts } from '../tenants/attempts-file.ts';
import type { Database } from './database.ts';

/** For which each is sealed. */
export const attemptName = 'link-attempt';
const selectSql = `SELECT value FROM (SELECT number, value FROM link_attempt WHERE at > $1 ORDER BY number DESC LIMIT $2)
  AS newest ORDER BY number`;

export interface DatabaseAttempts extends AttemptStore {
  /** Reads those that other programs on the database have added. To be called again and again. Never throws. */
  readonly read: () => Promise<void>;
}

/** Attempts to link, a row each. */
export async function openDatabaseAttempts(options: {
  readonly database: Database;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<DatabaseAttempts> {
  const { database, seal, clock, logger } = options;
  let kept: LinkAttempt[] = [];
  /** Made here, and not in the database yet. */
  let unsaved: LinkAttempt[] = [];

  let last = -1n;

  async function read(): Promise<void> {
    const [newest] = await database.run<{ number: bigint }>(
      'SELECT coalesce(max(number), 0) AS number FROM link_attempt',
    );
    if (newest === undefined || newest.number === last) return;
    const rows = await database.run<{ value: Buffer }>(selectSql, [clock.now() - attemptsKeptMs, mostAttempts]);
    kept = rows.flatMap(({ value }) => {
      const content = seal.open(attemptName, value)?.toString('utf8') ?? '';
      return attemptSchema.safeParse(parsedJson(content)).data ?? [];
    });
    last = newest.number;
  }

  const saves = coalesce(() =>
    attempt(database.place, async () => {
      const batch = [...unsaved];
      if (batch.length > 0) await insert(batch);
      unsaved = unsaved.slice(batch.length);
      kept = [...kept, ...batch];
      await read();
    }),
  );

  async function insert(batch: readonly LinkAttempt[]): Promise<void> {
    await database.run(
      `WITH old AS (DELETE FROM link_attempt WHERE at <= $3)
         INSERT INTO link_attempt (at, value) SELECT * FROM unnest($1::bigint[], $2::bytea[])`,
      [
        batch.map(({ at }) => at),
        batch.map((made) => seal.seal(attemptName, JSON.stringify(made))),
        clock.now() - attemptsKeptMs,
      ],
    );
  }

  const opened = await attempt(database.place, read);
  if (!opened.ok) logger.warn('attempts to link could not be read');
  return {
    list: () => [...kept, ...unsaved],
    add(made) {
      unsaved.push(made);
      void saves.run().then((saved) => {
        if (!saved.ok) logger.warn('an attempt to link was not kept', { code: saved.error.code });
      });
    },
    markOf,
    async read() {
      await saves.run();
    },
  };
}
