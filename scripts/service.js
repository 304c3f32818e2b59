import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { buildIfStale } from './build.js';

/** `npm run service`: the console without a window. What it says on its standard output are its logs, so this goes elsewhere. */
await buildIfStale((line) => process.stderr.write(`${line}\n`));
// In this very process, so that signals reach it.
await import(pathToFileURL(path.join(import.meta.dirname, '..', 'dist/service/service.js')).href);
