import { join } from 'node:path';
import process from 'node:process';

import { app, clipboard, protocol, safeStorage, session, shell } from 'electron';

import { systemClock as clock } from './clock/system-clock.ts';
import { dataFolderAt } from './console/data-folder.ts';
import { type DesktopEnvironment, readDesktopEnvironment } from './console/environment.ts';
import { readCommand } from './desk/commands.ts';
import { openDesk } from './desk/desk.ts';
import { openDesktopData } from './desk/desktop-data.ts';
import { createOpenDesks } from './desk/open-desks.ts';
import { openProgram } from './desk/open-program.ts';
import { createSettingsOpener } from './desk/open-settings.ts';
import { openPeople } from './desk/people.ts';
import { createRealDeskExtras } from './desk/real-desk.ts';
import { createRestart } from './desk/restart.ts';
import { createSystemServices } from './desk/system-services.ts';
import { createWindows } from './desk/windows.ts';
import { createFileLogger } from './logging/logger.ts';
import { redactText } from './logging/redact-text.ts';
import { createDeskPractice } from './practice/practice-desk.ts';
import { systemAutostart } from './settings/autostart.ts';
import { followLogLevel } from './settings/log-level.ts';
import { createSystemPreferences } from './settings/system-preferences.ts';
import { registerAppScheme } from './window/app-protocol.ts';
import { begin } from './window/begin.ts';
import { chooseZip } from './window/choose-zip.ts';
import { attachDesktop } from './window/desktop.ts';
import { enableSandbox } from './window/hardening.ts';
import { endSaying, fail } from './window/last-words.ts';
import { createTexts } from './window/texts.ts';
import { followTheme } from './window/theme.ts';
import { hasTrayHost, runProgram } from './window/tray-host.ts';

const environment = readDesktopEnvironment(process.env, app);
const dist = join(import.meta.dirname, '..');
const desks = createOpenDesks();
const dataFolder = () => dataFolderAt(app.getPath('userData'));
const openSettings = createSettingsOpener({ app, session, safeStorage, dataFolder, clock });

enableSandbox(app);
registerAppScheme(protocol);
// Windows shows notifications only of a program it can name: the id of electron-builder.yml.
app.setAppUserModelId('io.pairingconsole.desktop');
begin({
  environment,
  command: readCommand(process.argv.slice(1), { app, versions: process.versions, dataFolder, openSettings, clock }),
  onSecondStart: desks.focusFirst,
  run,
});

async function run(given: DesktopEnvironment): Promise<void> {
  const folder = dataFolder();
  const logger = createFileLogger({ folder: folder.logs, level: given.LOG_LEVEL ?? 'info' });
  // The client library leaves promises that it does not await. A rejected one must not end the other sessions.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));
  const { restart, quitBy, closed } = createRestart(app, process.env);
  const opened = await openProgram({ app, env: given, folder, dist, restart, endSaying, clock, logger });
  if (opened === 'ended') return;
  const { lock, notices, lastEnd, updates, letGo } = opened;
  const { env, settings, keyring, network, managed } = await openSettings(given, logger, notices.add);
  followLogLevel(logger, settings, given.LOG_LEVEL);
  const texts = createTexts({ settings, systemLocales: app.getPreferredSystemLanguages() });
  followTheme(settings);
  const checks = !app.isPackaged;
  const windows = createWindows({
    dist,
    sessions: session,
    developmentServer: app.isPackaged ? undefined : env.PAIRING_CONSOLE_DEV_SERVER,
    name: app.getName(),
    texts,
    checks,
    clock,
    logger,
  });
  const page = windows.startWindow(folder.path, updates.reached);
  desks.waitFor(page);
  const inTheClear = env.DATA_IN_THE_CLEAR !== undefined;
  const data = await openDesktopData({ folder, keyring, settings, inTheClear, page, notices, logger });
  if (data === 'closed') {
    await letGo();
    app.exit();
    return;
  }

  const hasTray = () => hasTrayHost({ platform: process.platform, env: process.env, run: runProgram });
  const systemPreferences = createSystemPreferences({ settings, autostart: systemAutostart(app), hasTray, logger });
  const servicesOf = createSystemServices({
    app,
    shell,
    clipboard,
    dist,
    hasTray,
    managed,
    logFixed: given.LOG_LEVEL !== undefined,
    whatsappUrl: env.WHATSAPP_URL,
  });
  const people = await openPeople({
    folder,
    sealer: data.sealer,
    settings,
    policy: managed.operators,
    notices,
    clock,
    logger,
  });
  const common = {
    settings,
    locked: managed.locked,
    systemPreferences,
    attendance: people.attendance,
    openCeremony: windows.openCeremony,
    openDisplay: windows.openDisplay,
    language: texts.language,
    checks,
    fail,
    clock,
  };

  const practice = createDeskPractice({
    common,
    folder: folder.practice,
    texts,
    createSession: windows.createPracticeSession,
    openWindow: windows.openPractice,
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
    sealer: data.sealer,
    whatsappUrl: env.WHATSAPP_URL,
    unverified: env.WHATSAPP_UNVERIFIED === '1',
    network,
    openWindow: () => windows.openConsole(settings),
    services,
    pinnedVersion: env.WA_VERSION ?? settings.waVersionPin(),
    protocol: () => (settings.usesPacks() ? updates.pack.current() : undefined),
    attemptLimits: env.LINK_ATTEMPTS,
    extras: createRealDeskExtras({
      ...services,
      folder,
      env,
      settings,
      keyring,
      data,
      restart,
      updates,
      lastEnd,
      notices,
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
  const { quitNow } = attachDesktop({
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
      await letGo();
      logger.close();
      await closed();
    },
    fail,
    clock,
  });
  quitBy(quitNow);
  desk.window.once('show', () => {
    page.close();
    updates.reached();
    practice.sweep().then(systemPreferences.mirror).catch(fail);
  });
}
