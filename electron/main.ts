import { join } from 'node:path';
import process from 'node:process';

import type { Session } from 'electron';
import { app, clipboard, dialog, protocol, safeStorage, session, shell } from 'electron';

import type { Notice } from '../shared/console.ts';
import type { MainTexts } from '../shared/i18n/main-en.ts';
import type { TenantId } from '../shared/tenant.ts';
import { createDesktopBridge } from './bridge/desktop-bridge.ts';
import { createSecretStore } from './bridge/secret-store.ts';
import type { Logger } from './pairing/ports.ts';
import { beginCeremony } from './ceremony.ts';
import type { Desk, DeskOptions } from './desk.ts';
import { openDesk } from './desk.ts';
import { createDeskDiagnostics } from './desk-diagnostics.ts';
import { readDesktopEnvironment } from './environment.ts';
import { createBridgeRefusals } from './ipc/bridge-refusals.ts';
import { createDiagnosticsRefusals } from './ipc/diagnostics-refusals.ts';
import { createPracticeRefusals } from './ipc/practice-refusals.ts';
import { createSystemServices } from './ipc/system-services.ts';
import { createVersionHandlers, createVersionRefusals } from './ipc/version-handlers.ts';
import { createFileLogger } from './logging/logger.ts';
import { createMarkedLogger } from './logging/marked-logger.ts';
import { redactText } from './logging/redact.ts';
import { createPractice } from './practice/practice.ts';
import { createPracticeHandlers } from './practice/practice-handlers.ts';
import type { DataLock } from './service/data-lock.ts';
import { lockData } from './service/data-lock.ts';
import { systemAutostart } from './settings/autostart.ts';
import { openElectronSettingsStore } from './settings/electron-settings-store.ts';
import { createSettings } from './settings/settings.ts';
import { systemKeyring } from './settings/system-keyring.ts';
import { createSystemPreferences } from './settings/system-preferences.ts';
import { systemClock } from './system-clock.ts';
import { consoleOrigin, registerAppScheme, serveAppScheme } from './window/app-protocol.ts';
import { openCeremonyWindow, prepareCeremonySession } from './window/ceremony-window.ts';
import type { PlaceMemory } from './window/console-window.ts';
import { openConsoleWindow } from './window/console-window.ts';
import { chooseZip } from './window/choose-zip.ts';
import { attachDesktop } from './window/desktop.ts';
import { enableSandbox, hardenSession } from './window/hardening.ts';
import { claimSingleInstance } from './window/single-instance.ts';
import { createTexts, textsFor } from './window/texts.ts';
import { followTheme } from './window/theme.ts';
import { hasTrayHost, runProgram } from './window/tray-host.ts';

type NewNotice = Pick<Notice, 'code' | 'path'>;

const env = readDesktopEnvironment(process.env);
const dist = join(import.meta.dirname, '..');
const clock = systemClock;
const incomingMessages = env.INCOMING_MESSAGES === 'true';
/** Every console that is open, the real one first. */
let desks: readonly Desk[] = [];

enableSandbox(app);
registerAppScheme(protocol);
// Windows shows notifications only of a program it can name: the id of electron-builder.yml.
app.setAppUserModelId('io.pairingconsole.desktop');
if (env.PAIRING_CONSOLE_USER_DATA !== undefined) app.setPath('userData', env.PAIRING_CONSOLE_USER_DATA);

if (claimSingleInstance(app, () => desks[0]?.focus())) {
  app.whenReady().then(run).catch(fail);
} else {
  app.quit();
}

