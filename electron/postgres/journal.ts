import { maximumLinks } from '../journal/journal-folder.ts';
import { type JournalOptions, type JournalStore, openJournal } from '../journal/journal.ts';
import type { Database } from './database.ts';
import { createDatabaseFlights } from './flights.ts';
import { createDatabaseJournalLines } from './journal-lines.ts';
import { openDatabaseLinkHistory } from './link-history.ts';

/** The failure log, recordings and links of the last 90 days, with the same bounds as in a folder. */
export async function openDatabaseJournal(
  database: Database,
  options: Omit<JournalOptions, 'file' | 'flights' | 'links' | 'history'>,
): Promise<JournalStore> {
  const { logger } = options;
  return openJournal({
    ...options,
    file: createDatabaseJournalLines(database),
    flights: createDatabaseFlights(database, 'failure', logger),
    links: createDatabaseFlights(database, 'link', logger, maximumLinks),
    history: await openDatabaseLinkHistory(database, options),
  });
}
