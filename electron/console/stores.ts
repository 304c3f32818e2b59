import type { AuthenticationCreds } from '@whiskeysockets/baileys';

import type { TenantId } from '../../shared/tenant.ts';
import type { CredentialStore } from '../auth/auth-store.ts';
import type { JournalStore } from '../journal/journal.ts';
import type { OutboxStore, SendKeyStore } from '../outbox/ports.ts';
import type { KeptSends } from '../pairing/kept-sends.ts';
import type { AttemptStore } from '../pairing/link-attempts.ts';
import type { KeptMedia } from '../pairing/media.ts';
import type { TenantStore } from '../pairing/ports.ts';
import type { TenantsElsewhere } from '../pairing/tenants-at-work.ts';

/** Everything a console keeps. Errors and views name places; only `folder-stores.ts` knows that they are folders. */
export interface Stores {
  readonly credentials: CredentialStore<AuthenticationCreds>;
  /** The last messages that each tenant has sent. */
  readonly keptSends: (tenantId: TenantId) => KeptSends;
  /** The files in the last messages that each tenant has received. */
  readonly keptMedia: (tenantId: TenantId) => KeptMedia;
  readonly tenants: TenantStore;
  /** Tenants that other services have, where several share them. */
  readonly elsewhere?: TenantsElsewhere;
  readonly journal: JournalStore;
  /** Calls to the backend that are still to be made. */
  readonly outbox: OutboxStore;
  /** Attempts to link. */
  readonly attempts: AttemptStore;
  /** Sends that had an idempotency key. */
  readonly sendKeys: SendKeyStore;
  /** Deletes what is past its time: no removal of so long ago can be undone any more. */
  readonly sweep: () => Promise<void>;
}
