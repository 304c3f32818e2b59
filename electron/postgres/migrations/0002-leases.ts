import type { Migration } from './migration.ts';

/**
 * Which of several services holds a link. A node has one lease for all of its links; the end of the lease is the deletion of
 * its row, which frees them in the same transaction. Times are the database's.
 */
export const leases: Migration = {
  version: 2,
  name: 'leases',
  sql: `
    CREATE TABLE node (
      id text PRIMARY KEY,
      -- The same after a restart.
      name text NOT NULL,
      address text NOT NULL,
      lease_until timestamptz NOT NULL,
      -- It has beaten since it joined.
      ready boolean NOT NULL DEFAULT false,
      leaving boolean NOT NULL DEFAULT false,
      load real NOT NULL DEFAULT 0,
      links integer NOT NULL DEFAULT 0
    ) WITH (fillfactor = 50);

    -- Leases that ended without a farewell, of the last half hour.
    CREATE TABLE node_end (
      name text NOT NULL,
      at timestamptz NOT NULL
    );

    ALTER TABLE link ADD COLUMN node text REFERENCES node (id) ON DELETE SET NULL;
    CREATE INDEX link_node ON link (node) WHERE node IS NOT NULL;
    CREATE INDEX link_free ON link (tenant) WHERE node IS NULL;

    -- Held like a link: the node that has it is at work, and the others stand by.
    CREATE TABLE seat (
      tenant text PRIMARY KEY,
      epoch bigint NOT NULL DEFAULT 0,
      node text REFERENCES node (id) ON DELETE SET NULL
    );
    INSERT INTO seat (tenant) VALUES ('service');
  `,
};
