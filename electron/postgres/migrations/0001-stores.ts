import type { Migration } from './migration.ts';

/**
 * What the folder's files hold, as rows. Times are epoch milliseconds by the program's clock, as in the files; only a lease
 * ends by the database's clock, which all programs share. `bytea` is sealed where the data folder would be sealed.
 *
 * A `tenant` of `signal_key`, `kept_send` and `media_key` is a tenant's id, or the `place` of what was set aside: `.` and a
 * number, which no id can be.
 */
export const stores: Migration = {
  version: 1,
  name: 'stores',
  sql: `
    CREATE TABLE tenant (
      id text PRIMARY KEY,
      record bytea NOT NULL
    );

    -- A link and who holds it, in one row: a save changes the link only where the epoch is still its own.
    CREATE TABLE link (
      tenant text PRIMARY KEY,
      epoch bigint NOT NULL DEFAULT 0,
      owner text,
      lease_until timestamptz,
      -- How many saves there were. A save that was given up and arrives late finds a greater number.
      saves bigint NOT NULL DEFAULT 0,
      creds bytea,
      -- A phone has confirmed a pairing, and no login was accepted since.
      pairing_pending boolean NOT NULL DEFAULT false
    ) WITH (fillfactor = 70);

    -- The epoch of the service that holds every link at once.
    CREATE TABLE sole_epoch (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      epoch bigint NOT NULL
    );

    CREATE TABLE signal_key (
      tenant text NOT NULL,
      name text NOT NULL,
      value bytea NOT NULL,
      PRIMARY KEY (tenant, name)
    );

    CREATE TABLE kept_send (
      tenant text NOT NULL,
      id text NOT NULL,
      at bigint NOT NULL,
      number bigint GENERATED ALWAYS AS IDENTITY,
      value bytea NOT NULL,
      PRIMARY KEY (tenant, id)
    );

    CREATE TABLE media_key (
      tenant text NOT NULL,
      id text NOT NULL,
      number bigint GENERATED ALWAYS AS IDENTITY,
      value bytea NOT NULL,
      PRIMARY KEY (tenant, id)
    );

    -- Links and tenants that were set aside, for seven days.
    CREATE TABLE set_aside (
      place text PRIMARY KEY,
      number bigint GENERATED ALWAYS AS IDENTITY,
      tenant text NOT NULL,
      at bigint NOT NULL,
      reason text NOT NULL,
      record bytea,
      creds bytea,
      pairing_pending boolean NOT NULL DEFAULT false
    );

    -- Calls to the backend that wait; in each tenant's order.
    CREATE TABLE outbox (
      tenant text NOT NULL,
      number bigint NOT NULL,
      value bytea NOT NULL,
      PRIMARY KEY (tenant, number)
    );

    CREATE TABLE told (
      tenant text PRIMARY KEY,
      state text NOT NULL
    );

    CREATE TABLE send_key (
      id text PRIMARY KEY,
      until bigint NOT NULL,
      number bigint GENERATED ALWAYS AS IDENTITY,
      value bytea NOT NULL
    );
    CREATE INDEX send_key_until ON send_key (until);

    CREATE TABLE link_attempt (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at bigint NOT NULL,
      value bytea NOT NULL
    );

    -- Lines of the failure log, each once: the digest is the line's own.
    CREATE TABLE journal_line (
      digest bytea PRIMARY KEY,
      number bigint GENERATED ALWAYS AS IDENTITY,
      line text NOT NULL
    );

    CREATE TABLE flight (
      kind text NOT NULL,
      id text NOT NULL,
      number bigint GENERATED ALWAYS AS IDENTITY,
      frames text NOT NULL,
      PRIMARY KEY (kind, id)
    );

    CREATE TABLE new_link (
      tenant text NOT NULL,
      at bigint NOT NULL,
      code_at bigint,
      PRIMARY KEY (tenant, at)
    );

    CREATE TABLE audit_entry (
      n bigint PRIMARY KEY,
      line text NOT NULL
    );

    CREATE TABLE audit_head (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      head text NOT NULL
    );

    CREATE TABLE bridge_key (
      id text PRIMARY KEY,
      value text NOT NULL
    );

    -- The data key, sealed for each that opens it.
    CREATE TABLE data_key (
      single boolean PRIMARY KEY DEFAULT true CHECK (single),
      envelope text NOT NULL
    );
  `,
};
