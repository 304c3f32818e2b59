import type { Statements } from './database.ts';

/** Where the services are that are at work on the database, `http://host:port`; those that leave come last. */
export async function liveNodes({ run }: Statements): Promise<readonly string[]> {
  const rows = await run<{ address: string }>(
    'SELECT address FROM node WHERE ready AND lease_until > clock_timestamp() ORDER BY leaving, id',
  );
  return rows.map(({ address }) => address);
}
