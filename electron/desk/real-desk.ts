import type { BrowserWindow } from 'electron';

import type { AppInfo } from '../../shared/app.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { LastEnd } from '../../shared/last-end.ts';
import { ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { auditOfBridge, auditOfWindow } from '../audit/doors.ts';
import { createBridgeKeys } from '../bridge/bridge-keys.ts';
import { createDesktopBridge } from '../bridge/desktop-bridge.ts';
import { createSecretStore } from '../bridge/secret-store.ts';
import type { DataFolder } from '../console/data-folder.ts';
import type { DataLock } from '../console/data-lock.ts';
import type { DesktopNetwork } from '../console/desktop-network.ts';
import type { DesktopEnvironment } from '../console/environment.ts';
import type { Notices } from '../console/notices.ts';
import type { Keyring } from '../crypto/keyring.ts';
import { createFetch } from '../network/fetch-by.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { practiceOfRealDesk } from '../practice/not-in-practice.ts';
import type { Settings } from '../settings/settings.ts';
import { createPackHandlers } from '../updates/protocol-pack/pack-handlers.ts';
import { createProtocolPacks } from '../updates/protocol-pack/packs.ts';
import { createUpdateHandlers } from '../updates/update-handlers.ts';
import { createUpdates } from '../updates/updates.ts';
import { createVersionHandlers } from '../whatsapp/version-handlers.ts';
import { createDataHandlers } from './data-handlers.ts';
import { createDeskDiagnostics } from './desk-diagnostics.ts';
import type { DeskExtras, DeskParts } from './desk.ts';
import type { OpenedData } from './desktop-data.ts';
import { createNetworkHandlers } from './network-handlers.ts';
import type { OpenedUpdates } from './open-updates.ts';
import { createOperatorsFeed, linkCountsOf } from './operators-feed.ts';
import type { People } from './people.ts';
import type { createRestart } from './restart.ts';

/** What the real desk has beside its console and its window: the bridge, diagnosis, the version, and the way to practice. */
export function createRealDeskExtras(options: {
  readonly folder: DataFolder;
  readonly env: DesktopEnvironment;
  readonly settings: Settings;
  readonly keyring: Keyring;
  /** How the folder was opened. */
  readonly data: OpenedData;
  /** Ends the program without a question, and starts it again. */
  readonly restart: ReturnType<typeof createRestart>['restart'];
  readonly updates: OpenedUpdates;
  readonly lastEnd: LastEnd | undefined;
  readonly notices: Notices;
  readonly people: People;
  readonly network: DesktopNetwork;
  /** `undefined`: the folder could not be locked. */
  readonly lock: DataLock | undefined;
  /** The program's. */
  readonly version: string;
  readonly info: () => Promise<AppInfo>;
  readonly copyText: (text: string) => void | Promise<void>;
  /** Asks where to save a file of this name; `undefined`: nowhere. */
  readonly chooseFile: (window: BrowserWindow, name: string) => Promise<string | undefined>;
  readonly showFile: (path: string) => void;
  readonly openPractice: Handlers<Contract>['practice']['open'];
  readonly clock: Clock;
  readonly logger: Logger;
}): (parts: DeskParts) => DeskExtras {
  const { folder, env, settings, keyring, version, copyText, openPractice, clock, logger } = options;
  const { attendance, audit } = options.people;
  if (options.data.seal === 'sealed' && options.data.recovered === true) {
    audit.record({
      act: 'secret',
      tenantId: null,
      about: 'recover',
      who: attendance.who(),
      door: 'window',
      outcome: 'done',
    });
  }
  return ({ core, window, publish, isLinking }) => {
    const bridge = createDesktopBridge({
      console: core,
      secrets: createSecretStore(folder.bridgeSecret, keyring, logger),
      keys: createBridgeKeys({ path: folder.bridgeKeys, clock, logger }),
      mediaFolder: folder.media,
      audit: auditOfBridge(audit),
      signingSecrets: createSecretStore(folder.webhookSecret, keyring, logger),
      load: () => import('../bridge/bridge.ts'),
      settings,
      env,
      version,
      protocolPack() {
        const pack = settings.usesPacks() ? options.updates.pack.current()?.pack : undefined;
        return pack && { number: pack.number, made: pack.made, refused: null };
      },
      copyText,
      publish: publish.bridge.changed,
      clock,
      logger,
    });
    const diagnostics = createDeskDiagnostics({
      ...options,
      core,
      whatsappUrl: env.WHATSAPP_URL,
      chooseFile: (name) => options.chooseFile(window, name),
      publish: publish.diagnostics.changed,
    });
    const packs = createProtocolPacks({
      kept: options.updates.pack,
      key: options.updates.key,
      version,
      folder: folder.path,
      isOn: () => settings.usesPacks(),
      setOn: (on) => settings.setUsesPacks(on),
      isLinking,
      publish: publish.protocol.changed,
      clock,
      logger,
    });
    const updates = createUpdates({
      ...options.updates,
      lookBeside: packs.look,
      url: () => settings.updateUrl(),
      version,
      fetch: createFetch(core.dialer, 'updates'),
      isLinking,
      restart: options.restart,
      publish: publish.updates.changed,
      onNotice: options.notices.add,
      clock,
      logger,
    });
    const links = () => linkCountsOf(core.registry);
    const operators = createOperatorsFeed({ attendance, links, publish: publish.operators.changed, clock });
    function onChange(tenantId: TenantId): void {
      bridge.changed(tenantId);
      operators.linksChanged();
    }
    const stopNetwork = options.network.onChange(publish.network.changed);
    return {
      handlers: {
        audit: { list: () => Promise.resolve(ok(audit.list())) },
        bridge: bridge.handlers,
        data: createDataHandlers({ ...options, clock, publish: publish.data.changed }),
        diagnostics: diagnostics.handlers,
        network: createNetworkHandlers(options.network, core.registry),
        operators: attendance.handlers(links),
        practice: practiceOfRealDesk(openPractice),
        protocol: createPackHandlers(packs, () => void updates.look()),
        updates: createUpdateHandlers(updates, settings),
        waVersion: createVersionHandlers({
          versions: core.versionControl,
          settings,
          fixed: env.WA_VERSION !== undefined,
        }),
      },
      ...auditOfWindow(audit, attendance.who),
      listener: {
        onChange,
        onMessages: bridge.incoming,
        roomForMessages: bridge.roomForMessages,
        messagesKept: bridge.messagesKept,
      },
      async open() {
        await bridge.open();
        updates.begin();
      },
      sweep: diagnostics.sweep,
      async close() {
        stopNetwork();
        operators.close();
        attendance.close();
        packs.close();
        await Promise.all([bridge.close(), diagnostics.close(), updates.close()]);
      },
      async settle() {
        await bridge.settle();
        await audit.close();
      },
    };
  };
}
