import { join } from 'node:path';
import process from 'node:process';

import type { App, Clipboard, Shell } from 'electron';

import type { AppInfo } from '../../shared/app.ts';
import type { AppServices } from './app-handlers.ts';
import { readLicences, runtimeLicences } from './licences.ts';

/** What a window may use of the system, but for the window itself. */
export type SystemServices = Omit<AppServices, 'setFullScreen' | 'print'>;

/** Makes the services of each console, which differ in the folder they keep. */
export function createSystemServices(options: {
  readonly app: Pick<App, 'getVersion' | 'isPackaged' | 'commandLine'>;
  readonly shell: Pick<Shell, 'openPath' | 'openExternal'>;
  /** On some versions of Electron it answers when it has written, on others it just writes. */
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  /** The folder with the built programs. */
  readonly dist: string;
  readonly hasTray: () => Promise<boolean>;
  readonly managed: AppInfo['managed'];
  /** The environment decides how much the log says. */
  readonly logFixed: boolean;
  /** `undefined`: WhatsApp's own. */
  readonly whatsappUrl: string | undefined;
}): (own: { readonly dataFolder: string; readonly practice: boolean }) => SystemServices {
  const { app, shell, clipboard, dist, hasTray, managed, logFixed } = options;
  const testing = app.isPackaged ? testsIn(options) : [];
  const programs = ['main', 'preload', 'ceremony-preload', 'renderer'].map((part) => join(dist, part));
  const { electron, chrome, node } = process.versions;
  return ({ dataFolder, practice }) => ({
    dataFolder,
    info: async () => ({
      version: app.getVersion(),
      electron,
      chromium: chrome,
      node,
      platform: process.platform,
      dataFolder,
      practice,
      testing,
      managed,
      logFixed,
      tray: await hasTray(),
    }),
    licences: () => readLicences(programs, runtimeLicences({ electron, chrome, node })),
    openFolder: async (folder) => (await shell.openPath(folder)) === '',
    openLink: (url) =>
      shell.openExternal(url).then(
        () => true,
        () => false,
      ),
    copyText: (text) => clipboard.writeText(text),
  });
}

/** Chromium's switches that let another program control the windows. */
const debuggerSwitches = ['remote-debugging-port', 'remote-debugging-pipe'];

function testsIn({ app, whatsappUrl }: Parameters<typeof createSystemServices>[0]): AppInfo['testing'] {
  return [
    ...(whatsappUrl === undefined ? [] : (['endpoint'] as const)),
    ...(debuggerSwitches.some((name) => app.commandLine.hasSwitch(name)) ? (['debugger'] as const) : []),
  ];
}
