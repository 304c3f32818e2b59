import { join } from 'node:path';

/** Every path that the program uses in its data folder. */
export interface DataFolder {
  readonly path: string;
  /** A tenant's folder is `<tenants>/<tenant>`, with its credentials in `auth/`. Older services use the same path. */
  readonly tenants: string;
  readonly journal: string;
  /** Who did what. */
  readonly audit: string;
  /** Calls to the backend that wait. */
  readonly webhooks: string;
  /** Sends of the last ten minutes that had a key. */
  readonly sendKeys: string;
  /** Files of messages while they are sent; emptied at every start of the bridge. */
  readonly media: string;
  readonly logs: string;
  /** The WA Web version that was fetched last. */
  readonly webVersion: string;
  /** Attempts to link of the last hours. */
  readonly attempts: string;
  /** The data key, sealed for each that opens it, and the same again. */
  readonly dataKey: string;
  readonly dataKeyCopy: string;
  readonly lock: string;
  /** What tells this service from the others on its database. */
  readonly nodeName: string;
  /** The desktop's: who may use the window, and their PINs. */
  readonly operators: string;
  /** The desktop's. */
  readonly settings: string;
  /** The secret of the desktop's bridge. */
  readonly bridgeSecret: string;
  /** The bridge's keys, by their digests. */
  readonly bridgeKeys: string;
  /** User names and passwords of proxies, encrypted; the desktop's. */
  readonly proxyLogins: string;
  /** What the desktop's webhooks are signed with. */
  readonly webhookSecret: string;
  /** There while the desktop program runs. */
  readonly running: string;
  /** The desktop's: installers of this program, and what is remembered of them. */
  readonly updates: string;
  /** The protocol pack that counts, and what is remembered of others. */
  readonly protocolPack: string;
  /** Deleted when practice ends. */
  readonly practice: string;
  /** Deleted when a self-test ends. */
  readonly selfTests: string;
}

export function dataFolderAt(path: string): DataFolder {
  return {
    path,
    tenants: join(path, 'storage', 'whatsapp'),
    journal: join(path, 'journal'),
    audit: join(path, 'audit'),
    webhooks: join(path, 'webhooks'),
    sendKeys: join(path, 'send-keys.jsonl'),
    media: join(path, 'media'),
    logs: join(path, 'logs'),
    webVersion: join(path, 'wa-version.json'),
    attempts: join(path, 'link-attempts.json'),
    dataKey: join(path, 'data-key.json'),
    dataKeyCopy: join(path, 'data-key.copy.json'),
    lock: join(path, 'data.lock'),
    nodeName: join(path, 'node-name'),
    operators: join(path, 'operators.json'),
    settings: join(path, 'settings.json'),
    bridgeSecret: join(path, 'bridge-secret.json'),
    bridgeKeys: join(path, 'bridge-keys.json'),
    webhookSecret: join(path, 'webhook-secret.json'),
    proxyLogins: join(path, 'proxy-logins'),
    running: join(path, 'running.json'),
    updates: join(path, 'updates'),
    protocolPack: join(path, 'protocol-pack.json'),
    practice: join(path, 'practice'),
    selfTests: join(path, 'self-test'),
  };
}
