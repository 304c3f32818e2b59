import type { Session } from 'electron';

import { fullRights } from '../../shared/operator-rules.ts';
import { type Desk, type DeskExtras, type DeskOptions, openDesk } from '../desk/desk.ts';
import { openSealer } from '../files/sealer.ts';
import { createMarkedLogger } from '../logging/marked-logger.ts';
import type { Logger } from '../pairing/ports.ts';
import type { Texts } from '../window/texts.ts';
import { behindNetwork } from './behind-network.ts';
import { notInPractice } from './not-in-practice.ts';
import { createPracticeHandlers } from './practice-handlers.ts';
import { type OpenPracticeDesk, type Practice, createPractice } from './practice.ts';

/** What both desks share. */
export type CommonDeskOptions = Pick<
  DeskOptions,
  | 'settings'
  | 'locked'
  | 'systemPreferences'
  | 'attendance'
  | 'openCeremony'
  | 'openDisplay'
  | 'language'
  | 'checks'
  | 'fail'
  | 'clock'
>;

const nothing = () => Promise.resolve();
const nothingMore: Omit<DeskExtras, 'handlers'> = {
  listener: {},
  open: nothing,
  sweep: nothing,
  close: nothing,
  settle: nothing,
};

/** Practice, wired: a second desk whose WhatsApp, phone and passkey are on this machine. No backend reaches it. */
export function createDeskPractice(options: {
  readonly common: CommonDeskOptions;
  /** Deleted when practice ends. */
  readonly folder: string;
  readonly texts: Texts;
  /** Makes the session that every practice window has, when the first is opened. */
  readonly createSession: () => Session;
  readonly openWindow: (session: Session) => ReturnType<DeskOptions['openWindow']>;
  readonly servicesIn: (folder: string) => DeskOptions['services'];
  readonly onOpened: (desk: Desk) => void;
  readonly logger: Logger;
}): Practice {
  const { common, texts, createSession, openWindow, servicesIn, onOpened, logger } = options;
  let session: Session | undefined;

  const open: OpenPracticeDesk = async ({ dataFolder: folder, whatsappUrl, phone, onClosed }) => {
    const pages = (session ??= createSession());
    const desk = await openDesk({
      ...common,
      logger: createMarkedLogger(logger, { practice: true }),
      dataFolder: folder,
      // Preferences are those of the real console.
      rights: (group) => (group === 'preferences' ? common.attendance.rights() : fullRights),
      // It is deleted when practice ends.
      sealer: openSealer,
      whatsappUrl,
      openWindow: () => openWindow(pages),
      services: servicesIn(folder),
      wrapSockets: (sockets) => behindNetwork(sockets, () => phone.state().networkUp),
      standIn: (request) => phone.answerPasskey(request),
      extras: ({ core, focus }) => ({
        ...nothingMore,
        handlers: {
          ...notInPractice(),
          practice: createPracticeHandlers({ registry: core.registry, focus, phone }),
        },
      }),
    });
    onOpened(desk);
    desk.window.once('closed', onClosed);
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
    folder: options.folder,
    loadLoopback: () => import('../loopback/endpoint.ts'),
    phoneName: () => texts.current().practicePhone,
    clock: common.clock,
    logger,
    openDesk: open,
  });
}
