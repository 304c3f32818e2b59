import type { BrowserWindow } from 'electron';

import type { Language } from '../../shared/i18n/languages.ts';
import {
  type DisplayContract,
  type DisplayState,
  type DisplayTile,
  displayContract,
} from '../../shared/ipc/display-contract.ts';
import type { LinkingState } from '../../shared/linking.ts';
import { isConnected } from '../../shared/proof.ts';
import { ok } from '../../shared/result.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createPublisher } from '../ipc/publisher.ts';
import { registerHandlers } from '../ipc/register-handlers.ts';
import { createSenderCheck } from '../ipc/trusted-sender.ts';
import type { Logger } from '../pairing/ports.ts';
import { displayOrigin, displayUrl } from '../window/display-window.ts';

type SessionOf = (tenantId: TenantId) => SessionSnapshot | undefined;

/** What customers may see of linking mode: the codes, and where a link was proven. No name, no number. */
export function tilesOf(linking: LinkingState | null, sessionOf: SessionOf): DisplayTile[] {
  if (linking?.paused !== 'no') return [];
  const { way, items, shared } = linking;
  const proven = (counted: LinkingState['items']) =>
    counted.flatMap(({ tenantId }) => sessionOf(tenantId) ?? []).filter(isConnected).length;
  if (way === 'any-phone') return [tileOf(0, shared, proven(items))];
  return Array.from({ length: way === 'wall' ? linking.tiles : 1 }, (_, place) => {
    const here = items.filter((item) => item.place === place);
    const current = here.find(({ state }) => state === 'current');
    return tileOf(place, current && sessionOf(current.tenantId), proven(here));
  });
}

function tileOf(place: number, session: SessionSnapshot | undefined, done: number): DisplayTile {
  return { place, done, ...(session?.qr === undefined ? {} : { qr: session.qr }) };
}

/** The window on the second display. */
export interface CustomerDisplay {
  /** Opens it, or brings it to the front. */
  readonly open: () => void;
  /** To be called when anything in linking mode may have changed. The window closes with its end. */
  readonly changed: () => void;
  readonly close: () => void;
}

export function createCustomerDisplay(options: {
  readonly openWindow: () => BrowserWindow;
  readonly linking: () => LinkingState | null;
  readonly sessionOf: SessionOf;
  readonly language: () => Language;
  /** Parse answers and events, too, before they are sent. */
  readonly checks: boolean;
  readonly fail: (error: unknown) => void;
  readonly logger: Logger;
}): CustomerDisplay {
  const { openWindow, linking, sessionOf, language, checks, fail, logger } = options;
  const { publish, addTarget } = createPublisher<DisplayContract>({
    contract: displayContract,
    checkData: checks,
    logger,
  });
  let window: BrowserWindow | undefined;
  let sent = '';

  const state = (): DisplayState => ({ language: language(), tiles: tilesOf(linking(), sessionOf) });

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
    changed() {
      if (window === undefined) return;
      if (linking() === null) {
        window.destroy();
        return;
      }
      const next = state();
      const text = JSON.stringify(next);
      if (text === sent) return;
      sent = text;
      publish.display.changed(next);
    },
    close: () => window?.destroy(),
  };
}
