import type { TestProject } from 'vitest/node';

import { startPostgres } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of a database in the server that the run has started. */
    readonly postgres: string;
  }
}

/** One server for a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide('postgres', server.urlOf('postgres'));
  return () => server.remove();
}
