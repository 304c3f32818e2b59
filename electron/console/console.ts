import { join } from 'node:path';

import type { AuthenticationCreds } from '@whiskeysockets/baileys';

import type { NewNotice } from '../../shared/console.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { type CredentialStore, createAuthStore } from '../auth/auth-store.ts';
import { namesIn } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import { openJournalIn } from '../journal/journal-folder.ts';
import type { JournalStore } from '../journal/journal.ts';
import { createClientLogger } from '../logging/client-logger.ts';
import { redactText } from '../logging/redact-text.ts';
import type { Clock, IncomingMessages, Logger } from '../pairing/ports.ts';
import { type Registry, createRegistry } from '../pairing/registry.ts';
import { createTenantStore } from '../tenants/tenant-store.ts';
import { createSocketFactory } from '../whatsapp/socket-factory.ts';
import { type VersionControl, createVersionControl } from '../whatsapp/version-control.ts';
import { type WebVersions, openWebVersions, publishedAt, versionFrom } from '../whatsapp/version.ts';

export interface ConsoleOptions {
  /** Where everything lies: `storage/whatsapp/<tenant>/auth/`, `journal/`, `wa-version.json`. */
  readonly dataFolder: string;
  /** Another WebSocket endpoint than WhatsApp's own. */
  readonly whatsappUrl?: string | undefined;
  /** Where the current WA Web version is published. With another endpoint than WhatsApp's own, nowhere by default. */
  readonly versionUrl?: string | undefined;
  /** A WA Web version to present whatever is published, `2.3000.…`. */
  readonly pinnedVersion?: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChange: (tenantId: TenantId) => void;
  /** Told of every message that comes in; without it nothing is done with them. */
  readonly onMessages?: ((tenantId: TenantId, incoming: IncomingMessages) => void) | undefined;
  /**
   * Nothing while messages of this tenant can be taken; else resolves once they can. Until then they are not acknowledged,
   * and WhatsApp keeps them.
   */
  readonly roomForMessages?: ((tenantId: TenantId) => Promise<void> | undefined) | undefined;
  readonly onNotice: (notice: NewNotice) => void;
}

/** The console without a face: what a window and a bridge both command. */
export interface Console {
  readonly registry: Registry;
  readonly journal: JournalStore;
  readonly store: CredentialStore<AuthenticationCreds>;
  readonly versionControl: VersionControl;
  readonly versions: Pick<WebVersions, 'known'>;
  /** Throws away what is past its time: for the program's start, when nobody can take a removal back any more. */
  readonly sweep: () => Promise<void>;
  /** Closes every socket and flushes every write; bounded. */
  close(): Promise<void>;
}

/** Builds the adapters and wires them to the pairing room. Both composition roots begin here. */
export async function createConsole(options: ConsoleOptions): Promise<Console> {
  const { dataFolder, whatsappUrl, pinnedVersion, clock, logger, onChange, onMessages, roomForMessages, onNotice } =
    options;
  const root = join(dataFolder, 'storage', 'whatsapp');
  const loadClient = () => import('../whatsapp/client.ts');
  const journal = await openJournalIn(join(dataFolder, 'journal'), { clock, logger, onNotice });
  const createIdentity = async () => (await loadClient()).initAuthCreds();
  const store = createAuthStore({ root, clock, logger, createIdentity });
  const versions = await openWebVersions({
    file: join(dataFolder, 'wa-version.json'),
    url: options.versionUrl ?? (whatsappUrl === undefined ? publishedAt : undefined),
    pin: pinnedVersion === undefined ? undefined : versionFrom(pinnedVersion),
    clock,
    logger,
  });
  const sockets = createSocketFactory({
    versions,
    loadClient,
    clock,
    clientLogger: createClientLogger(logger),
    redact: redactText,
    ...(whatsappUrl === undefined ? {} : { url: whatsappUrl }),
  });
  const tenants = createTenantStore({ root, clock, logger });
  const registry = createRegistry({
    tenants,
    store,
    sockets,
    clock,
    journal,
    logger,
    onChange,
    onMessages,
    roomForMessages,
  });
  return {
    registry,
    journal,
    store,
    versionControl: createVersionControl(versions, async () => (await loadClient()).DEFAULT_CONNECTION_CONFIG.version),
    versions,
    async sweep() {
      await store.sweepQuarantine();
      const folders = await attempt(root, () => namesIn(root));
      if (folders.ok) journal.forgetLinksBut(folders.value);
    },
    async close() {
      await registry.shutdown();
      await versions.close();
      await journal.close();
    },
  };
}
