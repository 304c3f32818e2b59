/*
 * What a stock Electron does when it is started with a folder: `electron [-r module]… [switches] folder [arguments]`.
 * The fallback runtime comes without it. Electron holds `ready` back until this module, and with it the program, has
 * been evaluated.
 */
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { app } from 'electron';

const { preloads, folder } = parseArguments(process.argv.slice(1));
if (folder === undefined) {
  process.stderr.write('usage: electron [-r module] [switches] folder [arguments]\n');
  process.exit(2);
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
Module._preloadModules(preloads);

const root = path.resolve(folder);
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(root);
await import(pathToFileURL(path.join(root, manifest.main)).href);

/** The first bare word is the program; what follows it belongs to the program. */
function parseArguments(argv) {
  const preloads = [];
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '-r' || argv[i] === '--require') preloads.push(argv[++i]);
    else if (!argv[i].startsWith('-')) return { preloads, folder: argv[i] };
  }
  return { preloads, folder: undefined };
}
