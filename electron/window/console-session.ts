import type { Session } from 'electron';

import { consoleOrigin, serveAppScheme } from './app-protocol.ts';
import { hardenSession } from './hardening.ts';
import type { PageSource } from './page-handler.ts';

/** Makes a session ready for the console's pages, and for nothing else. Once for each; must be called after `ready`. */
export function prepareConsoleSession(session: Session, source: PageSource): Session {
  hardenSession(session, { origin: consoleOrigin, ...source });
  serveAppScheme(session.protocol, source);
  return session;
}
