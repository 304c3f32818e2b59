import { join } from 'node:path';

import type { BridgeState } from '../../shared/bridge.ts';
import { type DesktopBridge, createDesktopBridge } from '../bridge/desktop-bridge.ts';
import { type Keyring, createSecretStore } from '../bridge/secret-store.ts';
import type { Console } from '../console/console.ts';
import type { DesktopEnvironment } from '../console/environment.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { Settings } from '../settings/settings.ts';

/** The way in for a backend, over the real desk, wired. */
export function createDeskBridge(options: {
  readonly core: Console;
  readonly dataFolder: string;
  readonly settings: Settings;
  readonly keyring: Keyring;
  readonly env: DesktopEnvironment;
  /** The program's. */
  readonly version: string;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly publish: (state: BridgeState) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): DesktopBridge {
  const { core, dataFolder, keyring, logger, ...rest } = options;
  return createDesktopBridge({
    ...rest,
    console: core,
    secrets: createSecretStore(join(dataFolder, 'bridge-secret.json'), keyring, logger),
    webhooksFolder: join(dataFolder, 'webhooks'),
    load: () => import('../bridge/bridge.ts'),
    logger,
  });
}
