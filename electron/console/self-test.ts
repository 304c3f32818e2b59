import { join } from 'node:path';

import type { TestBenchOptions } from '../diagnostics/test-bench.ts';
import { createMarkedLogger } from '../logging/marked-logger.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { createConsole } from './console.ts';

/** Where self-tests have their folders, and nothing else. */
export function selfTestFolderIn(dataFolder: string): string {
  return join(dataFolder, 'self-test');
}

/** What a self-test is made of: the program's own console, and the WhatsApp that practice has. */
export function createBench(parts: {
  readonly clock: Clock;
  readonly logger: Logger;
}): Omit<TestBenchOptions, 'folder'> {
  const logger = createMarkedLogger(parts.logger, { selfTest: true });
  return {
    loadLoopback: () => import('../loopback/endpoint.ts'),
    openConsole: (own) => createConsole({ ...parts, ...own, logger, onNotice: () => undefined }),
  };
}
