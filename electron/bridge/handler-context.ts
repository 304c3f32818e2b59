import type { Clock, Logger } from '../pairing/ports.ts';
import type { BridgeKeys } from './bridge-keys.ts';
import type { ChangeWaiters } from './change-waiters.ts';
import type { EnsureTenant } from './known-tenants.ts';
import type { MediaFetch } from './media-fetch.ts';
import type { AllTenants } from './nodes/all-tenants.ts';
import type { ConsoleForBridge } from './ports.ts';
import type { QrPictures } from './qr-pictures.ts';
import type { StatusBook } from './status-book.ts';
import type { Outcome } from './webhooks/post.ts';
import type { WebhooksState } from './webhooks/webhooks.ts';
import type { ProtocolPackOnWire } from './wire.ts';

/** What the handlers of the routes work with. */
export interface HandlerContext {
  readonly console: ConsoleForBridge;
  readonly ensureTenant: EnsureTenant;
  readonly keys: BridgeKeys;
  readonly waiters: Pick<ChangeWaiters, 'until'>;
  readonly book: StatusBook;
  /** Where several services have the tenants. */
  readonly allTenants: AllTenants | undefined;
  readonly pictures: QrPictures;
  readonly webhooksState: () => WebhooksState | undefined;
  readonly testBackend: () => Promise<Outcome | undefined>;
  readonly metrics: () => Promise<string>;
  readonly sent: (outcome: 'sent' | 'failed') => void;
  readonly fetchMedia: MediaFetch;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly protocolPack: () => ProtocolPackOnWire | undefined;
}
