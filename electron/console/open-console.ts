import type { Sealer } from '../files/sealer.ts';
import { type Console, type ConsoleOptions, createConsole } from './console.ts';
import { dataFolderAt } from './data-folder.ts';
import { openFolderStores } from './folder-stores.ts';
import { type Notices, createNotices } from './notices.ts';

export interface FolderConsoleOptions extends Omit<ConsoleOptions, 'stores' | 'notices' | 'webVersionFile'> {
  /** The folder for everything that this console keeps. */
  readonly dataFolder: string;
  /** What the folder is sealed with. */
  readonly sealer: Sealer;
  /** Given where something beside the console has notices, too. */
  readonly notices?: Notices;
}

/** Opens a console that keeps everything in a folder. */
export async function openConsole(options: FolderConsoleOptions): Promise<Console> {
  const { sealer, clock, logger, notices = createNotices() } = options;
  const folder = dataFolderAt(options.dataFolder);
  const stores = await openFolderStores({ folder, sealer, notices, clock, logger });
  return createConsole({ ...options, stores, notices, webVersionFile: folder.webVersion });
}
