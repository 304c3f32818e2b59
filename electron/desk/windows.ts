import { join } from 'node:path';

import type { BrowserWindow, Session, session } from 'electron';

import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { prepareCeremonySession } from '../window/ceremony-window.ts';
import { prepareConsoleSession } from '../window/console-session.ts';
import { type PlaceMemory, openConsoleWindow } from '../window/console-window.ts';
import { openDisplayWindow, prepareDisplaySession } from '../window/display-window.ts';
import { openStartWindow, prepareStartSession } from '../window/start-window.ts';
import type { Texts } from '../window/texts.ts';
import { createCeremonyOpener } from './passkey-ceremony.ts';
import { type StartWindow, createStartWindow } from './start-page.ts';

/** Every window of the program, each with its preload and a separate session for its pages. */
export function createWindows(options: {
  /** The folder with the built programs. */
  readonly dist: string;
  readonly sessions: Pick<typeof session, 'fromPartition' | 'defaultSession'>;
  readonly developmentServer: URL | undefined;
  /** The program's name. */
  readonly name: string;
  readonly texts: Texts;
  readonly checks: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}) {
  const { dist, sessions, developmentServer, name, texts, checks, clock, logger } = options;
  const pageSource = { folder: join(dist, 'renderer'), developmentServer, logger };
  const preloadIn = (folder: string) => join(dist, folder, 'preload.cjs');
  const customers = prepareDisplaySession(sessions.fromPartition('display'), pageSource);

  const openWindow = (own: { session: Session; title: (texts: MainTexts) => string; place?: PlaceMemory }) =>
    openConsoleWindow({ preload: preloadIn('preload'), texts, clock, logger, ...own });

  return {
    /** The console's own. */
    openConsole: (place: PlaceMemory): BrowserWindow =>
      openWindow({
        session: prepareConsoleSession(sessions.defaultSession, pageSource),
        title: () => name,
        place,
      }),
    // A session without "persist:" in its name lives in memory.
    createPracticeSession: (): Session => prepareConsoleSession(sessions.fromPartition('practice'), pageSource),
    openPractice: (pages: Session): BrowserWindow =>
      openWindow({ session: pages, title: ({ practiceTitle }) => practiceTitle }),
    openDisplay: (beside: BrowserWindow): BrowserWindow =>
      openDisplayWindow({ beside, preload: preloadIn('display-preload'), session: customers, title: name, logger }),
    openCeremony: createCeremonyOpener({
      preload: preloadIn('ceremony-preload'),
      createSession: () => prepareCeremonySession(sessions.fromPartition('passkey'), pageSource),
      texts,
      checks,
      clock,
      logger,
    }),
    /** In front of the console, where its data folder does not open by itself. */
    startWindow: (dataFolder: string, onShow: () => void): StartWindow =>
      createStartWindow({
        openWindow() {
          const window = openStartWindow({
            preload: preloadIn('start-preload'),
            session: prepareStartSession(sessions.fromPartition('start'), pageSource),
            title: name,
            logger,
          });
          window.once('show', onShow);
          return window;
        },
        dataFolder,
        language: texts.language,
        checks,
        clock,
        logger,
      }),
  };
}
