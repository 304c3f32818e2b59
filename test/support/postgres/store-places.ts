import { mkdir } from 'node:fs/promises';

import { dataFolderAt } from '../../../electron/console/data-folder.ts';
import { openDatabaseStores } from '../../../electron/console/database-stores.ts';
import { openFolderStores } from '../../../electron/console/folder-stores.ts';
import type { Notices } from '../../../electron/console/notices.ts';
import type { Stores } from '../../../electron/console/stores.ts';
import { type Sealer, createSealer, openSealer } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder } from '../credentials.ts';
import { type FakeClock, createFakeClock } from '../fake-clock.ts';
import { silentLogger } from '../fake-ports.ts';
import { testKey } from '../seals.ts';
import { takeEveryLink } from './sole-fence.ts';
import { createTestDatabase } from './test-database.ts';

/** Where a console keeps everything, for as long as a test takes. */
export interface StorePlace {
  readonly clock: FakeClock;
  /** The stores as the next run of the program finds them. */
  open(): Promise<Stores>;
  remove(): Promise<void>;
}

const notices: Notices = { add: () => undefined, listen: () => undefined };
const logger = silentLogger;

async function inFolder(sealer: Sealer): Promise<StorePlace> {
  const temporary = await createTemporaryFolder();
  const clock = createFakeClock();
  const folder = dataFolderAt(temporary.path);
  await mkdir(folder.tenants, { recursive: true });
  return {
    clock,
    open: () => openFolderStores({ folder, sealer, notices, clock, logger }),
    remove: temporary.remove,
  };
}

async function inDatabase(sealer: Sealer): Promise<StorePlace> {
  const database = await createTestDatabase();
  const clock = createFakeClock();
  return {
    clock,
    async open() {
      const fence = await takeEveryLink(database);
      return openDatabaseStores({ database, fence, secret: 'any', sealer, notices, clock, logger });
    },
    remove: () => database.close(),
  };
}

/** Every place that a console can keep things in. What the ports promise holds in each. */
export const storePlaces: readonly (readonly [what: string, make: () => Promise<StorePlace>])[] = [
  ['a folder', () => inFolder(openSealer)],
  ['a sealed folder', () => inFolder(createSealer(testKey))],
  ['a database', () => inDatabase(openSealer)],
  ['a sealed database', () => inDatabase(createSealer(testKey))],
];
