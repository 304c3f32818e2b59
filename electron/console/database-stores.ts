import type { Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { openDatabaseAttempts } from '../postgres/attempts.ts';
import { createDatabaseAuthStore } from '../postgres/auth-store.ts';
import type { Database } from '../postgres/database.ts';
import type { Fence } from '../postgres/fence.ts';
import { openDatabaseJournal } from '../postgres/journal.ts';
import { createDatabaseKeptMedia } from '../postgres/kept-media.ts';
import { createDatabaseKeptSends } from '../postgres/kept-sends.ts';
import { createLinkRows } from '../postgres/link-rows.ts';
import { createDatabaseNumberOwners } from '../postgres/number-owners.ts';
import { createDatabaseOutbox } from '../postgres/outbox.ts';
import { patienceMs } from '../postgres/patience.ts';
import { createDatabaseSendKeys } from '../postgres/send-keys.ts';
import type { OpenLinks } from '../postgres/tenant-rows.ts';
import { type DatabaseTenants, createDatabaseTenants } from '../postgres/tenants.ts';
import { loadClient } from '../whatsapp/load-client.ts';
import type { Notices } from './notices.ts';
import { owners } from './seal-data.ts';
import type { Stores } from './stores.ts';

export interface DatabaseStores extends Stores {
  readonly tenants: DatabaseTenants;
  /** Reads what other programs on the database have added. To be called again and again. Never throws. */
  readonly refresh: () => Promise<void>;
}

/** The stores of a console that keeps everything in PostgreSQL. */
export async function openDatabaseStores(options: {
  /** With every table. */
  readonly database: Database;
  /** Which links this program may write. */
  readonly fence: Fence;
  /** All programs on the database have it: what stands for a number is derived from it. */
  readonly secret: string;
  /** What everything that is kept is sealed with, but the failure log. */
  readonly sealer: Sealer;
  /** How long a database that does not answer is asked again, in ms. */
  readonly patienceMs?: number;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<DatabaseStores> {
  const { database, fence, secret, sealer, notices, clock, logger } = options;
  const patience = { ms: options.patienceMs ?? patienceMs, clock };
  const rows = createLinkRows(fence);
  const journal = await openDatabaseJournal(database, { clock, logger, onNotice: notices.add });
  const createIdentity = async () => (await loadClient()).initAuthCreds();
  const own = sealer.of(owners.console);
  const openLinks: OpenLinks = new Map();
  const shared = { database, fence, rows, sealer, openLinks, patience, clock, logger };
  const credentials = createDatabaseAuthStore({ ...shared, createIdentity });
  const elsewhere = createDatabaseNumberOwners({ ...shared, secret });
  const attempts = await openDatabaseAttempts({ database, seal: own, clock, logger });
  return {
    credentials,
    keptSends: createDatabaseKeptSends(shared),
    keptMedia: createDatabaseKeptMedia(shared),
    tenants: createDatabaseTenants(shared),
    journal,
    outbox: createDatabaseOutbox({ ...shared, seal: sealer.of(owners.webhooks) }),
    attempts,
    elsewhere,
    async refresh() {
      await Promise.all([attempts.read(), journal.refresh(), elsewhere.read()]);
    },
    sendKeys: createDatabaseSendKeys({ database, fence, seal: own, clock }),
    async sweep() {
      await credentials.sweep();
      const ids = await attempt(database.place, () => database.run<{ id: string }>('SELECT id FROM tenant'));
      if (ids.ok) journal.forgetLinksBut(ids.value.map(({ id }) => id));
    },
  };
}
