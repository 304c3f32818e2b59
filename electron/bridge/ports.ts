import type { CheckResult } from '../../shared/preflight.ts';
import type { Result } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { CredentialStore } from '../auth/auth-store.ts';
import type { JournalStore } from '../journal/journal.ts';
import type { Dialer } from '../network/dialer.ts';
import type { OutboxStore, SendKeyStore } from '../outbox/ports.ts';
import type { DownloadFailure, OpenedMedia } from '../pairing/media.ts';
import type { Registry } from '../pairing/registry.ts';

/** What the bridge needs of the console: the same registry that the window commands. */
export interface ConsoleForBridge {
  readonly registry: Registry;
  readonly journal: Pick<JournalStore, 'list' | 'onAppend'>;
  readonly store: Pick<CredentialStore, 'inspect' | 'listQuarantine'>;
  /** The files in messages that others have sent. */
  readonly files: {
    open(tenantId: TenantId, messageId: string): Promise<Result<OpenedMedia, DownloadFailure>>;
  };
  /** Opens the connections of webhooks and of a `mediaUrl`. */
  readonly dialer: Dialer;
  /** Walks the way that a tenant's link takes. */
  readonly networkCheck: {
    run(tenantId: TenantId, signal: AbortSignal): Promise<readonly CheckResult[]>;
  };
  readonly outbox: OutboxStore;
  readonly sendKeys: SendKeyStore;
}
