import type { Migration } from './migration.ts';

/** What several services need that are at work at the same time, each with its share of the tenants. */
export const shares: Migration = {
  version: 3,
  name: 'shares',
  sql: `
    -- Ids that differ only in letter case are one id.
    CREATE INDEX tenant_lower ON tenant (lower(id));
    CREATE INDEX link_lower ON link (lower(tenant));

    -- With which number and which device a tenant is linked: digests under a key that is not in the database. A row goes with
    -- the credentials of its link, in the same transaction.
    CREATE TABLE linked_number (
      tenant text PRIMARY KEY,
      number bytea NOT NULL,
      device bytea NOT NULL
    );
    CREATE INDEX linked_number_number ON linked_number (number);

    -- Which of the tenants with one device may log in with it.
    CREATE TABLE device_holder (
      device bytea PRIMARY KEY,
      tenant text NOT NULL
    );
    CREATE INDEX device_holder_tenant ON device_holder (tenant);

    -- Every service looks for new lines again and again.
    CREATE INDEX journal_line_number ON journal_line (number);

    -- It takes its share of the tenants. One of an earlier version stands by for all of them together, and gets no share.
    ALTER TABLE node ADD COLUMN shares boolean NOT NULL DEFAULT false;
  `,
};
