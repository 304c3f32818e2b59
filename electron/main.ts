import { join } from 'node:path';
import process from 'node:process';

import { type BrowserWindow, type Session, app, clipboard, protocol, safeStorage, session, shell } from 'electron';

import type { MainTexts } from '../shared/i18n/main-texts.ts';
import { systemClock as clock } from './clock/system-clock.ts';
import { dataFolderAt } from './console/data-folder.ts';
import { createDesktopNetwork } from './console/desktop-network.ts';
import { type DesktopEnvironment, readDesktopEnvironment } from './console/environment.ts';
import { type Notices, createNotices } from './console/notices.ts';
import { readCommand } from './desk/commands.ts';
import { openDesk } from './desk/desk.ts';
import { openDataForDesktop } from './desk/desktop-data.ts';
import { lockForDesktop } from './desk/desktop-lock.ts';
import { createOpenDesks } from './desk/open-desks.ts';
import { createCeremonyOpener } from './desk/passkey-ceremony.ts';
import { openPeople } from './desk/people.ts';
import { createRealDeskExtras } from './desk/real-desk.ts';
import { createSystemServices } from './desk/system-services.ts';
import { createFileLogger } from './logging/logger.ts';
import { redactText } from './logging/redact-text.ts';
import type { Logger } from './pairing/ports.ts';
import { createDeskPractice } from './practice/practice-desk.ts';
import { systemAutostart } from './settings/autostart.ts';
import { openElectronSettingsStore } from './settings/electron-settings-store.ts';
import { policyPathOf, readPolicy } from './settings/managed-policy.ts';
import { createSettings } from './settings/settings.ts';
import { systemKeyring } from './settings/system-keyring.ts';
import { createSystemPreferences } from './settings/system-preferences.ts';
import { registerAppScheme } from './window/app-protocol.ts';
import { begin } from './window/begin.ts';
import { prepareCeremonySession } from './window/ceremony-window.ts';
import { chooseZip } from './window/choose-zip.ts';
import { prepareConsoleSession } from './window/console-session.ts';
import { type PlaceMemory, openConsoleWindow } from './window/console-window.ts';
import { attachDesktop } from './window/desktop.ts';
import { openDisplayWindow, prepareDisplaySession } from './window/display-window.ts';
import { enableSandbox } from './window/hardening.ts';
import { endSaying, fail } from './window/last-words.ts';
import { createTexts } from './window/texts.ts';
import { followTheme } from './window/theme.ts';
import { hasTrayHost, runProgram } from './window/tray-host.ts';

const environment = readDesktopEnvironment(process.env, app);
const dist = join(import.meta.dirname, '..');
const desks = createOpenDesks();
const dataFolder = () => dataFolderAt(app.getPath('userData'));

enableSandbox(app);
registerAppScheme(protocol);
// Windows shows notifications only of a program it can name: the id of electron-builder.yml.
app.setAppUserModelId('io.pairingconsole.desktop');
begin({
  environment,
  command: readCommand(process.argv.slice(1), { app, versions: process.versions, dataFolder, openNetwork, clock }),
  onSecondStart: desks.focusFirst,
  run,
});

/** The settings, and the network as they, the environment and the policy of this computer want it. */
async function openNetwork(env: DesktopEnvironment, logger: Logger, onNotice: Notices['add'] = () => undefined) {
  const folder = dataFolder();
  const keyring = systemKeyring(safeStorage);
  const openStore = openElectronSettingsStore;
  const settings = createSettings({ path: folder.settings, openStore, clock, logger, onNotice });
  const network = createDesktopNetwork({
    env,
    policy: await readPolicy(policyPathOf(process.platform, process.env), logger),
    settings,
    session: () => session.fromPartition('network'),
    loginsFile: folder.proxyLogins,
    keyring,
    clock,
    logger,
  });
  return { settings, keyring, network };
}

async function run(env: DesktopEnvironment): Promise<void> {
  const folder = dataFolder();
  const logger = createFileLogger({ folder: folder.logs, level: env.LOG_LEVEL });
  // The client library leaves promises that it does not await. A rejected one must not end the other sessions.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));
  const lock = await lockForDesktop({ folder: folder.path, endSaying, clock, logger });
  if (lock === 'taken') return;
  const sealer = await openDataForDesktop(folder, logger);
  if (typeof sealer === 'function') {
    await lock?.release();
    endSaying(sealer);
    return;
  }

  const notices = createNotices();
  const { settings, keyring, network } = await openNetwork(env, logger, notices.add);
  const texts = createTexts({ settings, systemLocales: app.getPreferredSystemLanguages() });
  const hasTray = () => hasTrayHost({ platform: process.platform, env: process.env, run: runProgram });
  const systemPreferences = createSystemPreferences({ settings, autostart: systemAutostart(app), hasTray, logger });
  followTheme(settings);

  // Shared by both desks. A session without "persist:" in its name lives in memory.
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
  const customers = prepareDisplaySession(session.fromPartition('display'), pageSource);
  const openDisplay = (beside: BrowserWindow) =>
    openDisplayWindow({
      beside,
      preload: join(dist, 'display-preload', 'preload.cjs'),
      session: customers,
      title: app.getName(),
      logger,
    });
  const servicesOf = createSystemServices({
    app,
    shell,
    clipboard,
    dist,
    hasTray,
    whatsappUrl: env.WHATSAPP_URL,
  });
  const openWindow = (own: { session: Session; title: (texts: MainTexts) => string; place?: PlaceMemory }) =>
    openConsoleWindow({ preload: join(dist, 'preload', 'preload.cjs'), texts, clock, logger, ...own });
  const people = await openPeople({ folder, sealer, settings, notices, clock, logger });
  const common = {
    settings,
    systemPreferences,
    attendance: people.attendance,
    openCeremony,
    openDisplay,
    language: texts.language,
    checks,
    fail,
    clock,
  };

  const practice = createDeskPractice({
    common,
    folder: folder.practice,
    texts,
    createSession: () => prepareConsoleSession(session.fromPartition('practice'), pageSource),
    openWindow: (pages) => openWindow({ session: pages, title: ({ practiceTitle }) => practiceTitle }),
    servicesIn: (dataFolder) => servicesOf({ dataFolder, practice: true }),
    onOpened: desks.add,
    logger,
  });
  const services = servicesOf({ dataFolder: folder.path, practice: false });
  const desk = await openDesk({
    ...common,
    logger,
    notices,
    dataFolder: folder.path,
    sealer,
    whatsappUrl: env.WHATSAPP_URL,
    unverified: env.WHATSAPP_UNVERIFIED === '1',
    network,
    openWindow() {
      const pages = prepareConsoleSession(session.defaultSession, pageSource);
      return openWindow({ session: pages, title: () => app.getName(), place: settings });
    },
    services,
    pinnedVersion: env.WA_VERSION ?? settings.waVersionPin(),
    attemptLimits: env.LINK_ATTEMPTS,
    extras: createRealDeskExtras({
      ...services,
      folder,
      env,
      settings,
      keyring,
      network,
      lock,
      people,
      version: app.getVersion(),
      chooseFile: (window, name) => chooseZip(window, join(app.getPath('documents'), name)),
      showFile: (path) => shell.showItemInFolder(path),
      openPractice: practice.open,
      clock,
      logger,
    }),
  });
  desks.add(desk);
  attachDesktop({
    desk,
    desks: desks.all,
    setOnline: env.WHATSAPP_URL === undefined ? network.setOnline : undefined,
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
