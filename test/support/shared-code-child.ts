import process from 'node:process';

import { systemClock } from '../../electron/clock/system-clock.ts';
import { openConsole } from '../../electron/console/open-console.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import { silentLogger } from './fake-ports.ts';

/** Opens the console on a folder and prints the shared code, one line for each; for a test that kills it. */
const [dataFolder = '', whatsappUrl = ''] = process.argv.slice(2);
let last = '';
const opened = await openConsole({
  sealer: openSealer,
  dataFolder,
  whatsappUrl,
  clock: systemClock,
  logger: silentLogger,
});
opened.subscribe({
  onShared() {
    const text = opened.registry.sharedCode.snapshot().qr?.text ?? '';
    if (text === last || text === '') return;
    last = text;
    process.stdout.write(`${text}\n`);
  },
});
await opened.registry.open();
opened.registry.sharedCode.start();
