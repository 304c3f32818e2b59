import process from 'node:process';

import type { App, SafeStorage, Session } from 'electron';

import { type Managed, managedBy } from '../../shared/managed.ts';
import type { DataFolder } from '../console/data-folder.ts';
import { type DesktopNetwork, createDesktopNetwork } from '../console/desktop-network.ts';
import type { DesktopEnvironment } from '../console/environment.ts';
import type { Notices } from '../console/notices.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { openElectronSettingsStore } from '../settings/electron-settings-store.ts';
import { policyPathOf, readPolicy } from '../settings/managed-policy.ts';
import { managedEnvironment, managedSettings } from '../settings/managed-settings.ts';
import { type Settings, createSettings } from '../settings/settings.ts';
import { systemKeyring } from '../settings/system-keyring.ts';

/** What was chosen at this workstation, in its environment and by its administrator, each before the one before it. */
interface OpenedSettings {
  /** Without what the policy has decided. */
  readonly env: DesktopEnvironment;
  readonly settings: Settings;
  readonly managed: Managed;
  readonly keyring: Keyring;
  readonly network: DesktopNetwork;
}
export type OpenSettings = (
  given: DesktopEnvironment,
  logger: Logger,
  onNotice?: Notices['add'],
) => Promise<OpenedSettings>;

export function createSettingsOpener(options: {
  readonly app: Pick<App, 'isPackaged'>;
  readonly session: { fromPartition(partition: string): Pick<Session, 'resolveProxy'> };
  readonly safeStorage: SafeStorage;
  readonly dataFolder: () => DataFolder;
  readonly clock: Clock;
}): OpenSettings {
  const { app, session, safeStorage, dataFolder, clock } = options;
  return async (given, logger, onNotice = () => undefined) => {
    const folder = dataFolder();
    const another = app.isPackaged ? undefined : given.PAIRING_CONSOLE_POLICY;
    const policy = await readPolicy(another ?? policyPathOf(process.platform, process.env), { logger, onNotice });
    const env = managedEnvironment(given, policy);
    const openStore = openElectronSettingsStore;
    const chosen = createSettings({ path: folder.settings, openStore, clock, logger, onNotice });
    const settings = managedSettings(chosen, policy);
    const keyring = systemKeyring(safeStorage);
    const network = createDesktopNetwork({
      env,
      policy,
      settings,
      session: () => session.fromPartition('network'),
      loginsFile: folder.proxyLogins,
      keyring,
      clock,
      logger,
    });
    return { env, settings, managed: managedBy(policy), keyring, network };
  };
}
