import nodeModule from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { buildIfStale } from './build.js';

/** `npm run service`: the console without a window. What it says on its standard output are its logs, so this goes elsewhere. */
await buildIfStale((line) => process.stderr.write(`${line}\n`));
const built = path.join(import.meta.dirname, '..', 'dist/service');
// Node from 22.1 on keeps what it compiles: beside the code, where nobody may write who may not write the code itself. The next
// build deletes it.
nodeModule.enableCompileCache?.(path.join(built, 'compiled-code'));
// In this very process, so that signals reach it.
await import(pathToFileURL(path.join(built, 'service.js')).href);
