import { rm } from 'node:fs/promises';
import nodeModule from 'node:module';
import { basename, dirname, join } from 'node:path';

import { namesIn } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';

/** Node from 22.1 on. */
export interface CompileCache {
  readonly enableCompileCache?: (folder: string) => { readonly directory?: string };
}

export interface CompiledCode {
  /** Deletes what other versions of Node have left. */
  tidy(): Promise<void>;
}

/**
 * From here on Node takes what it has compiled before from `folder`, and writes what it compiles there when the process ends. The
 * client library then loads in half the time. Node compiles anew what does not fit its source, and what is not whole. An
 * older Node compiles at each start.
 */
export function keepCompiledCode(
  folder: string,
  logger: Logger,
  node: CompileCache = nodeModule as CompileCache,
): CompiledCode {
  const own = node.enableCompileCache?.(folder).directory;
  return {
    async tidy() {
      // Another folder is the administrator's: NODE_COMPILE_CACHE.
      if (own === undefined || dirname(own) !== folder) return;
      const tidied = await attempt(folder, async () => {
        const others = (await namesIn(folder)).filter((name) => name !== basename(own));
        for (const name of others) await rm(join(folder, name), { recursive: true, force: true });
      });
      if (!tidied.ok) logger.warn('compiled code of another version could not be deleted', tidied.error);
    },
  };
}