async function run(): Promise<void> {
  const dataFolder = app.getPath('userData');
  const logger = createFileLogger({ folder: join(dataFolder, 'logs'), level: env.LOG_LEVEL });
  // The client library leaves promises that nobody waits for. One that fails is told here and ends no other session.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));

  const lock = await claimFolder(dataFolder, logger);
  if (lock === 'taken') return;

  // The settings are read before there is a window to tell of them.
  const early: NewNotice[] = [];
  const settings = createSettings({
    folder: dataFolder,
    openStore: openElectronSettingsStore,
    clock,
    logger,
    onNotice(notice) {
      if (desks[0] === undefined) early.push(notice);
      else desks[0].addNotice(notice);
    },
  });
  const texts = createTexts({ settings, systemLocales: app.getPreferredSystemLanguages() });
  const hasTray = () => hasTrayHost({ platform: process.platform, env: process.env, run: runProgram });
  const systemPreferences = createSystemPreferences({ settings, autostart: systemAutostart(app), hasTray, logger });
  followTheme(settings);

  const keyring = systemKeyring(safeStorage);
  const servicesOf = createSystemServices({ app, shell, clipboard, dist, hasTray });
  const checks = !app.isPackaged;
  const pageSource = { folder: join(dist, 'renderer'), developmentServer: developmentServer(), logger };
  let ceremonySession: Session | undefined;
  const openCeremony: DeskOptions['openCeremony'] = (parent, purpose) => {
    // Without "persist:" in its name it lives in memory.
    ceremonySession ??= prepareCeremonySession(session.fromPartition('passkey'), pageSource);
    const preload = join(dist, 'ceremony-preload', 'preload.cjs');
    const title = texts.current().passkeyTitle;
    const window = openCeremonyWindow({ parent, preload, session: ceremonySession, title, logger });
    return beginCeremony(window, purpose, { language: texts.language(), checks, clock, logger });
  };
  const common = { settings, systemPreferences, openCeremony, checks, fail, clock };
  const openWindow = (own: { session: Session; title: (texts: MainTexts) => string; place?: PlaceMemory }) =>
    openConsoleWindow({ preload: join(dist, 'preload', 'preload.cjs'), texts, clock, logger, ...own });
  /** Makes a session ready for our pages, and for nothing else. */
  const prepare = (pages: Session): Session => {
    hardenSession(pages, consoleOrigin);
    serveAppScheme(pages.protocol, pageSource);
    return pages;
  };

  let practiceSession: Session | undefined;
  const practice = createPractice({
    folder: join(dataFolder, 'practice'),
    loadLoopback: () => import('./loopback/endpoint.ts'),
    phoneName: () => texts.current().practicePhone,
    clock,
    logger,
    async openDesk({ dataFolder: folder, whatsappUrl, phone, onClosed }) {
      // Without "persist:" in its name it lives in memory.
      const pages = (practiceSession ??= prepare(session.fromPartition('practice')));
      const desk = await openDesk({
        ...common,
        logger: createMarkedLogger(logger, { practice: true }),
        dataFolder: folder,
        whatsappUrl,
        openWindow: () => openWindow({ session: pages, title: ({ practiceTitle }) => practiceTitle }),
        services: servicesOf({ dataFolder: folder, practice: true }),
        practice: (parts) => createPracticeHandlers({ ...parts, phone }),
        standIn: (request) => phone.answerPasskey(request),
        waVersion: createVersionRefusals,
        bridge: createBridgeRefusals,
        diagnostics: createDiagnosticsRefusals,
        incomingMessages: false,
        onChange: () => undefined,
      });
      desks = [...desks, desk];
      desk.window.once('closed', () => {
        desks = desks.filter((open) => open !== desk);
        onClosed();
      });
      return {
        focus: desk.focus,
        publish: desk.publish.practice.changed,
        async close() {
          await desk.close();
          await pages.clearStorageData();
        },
      };
    },
  });

  const services = servicesOf({ dataFolder, practice: false });
  const changes: { onTenant?: (tenantId: TenantId) => void } = {};
  const desk = await openDesk({
    ...common,
    logger,
    dataFolder,
    whatsappUrl: env.WHATSAPP_URL,
    openWindow: () =>
      openWindow({ session: prepare(session.defaultSession), title: () => app.getName(), place: settings }),
    services,
    pinnedVersion: env.WA_VERSION ?? settings.waVersionPin(),
    waVersion: (versions) => createVersionHandlers({ versions, settings, fixed: env.WA_VERSION !== undefined }),
    practice: () => createPracticeRefusals(practice.open),
    bridge: ({ core, publish }) =>
      createDesktopBridge({
        console: core,
        settings,
        secrets: createSecretStore(dataFolder, keyring, logger),
        env,
        webhooks:
          env.BACKEND_URL === undefined
            ? undefined
            : { backendUrl: env.BACKEND_URL, folder: join(dataFolder, 'webhooks'), incoming: incomingMessages },
        version: app.getVersion(),
        copyText: (text) => clipboard.writeText(text),
        publish,
        load: () => import('./bridge/bridge.ts'),
        clock,
        logger,
      }),
    diagnostics: ({ core, window, publish }) =>
      createDeskDiagnostics({
        core,
        dataFolder,
        whatsappUrl: env.WHATSAPP_URL,
        lock,
        keyring,
        settings,
        info: services.info,
        chooseFile: (name) => chooseZip(window, join(app.getPath('documents'), name)),
        showFile: (path) => shell.showItemInFolder(path),
        env,
        publish,
        clock,
        logger,
      }),
    incomingMessages,
    onChange: (tenantId) => changes.onTenant?.(tenantId),
  });
  desks = [desk];
  early.forEach(desk.addNotice);
  changes.onTenant = attachDesktop({
    desk,
    desks: () => desks,
    settings,
    texts,
    openPractice: practice.open,
    hasTray,
    pictures: join(dist, '..', 'resources'),
    redact: redactText,
    async close() {
      await Promise.all([desk.close(), practice.close()]);
      await lock?.release();
      logger.close();
    },
    fail,
    clock,
  });
  desk.window.once('show', () => {
    practice.sweep().then(systemPreferences.mirror).catch(fail);
  });
}

/**
 * Electron keeps a second desktop program out; this keeps a service out, and says who is there. A disk that refuses the
 * lock refuses everything else as well, and the window says so.
 */
async function claimFolder(folder: string, logger: Logger): Promise<DataLock | 'taken' | undefined> {
  const say = (text: (texts: MainTexts) => string) => {
    dialog.showErrorBox(app.getName(), text(textsFor('system', app.getPreferredSystemLanguages())));
    app.exit(1);
  };
  try {
    const lock = await lockData({
      folder,
      clock,
      logger,
      isOwnDisk: true,
      onLost: () => say(({ folderLost }) => folderLost),
    });
    if (lock.ok) return lock.value;
    logger.error('the folder is in use', { pid: lock.error.pid });
    say(({ folderInUse }) => folderInUse(lock.error.pid));
    return 'taken';
  } catch (error) {
    logger.error('the folder could not be locked', { error });
    return undefined;
  }
}

function developmentServer(): URL | undefined {
  const url = env.PAIRING_CONSOLE_DEV_SERVER;
  return url === undefined || app.isPackaged ? undefined : new URL(url);
}

/** What happens here has no session and no window to be told in. */
function fail(error: unknown): void {
  const { startFailed } = textsFor('system', app.isReady() ? app.getPreferredSystemLanguages() : []);
  dialog.showErrorBox(app.getName(), error instanceof Error ? `${startFailed}\n\n${error.message}` : startFailed);
  app.exit(1);
}
