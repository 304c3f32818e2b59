import { join } from 'node:path';
import process from 'node:process';

import { type Session, app, clipboard, protocol, safeStorage, session, shell } from 'electron';

import type { NewNotice } from '../shared/console.ts';
import type { MainTexts } from '../shared/i18n/main-en.ts';
import type { TenantId } from '../shared/tenant.ts';
import { readDesktopEnvironment } from './console/environment.ts';
import { systemClock as clock } from './console/system-clock.ts';
import { createDeskBridge } from './desk/desk-bridge.ts';
import { createDeskDiagnostics } from './desk/desk-diagnostics.ts';
import { type Desk, openDesk } from './desk/desk.ts';
import { lockForDesktop } from './desk/desktop-lock.ts';
import { createCeremonyOpener } from './desk/passkey-ceremony.ts';
import { createPracticeRefusals } from './ipc/practice-refusals.ts';
import { createSystemServices } from './ipc/system-services.ts';
import { createVersionHandlers } from './ipc/version-handlers.ts';
import { createFileLogger } from './logging/logger.ts';
import { redactText } from './logging/redact-text.ts';
import { createDeskPractice } from './practice/practice-desk.ts';
import { systemAutostart } from './settings/autostart.ts';
import { openElectronSettingsStore } from './settings/electron-settings-store.ts';
import { createSettings } from './settings/settings.ts';
import { systemKeyring } from './settings/system-keyring.ts';
import { createSystemPreferences } from './settings/system-preferences.ts';
import { registerAppScheme } from './window/app-protocol.ts';
import { prepareCeremonySession } from './window/ceremony-window.ts';
import { chooseZip } from './window/choose-zip.ts';
import { prepareConsoleSession } from './window/console-session.ts';
import { type PlaceMemory, openConsoleWindow } from './window/console-window.ts';
import { attachDesktop } from './window/desktop.ts';
import { enableSandbox } from './window/hardening.ts';
import { endSaying, fail } from './window/last-words.ts';
import { claimSingleInstance } from './window/single-instance.ts';
import { createTexts } from './window/texts.ts';
import { followTheme } from './window/theme.ts';
import { hasTrayHost, runProgram } from './window/tray-host.ts';

const env = readDesktopEnvironment(process.env);
const dist = join(import.meta.dirname, '..');
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

  const lock = await lockForDesktop({ folder: dataFolder, endSaying, clock, logger });
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

  // What every desk has alike. Without "persist:" in its name a session lives in memory.
  const checks = !app.isPackaged;
  const developmentServer = app.isPackaged ? undefined : env.PAIRING_CONSOLE_DEV_SERVER;
  const pageSource = { folder: join(dist, 'renderer'), developmentServer, logger };
  const openCeremony = createCeremonyOpener({
    preload: join(dist, 'ceremony-preload', 'preload.cjs'),
    createSession: () => prepareCeremonySession(session.fromPartition('passkey'), pageSource),
    texts,
    checks,
    clock,
    logger,
  });
  const servicesOf = createSystemServices({ app, shell, clipboard, dist, hasTray });
  const openWindow = (own: { session: Session; title: (texts: MainTexts) => string; place?: PlaceMemory }) =>
    openConsoleWindow({ preload: join(dist, 'preload', 'preload.cjs'), texts, clock, logger, ...own });
  const common = { settings, systemPreferences, openCeremony, checks, fail, clock };

  const practice = createDeskPractice({
    common,
    dataFolder,
    texts,
    createSession: () => prepareConsoleSession(session.fromPartition('practice'), pageSource),
    openWindow: (pages) => openWindow({ session: pages, title: ({ practiceTitle }) => practiceTitle }),
    servicesIn: (folder) => servicesOf({ dataFolder: folder, practice: true }),
    onOpened: (opened) => (desks = [...desks, opened]),
    onClosed: (closed) => (desks = desks.filter((open) => open !== closed)),
    logger,
  });

  const keyring = systemKeyring(safeStorage);
  const services = servicesOf({ dataFolder, practice: false });
  const own = { dataFolder, settings, keyring, env, clock, logger };
  const changes: { onTenant?: (tenantId: TenantId) => void } = {};
  const desk = await openDesk({
    ...common,
    logger,
    dataFolder,
    whatsappUrl: env.WHATSAPP_URL,
    openWindow() {
      const pages = prepareConsoleSession(session.defaultSession, pageSource);
      return openWindow({ session: pages, title: () => app.getName(), place: settings });
    },
    services,
    pinnedVersion: env.WA_VERSION ?? settings.waVersionPin(),
    waVersion: (versions) => createVersionHandlers({ versions, settings, fixed: env.WA_VERSION !== undefined }),
    practice: () => createPracticeRefusals(practice.open),
    bridge: (parts) =>
      createDeskBridge({ ...own, ...parts, version: app.getVersion(), copyText: (text) => clipboard.writeText(text) }),
    diagnostics: ({ core, window, publish }) =>
      createDeskDiagnostics({
        ...own,
        core,
        whatsappUrl: env.WHATSAPP_URL,
        lock,
        info: services.info,
        chooseFile: (name) => chooseZip(window, join(app.getPath('documents'), name)),
        showFile: (path) => shell.showItemInFolder(path),
        publish,
      }),
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
