import { join } from 'node:path';

import { attempt } from '../files/storage-error.ts';
import type { Logger } from '../pairing/ports.ts';
import { isWhole } from './fetch-file.ts';
import type { Installer } from './installer.ts';
import type { StateFile } from './kept-state.ts';

/** A new version has so many starts to reach its window. */
const startsToReach = 3;

/** How a start stands to the update before it. */
export type Trial =
  /** The version before was put back: this program ends. `startsItself`: that one is started by what has put it back. */
  | { readonly kind: 'gone-back'; readonly startsItself: boolean }
  /** The system's installer did not install the version. */
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'go-on' };

/**
 * Counts a start of a version that has not shown its window yet. After three of them it puts the version before back, where
 * that one was kept. Never throws: a start goes on.
 */
export async function beginTrial(parts: {
  readonly folder: string;
  readonly state: StateFile;
  readonly version: string;
  readonly installer: Installer | undefined;
  readonly logger: Logger;
}): Promise<Trial> {
  const { folder, state, version, installer, logger } = parts;
  const { trial } = await state.read();
  if (trial === null) return { kind: 'go-on' };
  const { next, back, starts } = trial;

  async function note(part: Parameters<StateFile['change']>[0]): Promise<boolean> {
    const noted = await attempt(folder, () => state.change(part));
    if (!noted.ok) logger.error('a start of a new version could not be noted', { error: noted.error });
    return noted.ok;
  }

  if (next.version !== version) {
    await note(() => ({ trial: null }));
    return { kind: 'not-installed' };
  }
  if (starts < startsToReach) {
    await note(() => ({ trial: { ...trial, starts: starts + 1 } }));
    return { kind: 'go-on' };
  }
  logger.error('a new version did not reach its window', { version, starts });
  if (back === null || installer === undefined) return { kind: 'go-on' };
  const path = join(folder, back.file.path);
  if (!(await isWhole(path, back.file))) {
    logger.error('the version before is not there as it was kept', { version: back.version });
    return { kind: 'go-on' };
  }
  // Noted before it is done: once it is done, this program may have no time left.
  const isNoted = await note(() => ({ trial: null, own: back, blocked: version, rolledBack: version }));
  if (!isNoted) return { kind: 'go-on' };
  const installed = await installer.install(path);
  if (installed.ok) return { kind: 'gone-back', startsItself: installer.restartsItself };
  await note(() => ({ trial, own: null, blocked: null, rolledBack: null }));
  return { kind: 'go-on' };
}

/** The window of this version, or the page in front of it, is there: the version stays. */
export async function endTrial({ state, version }: { state: StateFile; version: string }): Promise<void> {
  const { trial } = await state.read();
  if (trial?.next.version !== version) return;
  await state.change(() => ({ trial: null, own: trial.next, rolledBack: null }));
}
