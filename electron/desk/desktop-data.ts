import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import type { DataFolder } from '../console/data-folder.ts';
import { openDataFolder } from '../console/data-key.ts';
import { type Sealer, openSealer } from '../files/sealer.ts';
import type { Logger } from '../pairing/ports.ts';

/**
 * How the desktop program writes its data folder: in the clear. A folder that a service has sealed is left alone, and what is
 * answered are the words to end with: tenants would seem to be gone, and what is kept beside them would be written over.
 */
export async function openDataForDesktop(
  folder: DataFolder,
  logger: Logger,
): Promise<Sealer | ((texts: MainTexts) => string)> {
  const opened = await openDataFolder(folder, undefined, logger);
  if (opened.ok) return opened.value;
  logger.error('the data folder cannot be opened', { code: opened.error.code });
  // A disk that refuses to read the key's file refuses the tenants as well, and the window says so.
  return 'place' in opened.error ? openSealer : ({ folderSealed }) => folderSealed;
}
