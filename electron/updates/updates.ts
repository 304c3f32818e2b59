import type { KeyObject } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { NewNotice } from '../../shared/console.ts';
import type { CommandError, StorageError, UpdateError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type Release, type ReleaseFile, type UpdatesState, releaseSchema } from '../../shared/updates.ts';
import { namesIn } from '../files/durable-file.ts';
import { attempt } from '../files/storage-error.ts';
import type { Fetch } from '../network/fetch-by.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { decide } from './decide.ts';
import { fetchFile, fetchText, isWhole } from './fetch-file.ts';
import type { Installer } from './installer.ts';
import type { StateFile } from './kept-state.ts';
import { readSigned } from './signed-file.ts';

/** The signed metadata, below the address that the organisation names. */
export const releaseName = 'pairing-console-release.json';
const releaseLimit = 256_000;
const lookEveryMs = 6 * 60 * 60_000;
/** While a phone is being linked nothing is looked for by itself. */
const linkingPauseMs = 5 * 60_000;

/** New versions of the program: looked for, checked, kept, and installed by a restart that a person asks for. */
export interface Updates {
  state(): Promise<UpdatesState>;
  /** Looks now, and every six hours from here on. */
  begin(): void;
  /** Looks now, and downloads what there is. Answers when that has ended; `state` has the outcome. */
  look(): Promise<void>;
  /** The address has changed. */
  moved(): Promise<void>;
  /** Ends the program, installs what is ready, and starts it again. */
  restart(): Promise<Result<null, CommandError>>;
  close(): Promise<void>;
}

