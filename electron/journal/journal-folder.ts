import { join } from 'node:path';

import { tidyFolder } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import { createFlightStore } from './flights.ts';
import { createJournalFile } from './journal-file.ts';
import { type JournalOptions, type JournalStore, openJournal } from './journal.ts';
import { openLinkHistory } from './link-history.ts';

/** More tenants than one console has. */
export const maximumLinks = 10_000;

/**
 * The scan-failure log in `<folder>/scan-failures.jsonl`: the last 90 days, at most 10,000 entries. Recordings of the
 * newest 200 failures lie in `<folder>/flights`, that of each tenant's newest link in `<folder>/links`, and when there
 * was a new link in `<folder>/new-links.json`.
 */
export async function openJournalIn(
  folder: string,
  options: Omit<JournalOptions, 'file' | 'flights' | 'links' | 'history'>,
): Promise<JournalStore> {
  const { logger } = options;
  const [flightFolder, linkFolder] = [join(folder, 'flights'), join(folder, 'links')];
  for (const used of [folder, flightFolder, linkFolder]) {
    // Before anything writes there, remove what a crash left half-written.
    const tidied = await attempt(used, () => tidyFolder(used, []));
    if (!tidied.ok) logger.warn('a folder of the scan-failure log could not be put in order', tidied.error);
  }
  const file = createJournalFile(join(folder, 'scan-failures.jsonl'));
  const flights = createFlightStore(flightFolder, logger);
  const links = createFlightStore(linkFolder, logger, maximumLinks);
  const history = await openLinkHistory(join(folder, 'new-links.json'), options);
  return openJournal({ ...options, file, flights, links, history });
}
