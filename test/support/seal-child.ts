/** Seals a data folder with the secret in the test, to be killed on the way: `node seal-child.mjs <folder>`. */
import { dataFolderAt } from '../../electron/console/data-folder.ts';
import { openDataFolder, renewDataKey } from '../../electron/console/data-key.ts';
import { silentLogger } from './fake-ports.ts';

const [, , path = '', task = ''] = process.argv;
const opener = { kind: 'file', secret: Buffer.alloc(32, 5) } as const;
process.stdout.write('"begun"\n');
if (task === 'renew') await renewDataKey(dataFolderAt(path), opener, silentLogger);
else await openDataFolder(dataFolderAt(path), opener, silentLogger);
process.stdout.write('"done"\n');
