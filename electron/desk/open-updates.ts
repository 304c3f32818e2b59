import { join } from 'node:path';
import process from 'node:process';

import type { App } from 'electron';

import type { DataFolder } from '../console/data-folder.ts';
import type { DesktopEnvironment } from '../console/environment.ts';
import type { Notices } from '../console/notices.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import { createInstaller } from '../updates/installer.ts';
import { createStateFile } from '../updates/kept-state.ts';
import { type KeptPack, openKeptPack } from '../updates/protocol-pack/kept-pack.ts';
import { readUpdateKey } from '../updates/signed-file.ts';
import { type Trial, beginTrial, endTrial } from '../updates/trial.ts';
import type { UpdatesOptions } from '../updates/updates.ts';

/** What is known of updates before there is a window. */
export interface OpenedUpdates extends Pick<
  UpdatesOptions,
  'folder' | 'kept' | 'key' | 'installer' | 'arch' | 'notInstalled'
> {
  readonly pack: KeptPack;
  /** The window, or the page in front of it, is there: a new version stays. */
  readonly reached: () => void;
}

/** Counts this start where the version is new. `gone-back`: the version before is in place again, and this one has to end. */
export async function openUpdates(options: {
  readonly app: Pick<App, 'getVersion' | 'isPackaged'>;
  readonly env: Pick<DesktopEnvironment, 'PAIRING_CONSOLE_UPDATE_KEY'>;
  readonly folder: Pick<DataFolder, 'updates' | 'protocolPack'>;
  /** The folder with the built programs. */
  readonly dist: string;
  readonly onNotice: Notices['add'];
  readonly logger: Logger;
}): Promise<OpenedUpdates | Extract<Trial, { kind: 'gone-back' }>> {
  const { app, env, dist, logger } = options;
  const folder = options.folder.updates;
  const version = app.getVersion();
  const kept = createStateFile(folder, logger);
  const system = {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    execPath: process.execPath,
    resources: process.resourcesPath,
    env: process.env,
  };
  const installer = createInstaller(system, logger);
  const trial = await beginTrial({ folder, state: kept, version, installer, logger });
  if (trial.kind === 'gone-back') return trial;
  const { rolledBack } = await kept.read();
  if (rolledBack !== null && rolledBack !== version) options.onNotice({ code: 'update-rolled-back' });
  const another = app.isPackaged ? undefined : env.PAIRING_CONSOLE_UPDATE_KEY;
  async function reached(): Promise<void> {
    const noted = await attempt(folder, () => endTrial({ state: kept, version }));
    if (!noted.ok) logger.error('that this version works could not be noted', { error: noted.error });
  }
  const key = await readUpdateKey(another ?? join(dist, '..', 'resources', 'update-key.pem'), logger);
  return {
    folder,
    kept,
    key,
    pack: await openKeptPack({ path: options.folder.protocolPack, key, version, logger }),
    installer,
    arch: process.arch,
    notInstalled: trial.kind === 'not-installed',
    reached: () => void reached(),
  };
}
