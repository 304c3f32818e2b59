import { join } from 'node:path';

import type { Session } from 'electron';

import { type Desk, type DeskOptions, openDesk } from '../desk/desk.ts';
import { createBridgeRefusals } from '../ipc/bridge-refusals.ts';
import { createDiagnosticsRefusals } from '../ipc/diagnostics-refusals.ts';
import { createVersionRefusals } from '../ipc/version-handlers.ts';
import { createMarkedLogger } from '../logging/marked-logger.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Texts } from '../window/texts.ts';
import { createPracticeHandlers } from './practice-handlers.ts';
import { type OpenPracticeDesk, type Practice, createPractice } from './practice.ts';

/** What the practice desk has of the program like the real one. */
export type CommonDeskOptions = Pick<
  DeskOptions,
  'settings' | 'systemPreferences' | 'openCeremony' | 'checks' | 'fail' | 'clock'
>;

/** Practice, wired: a second desk whose WhatsApp, phone and passkey are on this machine, and that no backend reaches. */
export function createDeskPractice(options: {
  readonly common: CommonDeskOptions;
  /** The real desk's; practice has a folder in it. */
  readonly dataFolder: string;
  readonly texts: Texts;
  /** Makes the session that every practice window has, when the first is opened. */
  readonly createSession: () => Session;
  readonly openWindow: (session: Session) => ReturnType<DeskOptions['openWindow']>;
  readonly servicesIn: (folder: string) => DeskOptions['services'];
  readonly onOpened: (desk: Desk) => void;
  readonly onClosed: (desk: Desk) => void;
  readonly logger: Logger;
}): Practice {
  const { common, dataFolder, texts, createSession, openWindow, servicesIn, onOpened, onClosed, logger } = options;
  let session: Session | undefined;

  const open: OpenPracticeDesk = async ({ dataFolder: folder, whatsappUrl, phone, onClosed: onWindowClosed }) => {
    const pages = (session ??= createSession());
    const desk = await openDesk({
      ...common,
      logger: createMarkedLogger(logger, { practice: true }),
      dataFolder: folder,
      whatsappUrl,
      openWindow: () => openWindow(pages),
      services: servicesIn(folder),
      practice: (parts) => createPracticeHandlers({ ...parts, phone }),
      standIn: (request) => phone.answerPasskey(request),
      waVersion: createVersionRefusals,
      bridge: createBridgeRefusals,
      diagnostics: createDiagnosticsRefusals,
      onChange: () => undefined,
    });
    onOpened(desk);
    desk.window.once('closed', () => {
      onClosed(desk);
      onWindowClosed();
    });
    return {
      focus: desk.focus,
      publish: desk.publish.practice.changed,
      async close() {
        await desk.close();
        await pages.clearStorageData();
      },
    };
  };

  return createPractice({
    folder: join(dataFolder, 'practice'),
    loadLoopback: () => import('../loopback/endpoint.ts'),
    phoneName: () => texts.current().practicePhone,
    clock: common.clock,
    logger,
    openDesk: open,
  });
}
