/**
 * Seals a data folder with the secret in the test, to be killed on the way: `node seal-child.mjs <folder> [renew] [nth]`. With
 * `nth` it kills itself at that flush, after what was to be flushed was written and before it is.
 */
import { dataFolderAt } from '../../electron/console/data-folder.ts';
import { openDataFolder, renewDataKey } from '../../electron/console/data-key.ts';
import { silentLogger } from './fake-ports.ts';
import { sharedFileHandle } from './file-handles.ts';

const [, , path = '', task = '', nth = ''] = process.argv;
const opener = { kind: 'file', secret: Buffer.alloc(32, 5) } as const;
if (nth !== '') {
  let flushes = 0;
  const files = await sharedFileHandle();
  files.sync = () => {
    flushes += 1;
    if (flushes === Number(nth)) process.kill(process.pid, 'SIGKILL');
    return Promise.resolve();
  };
}
process.stdout.write('"begun"\n');
if (task === 'renew') await renewDataKey(dataFolderAt(path), opener, silentLogger);
else await openDataFolder(dataFolderAt(path), opener, silentLogger);
process.stdout.write('"done"\n');
