import type { ClientBase } from 'pg';

import { DatabaseRefusal } from './refusal.ts';

/**
 * The servers of one database, of which one is the primary. All connections of this program share what is known of them: once one
 * has reached a primary after a failover, none writes to an earlier primary.
 */
export interface DatabaseServers {
  readonly count: number;
  /** Where to connect next. Holds the password. */
  current(): string;
  /** That one was not reached, or is not the primary: the next in turn is tried, unless that was found meanwhile. */
  leave(url: string): void;
  /** Of the last primary that was reached: it grows with each failover. */
  timeline(): number;
  /**
   * Answers the timeline of the server at the other end. Throws a `DatabaseRefusal` where that is not the primary, or one from
   * before a failover.
   */
  check(client: Pick<ClientBase, 'query'>): Promise<number>;
}

/**
 * Each promotion begins a timeline with a greater number, and the names of the files of the write-ahead log begin with it
 * (PostgreSQL 15, 26.3.5 Timelines). A standby server cannot tell the names of its files.
 */
const primarySql = `
  SELECT CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline`;

/** `urls`: at least one. */
export function createDatabaseServers(urls: readonly string[]): DatabaseServers {
  let index = 0;
  let newest = 0;
  const current = () => urls[index] ?? '';
  return {
    count: urls.length,
    current,
    timeline: () => newest,
    leave(url) {
      if (url === current()) index = (index + 1) % urls.length;
    },
    async check(client) {
      const { rows } = await client.query<{ timeline: string | null }>(primarySql);
      const timeline = Number.parseInt(rows[0]?.timeline ?? '0', 16);
      if (timeline === 0) throw new DatabaseRefusal('storage-away', 'a standby server', true);
      if (timeline < newest) throw new DatabaseRefusal('storage-away', 'a primary from before a failover', true);
      newest = timeline;
      return timeline;
    },
  };
}
