import type { BrowserWindow } from 'electron';

import type { Language } from '../../shared/i18n/languages.ts';
import { type DisplayContract, type DisplayState, displayContract } from '../../shared/ipc/display-contract.ts';
import type { LinkingState } from '../../shared/linking.ts';
import { ok } from '../../shared/result.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createPublisher } from '../ipc/publisher.ts';
import { registerHandlers } from '../ipc/register-handlers.ts';
import { createSenderCheck } from '../ipc/trusted-sender.ts';
import type { Logger } from '../pairing/ports.ts';
import { displayOrigin, displayUrl } from '../window/display-window.ts';
import { noteProof, tilesOf } from './display-tiles.ts';

/** The window on the second display. */
export interface CustomerDisplay {
  /** Opens it, or brings it to the front. */
  readonly open: () => void;
  /** To be called when anything in linking mode may have changed, or this tenant has. The window closes with its end. */
  readonly changed: (tenantId?: TenantId) => void;
  readonly close: () => void;
}

export function createCustomerDisplay(options: {
  readonly openWindow: () => BrowserWindow;
  readonly linking: () => LinkingState | null;
  readonly sessionOf: (tenantId: TenantId) => SessionSnapshot | undefined;
  /** `false` while the console is locked: the display shows nothing of any tenant then. */
  readonly showsCodes: () => boolean;
  readonly language: () => Language;
  /** Parse answers and events, too, before they are sent. */
  readonly checks: boolean;
  readonly fail: (error: unknown) => void;
  readonly logger: Logger;
}): CustomerDisplay {
  const { openWindow, linking, sessionOf, showsCodes, language, checks, fail, logger } = options;
  const { publish, addTarget } = createPublisher<DisplayContract>({
    contract: displayContract,
    checkData: checks,
    logger,
  });
  let window: BrowserWindow | undefined;
  let sent = '';
  /** Whose link was proven since the queue began. */
  const proven = new Set<TenantId>();

  function state(): DisplayState {
    const queue = linking();
    return {
      language: language(),
      way: queue?.way ?? 'one',
      tiles: showsCodes() ? tilesOf(queue, sessionOf, proven) : [],
    };
  }

  function open(): void {
    if (window !== undefined) {
      window.show();
      return;
    }
    const opened = openWindow();
    const contents = opened.webContents;
    window = opened;
    // It asks for what it shows first.
    sent = '';
    opened.once('closed', () => (window = undefined));
    addTarget(contents);
    registerHandlers({
      contract: displayContract,
      handlers: { display: { state: () => Promise.resolve(ok(state())) } },
      ipcMain: contents.ipc,
      isTrusted: createSenderCheck({ origin: displayOrigin, ownContents: () => contents }),
      checkAnswers: checks,
      logger,
    });
    opened.loadURL(displayUrl).catch(fail);
  }

  return {
    open,
    changed(tenantId) {
      if (linking() === null) {
        proven.clear();
        window?.destroy();
        return;
      }
      // Whether or not the window is open: what was proven before it opens is not new in it.
      if (tenantId !== undefined) noteProof(proven, tenantId, sessionOf(tenantId));
      if (window === undefined) return;
      const next = state();
      const text = JSON.stringify(next);
      if (text === sent) return;
      sent = text;
      publish.display.changed(next);
    },
    close: () => window?.destroy(),
  };
}
