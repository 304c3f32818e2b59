import type { AuthenticationCreds } from '@whiskeysockets/baileys';

import type { CredentialStore } from '../auth/auth-store.ts';
import type { JournalStore } from '../journal/journal.ts';
import type { TenantStore } from '../pairing/ports.ts';

/** Everything a console keeps. Errors and views name places; only `folder-stores.ts` knows that they are folders. */
export interface Stores {
  readonly credentials: CredentialStore<AuthenticationCreds>;
  readonly tenants: TenantStore;
  readonly journal: JournalStore;
  /** Deletes what is past its time. For the program's start: no removal can be undone any more. */
  readonly sweep: () => Promise<void>;
}