export interface UpdatesOptions {
  /** Where installers and what is remembered are kept. */
  readonly folder: string;
  readonly kept: StateFile;
  /** `undefined`: this build has none. */
  readonly key: KeyObject | undefined;
  readonly installer: Installer | undefined;
  readonly url: () => string | null;
  /** The version that runs. */
  readonly version: string;
  readonly arch: string;
  /** The last start found that the installer had not installed the version. */
  readonly notInstalled: boolean;
  readonly fetch: Fetch;
  /** A phone is being linked, or a queue runs. */
  readonly isLinking: () => boolean;
  /** Ends the program in an orderly way, does this at the end, and starts the program again unless that does it. */
  readonly restart: (last: () => Promise<{ readonly startsItself: boolean }>) => void;
  /** Looked for at the same address, whatever becomes of the release, also where no release can be installed. */
  readonly lookBeside?: ((fetch: FetchSmallFile) => Promise<void>) | undefined;
  readonly publish: (state: UpdatesState) => void;
  readonly onNotice: (notice: NewNotice) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The text of a small file at the address for updates, of at most `limit` bytes. */
export type FetchSmallFile = (name: string, limit: number) => Promise<Result<string, UpdateError>>;

type Found = UpdatesState['found'];
type Refusal = UpdateError | StorageError;

export function createUpdates(options: UpdatesOptions): Updates {
  const { folder, kept, key, installer, version, fetch, isLinking, publish, clock, logger } = options;
  const closing = new AbortController();
  let found: Found = options.notInstalled
    ? { kind: 'refused', error: { code: 'update-not-installed' } }
    : { kind: 'nothing' };
  let job: UpdatesState['job'] = { kind: 'none' };
  let checkedAt: number | null = null;
  let ready: { readonly version: string; readonly file: ReleaseFile } | undefined;
  /** The version that a notice was made of. */
  let told: string | undefined;
  let looking: Promise<void> | undefined;
  let cancelNext: () => void = () => undefined;

  async function state(): Promise<UpdatesState> {
    const { rolledBack } = await kept.read();
    const url = options.url();
    const off = key === undefined ? 'no-key' : installer === undefined ? 'no-form' : url === null ? 'no-url' : null;
    return { version, url, off, checkedAt, job, found, rolledBack: rolledBack === version ? null : rolledBack };
  }
  async function tell(): Promise<void> {
    publish(await state());
  }

  const pathOf = ({ path }: ReleaseFile) => join(folder, path);

  const fetchSmall = (base: string, name: string, limit: number) =>
    fetchText(below(base, name), limit, { fetch, clock, signal: closing.signal });

  /** Downloads a file, unless it is there. */
  async function have(
    base: string,
    file: ReleaseFile,
    onPiece: (bytes: number) => void,
  ): Promise<Result<null, Refusal>> {
    if (await isWhole(pathOf(file), file)) return ok();
    const parts = { fetch, clock, signal: closing.signal, onPiece };
    return fetchFile(below(base, file.path), file, pathOf(file), parts);
  }

  async function take(
    base: string,
    release: Release,
    file: ReleaseFile,
    back: ReleaseFile | undefined,
  ): Promise<Found> {
    await clean([file, back]);
    let shown = -1;
    const onPiece = (bytes: number) => {
      const percent = Math.floor((bytes / file.size) * 100);
      if (percent === shown) return;
      shown = percent;
      job = { kind: 'downloading', version: release.version, done: Math.min(1, percent / 100) };
      void tell();
    };
    onPiece(0);
    const here = await have(base, file, onPiece);
    if (!here.ok) return { kind: 'refused', error: here.error };
    const { own } = await kept.read();
    const wayBack = back ?? (own?.version === version ? own.file : undefined);
    const hasWayBack = wayBack !== undefined && (await keepWayBack(base, wayBack));
    ready = { version: release.version, file };
    if (told !== release.version) options.onNotice({ code: 'update-ready' });
    told = release.version;
    return { kind: 'ready', version: release.version, changes: release.changes, wayBack: hasWayBack };
  }

  /** A release without a way back is offered all the same, and says so. */
  async function keepWayBack(base: string, file: ReleaseFile): Promise<boolean> {
    const here = await have(base, file, () => undefined);
    if (!here.ok) logger.warn('the version that runs could not be kept', { error: here.error });
    else await kept.change(() => ({ own: { version, file } }));
    return here.ok;
  }

  /** Removes the installers of other versions. */
  async function clean(wanted: readonly (ReleaseFile | undefined)[]): Promise<void> {
    const { own } = await kept.read();
    const names = new Set(['state.json', own?.file.path, ...wanted.map((file) => file?.path)]);
    for (const name of await namesIn(folder)) if (!names.has(name)) await rm(join(folder, name), { force: true });
  }

  async function findOut(base: string, pinned: KeyObject, by: Installer): Promise<Found> {
    const refuse = (error: Refusal): Found => ({ kind: 'refused', error });
    const text = await fetchSmall(base, releaseName, releaseLimit);
    if (!text.ok) return refuse(text.error);
    const release = readSigned(text.value, 'release', pinned, releaseSchema);
    if (release === undefined) return refuse({ code: 'update-unsigned' });
    const before = await kept.read();
    const decision = decide(release, { ...before, version, form: by.form, arch: options.arch });
    if (decision.kind === 'old') return refuse({ code: 'update-old', id: release.version });
    await kept.change(() => ({ newest: release.version }));
    switch (decision.kind) {
      case 'newest':
        return { kind: 'newest' };
      case 'no-file':
        return refuse({ code: 'update-no-file' });
      case 'take':
        return take(base, release, decision.file, decision.back);
      case 'staged':
      case 'blocked':
        return { kind: decision.kind, version: release.version };
    }
  }

  async function lookForRelease(base: string, pinned: KeyObject, by: Installer): Promise<void> {
    const done = await attempt(folder, () => findOut(base, pinned, by));
    if (closing.signal.aborted) return;
    found = done.ok ? done.value : { kind: 'refused', error: done.error };
    if (found.kind === 'refused') logger.warn('an update was refused', { error: found.error });
    else logger.info('looked for an update', { found: found.kind });
  }

  async function look(): Promise<void> {
    const base = options.url();
    if (key === undefined || base === null) return;
    job = { kind: 'checking' };
    ready = undefined;
    await tell();
    await options.lookBeside?.((name, limit) => fetchSmall(base, name, limit));
    if (installer !== undefined) await lookForRelease(base, key, installer);
    if (closing.signal.aborted) return;
    job = { kind: 'none' };
    checkedAt = clock.now();
    await tell();
  }
  const lookOnce = () => (looking ??= look().finally(() => (looking = undefined)));

  async function lookByItself(): Promise<void> {
    if (isLinking()) {
      cancelNext = clock.after(linkingPauseMs, () => void lookByItself());
      return;
    }
    cancelNext = clock.after(lookEveryMs, () => void lookByItself());
    await lookOnce();
  }

  return {
    state,
    begin: () => void lookByItself(),
    look: lookOnce,
    async moved() {
      await looking;
      found = { kind: 'nothing' };
      ready = undefined;
      await lookOnce();
      await tell();
    },
    async restart() {
      if (ready === undefined || installer === undefined) return err({ code: 'invalid-request' });
      if (isLinking()) return err({ code: 'update-while-linking' });
      const next = ready;
      // It has lain there since: another program may have changed it.
      if (!(await isWhole(pathOf(next.file), next.file))) {
        ready = undefined;
        found = { kind: 'refused', error: { code: 'update-tampered' } };
        await rm(pathOf(next.file), { force: true });
        await tell();
        return err({ code: 'update-tampered' });
      }
      const noted = await attempt(folder, () =>
        kept.change(({ own }) => ({
          trial: { next, from: version, back: own?.version === version ? own : null, starts: 0 },
        })),
      );
      if (!noted.ok) return noted;
      options.restart(async () => {
        const installed = await installer.install(pathOf(next.file));
        if (!installed.ok) logger.error('the update was not installed', { error: installed.error });
        return { startsItself: installed.ok && installer.restartsItself };
      });
      return ok();
    },
    async close() {
      cancelNext();
      closing.abort();
      await looking;
    },
  };
}

function below(base: string, name: string): string {
  return new URL(encodeURIComponent(name), base.endsWith('/') ? base : `${base}/`).href;
}
