import { basename, join } from 'node:path';

import { build } from 'vite';

/** Bundles a TypeScript program into one file that plain Node starts in a fraction of the time; answers its path. */
export async function bundle(entry: string, folder: string): Promise<string> {
  const name = `${basename(entry, '.ts')}.mjs`;
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: entry, outDir: folder, emptyOutDir: false, rolldownOptions: { output: { entryFileNames: name } } },
  });
  return join(folder, name);
}
