import { createAuthStore } from '../auth/auth-store.ts';
import { namesIn } from '../files/durable-file.ts';
import type { Sealer } from '../files/sealer.ts';
import { attempt } from '../files/storage-error.ts';
import { openJournalIn } from '../journal/journal-folder.ts';
import { createOutboxFolder } from '../outbox/outbox-folder.ts';
import { createSendKeysFile } from '../outbox/send-keys-file.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { openAttemptsFile } from '../tenants/attempts-file.ts';
import { createKeptMedia } from '../tenants/kept-media.ts';
import { createKeptSends } from '../tenants/kept-sends.ts';
import { createTenantStore } from '../tenants/tenant-store.ts';
import { loadClient } from '../whatsapp/load-client.ts';
import type { DataFolder } from './data-folder.ts';
import type { Notices } from './notices.ts';
import { owners } from './seal-data.ts';
import type { Stores } from './stores.ts';

/** The stores of a console that keeps everything in files. */
export async function openFolderStores(options: {
  readonly folder: Pick<DataFolder, 'tenants' | 'journal' | 'webhooks' | 'sendKeys' | 'attempts'>;
  /** What everything that is kept here is sealed with, but the failure log. */
  readonly sealer: Sealer;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<Stores> {
  const { folder, sealer, notices, clock, logger } = options;
  const root = folder.tenants;
  const journal = await openJournalIn(folder.journal, { clock, logger, onNotice: notices.add });
  const createIdentity = async () => (await loadClient()).initAuthCreds();
  const credentials = createAuthStore({ root, sealer, clock, logger, createIdentity });
  return {
    credentials,
    keptSends: createKeptSends({ root, sealer, clock, logger }),
    keptMedia: createKeptMedia({ root, sealer, logger }),
    tenants: createTenantStore({ root, sealer, clock, logger }),
    journal,
    outbox: createOutboxFolder({ folder: folder.webhooks, seal: sealer.of(owners.webhooks), logger }),
    attempts: await openAttemptsFile({ path: folder.attempts, seal: sealer.of(owners.console), clock, logger }),
    sendKeys: createSendKeysFile({ path: folder.sendKeys, seal: sealer.of(owners.console), clock }),
    async sweep() {
      await credentials.sweep();
      const folders = await attempt(root, () => namesIn(root));
      if (folders.ok) journal.forgetLinksBut(folders.value);
    },
  };
}
