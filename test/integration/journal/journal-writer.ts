import { openJournalIn } from '../../../electron/journal/journal-folder.ts';
import { failedScan } from '../../unit/journal/entries.ts';

/** Appends to the journal in the folder given until it is killed, and prints how many of its entries are on disk. */
const [, , folder = ''] = process.argv;
const silent = () => undefined;
const options = {
  clock: { now: () => Date.now(), random: () => 0, after: () => silent },
  logger: { debug: silent, info: silent, warn: silent, error: silent },
  onNotice: silent,
};

let saved = 0;
for (;;) {
  // Closing waits for the flush, which is what a test can rely on.
  const journal = await openJournalIn(folder, options);
  for (let count = 0; count < 20; count += 1) journal.append(failedScan(Date.now()));
  await journal.close();
  saved += 20;
  process.stdout.write(`${saved}\n`);
}
