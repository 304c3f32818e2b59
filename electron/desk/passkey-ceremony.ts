import type { BrowserWindow, Session } from 'electron';

import type { Language } from '../../shared/i18n/languages.ts';
import { type CeremonyOutcome, ceremonyContract } from '../../shared/ipc/ceremony-contract.ts';
import { ok } from '../../shared/result.ts';
import { registerHandlers } from '../ipc/register-handlers.ts';
import { createSenderCheck } from '../ipc/trusted-sender.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import type { CeremonyPurpose, CeremonyWindow } from '../window/ceremonies.ts';
import { ceremonyOrigin, ceremonyUrl, openCeremonyWindow } from '../window/ceremony-window.ts';
import { bringToFront } from '../window/single-instance.ts';
import type { Texts } from '../window/texts.ts';

/** Opens ceremonies for the windows of the program, which all have one session. */
export function createCeremonyOpener(options: {
  /** The preload bundle's absolute path. */
  readonly preload: string;
  /** From `prepareCeremonySession`; called once, for the first ceremony. */
  readonly createSession: () => Session;
  readonly texts: Texts;
  readonly checks: boolean;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}): (parent: BrowserWindow, purpose: CeremonyPurpose) => CeremonyWindow {
  const { preload, createSession, texts, checks, clock, logger } = options;
  let session: Session | undefined;
  return (parent, purpose) => {
    session ??= createSession();
    const window = openCeremonyWindow({ parent, preload, session, title: texts.current().passkeyTitle, logger });
    return beginCeremony(window, purpose, { language: texts.language(), checks, clock, logger });
  };
}

/** Lets an empty window ask the system for one passkey; what its page says reaches this ceremony and no other. */
function beginCeremony(
  window: BrowserWindow,
  purpose: CeremonyPurpose,
  options: {
    readonly language: Language;
    /** Parse answers, too, before they are sent. */
    readonly checks: boolean;
    readonly clock: Pick<Clock, 'now'>;
    readonly logger: Logger;
  },
): CeremonyWindow {
  const { language, checks, clock, logger } = options;
  const contents = window.webContents;

  const outcome = new Promise<CeremonyOutcome>((resolve) => {
    const fail = (reason: 'cancelled' | 'unsupported') => resolve({ kind: 'failed', reason });
    window.once('closed', () => fail('cancelled'));
    contents.once('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') fail('unsupported');
    });
    registerHandlers({
      contract: ceremonyContract,
      handlers: {
        ceremony: {
          task() {
            const { expiresAt, ...task } = purpose;
            return Promise.resolve(ok({ ...task, language, lifetimeMs: Math.max(0, expiresAt - clock.now()) }));
          },
          finish(said) {
            resolve(said);
            return Promise.resolve(ok());
          },
        },
      },
      ipcMain: contents.ipc,
      isTrusted: createSenderCheck({ origin: ceremonyOrigin, ownContents: () => contents }),
      checkAnswers: checks,
      logger,
    });
    window.loadURL(ceremonyUrl).catch((error: unknown) => {
      // A window that was closed meanwhile has said so already.
      if (!window.isDestroyed()) logger.error('the window for a passkey could not load its page', { error });
      fail('unsupported');
    });
  });

  return {
    outcome,
    focus() {
      if (!window.isDestroyed()) bringToFront(window);
    },
    close() {
      if (!window.isDestroyed()) window.destroy();
    },
  };
}
