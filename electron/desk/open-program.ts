import { join } from 'node:path';

import type { App } from 'electron';

import type { LastEnd } from '../../shared/last-end.ts';
import type { DataFolder } from '../console/data-folder.ts';
import type { DataLock } from '../console/data-lock.ts';
import type { DesktopEnvironment } from '../console/environment.ts';
import { type Notices, createNotices } from '../console/notices.ts';
import { markRunning } from '../diagnostics/last-end.ts';
import { redactText } from '../logging/redact-text.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { lockForDesktop } from './desktop-lock.ts';
import { type OpenedUpdates, openUpdates } from './open-updates.ts';
import type { createRestart } from './restart.ts';

/** A run of the program that has its data folder to itself, and knows how the run before ended. */
interface OpenedProgram {
  /** `undefined`: the folder could not be locked. */
  readonly lock: DataLock | undefined;
  readonly notices: Notices;
  readonly lastEnd: LastEnd | undefined;
  readonly updates: OpenedUpdates;
  /** To be called once everything is closed: this run ends in good order, and the folder is free. */
  readonly letGo: () => Promise<void>;
}

/**
 * What comes before the first window. `ended`: another program has the folder, or the version before was put back in this
 * one's place; the program ends then.
 */
export async function openProgram(options: {
  readonly app: Pick<App, 'getVersion' | 'getPath' | 'isPackaged' | 'quit'>;
  readonly env: DesktopEnvironment;
  readonly folder: DataFolder;
  /** The folder with the built programs. */
  readonly dist: string;
  /** Ends the program, and starts it again. */
  readonly restart: ReturnType<typeof createRestart>['restart'];
  readonly endSaying: Parameters<typeof lockForDesktop>[0]['endSaying'];
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<OpenedProgram | 'ended'> {
  const { app, env, folder, dist, restart, endSaying, clock, logger } = options;
  const lock = await lockForDesktop({ folder: folder.path, endSaying, clock, logger });
  if (lock === 'taken') return 'ended';

  const notices = createNotices();
  const { lastEnd, remove } = await markRunning({
    file: folder.running,
    log: join(folder.logs, 'console.log'),
    dumps: app.getPath('crashDumps'),
    version: app.getVersion(),
    redact: redactText,
    clock,
    logger,
  });
  if (lastEnd !== undefined) notices.add({ code: 'ended-badly' });
  const letGo = async () => {
    await remove();
    await lock?.release();
  };

  const updates = await openUpdates({ app, env, folder, dist, onNotice: notices.add, logger });
  if ('kind' in updates) {
    await letGo();
    if (updates.startsItself) app.quit();
    else restart();
    return 'ended';
  }
  return { lock, notices, lastEnd, updates, letGo };
}
