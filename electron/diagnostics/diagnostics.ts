import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { DiagnosticJob, DiagnosticsState } from '../../shared/diagnostics.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { LastEnd } from '../../shared/last-end.ts';
import { err, ok } from '../../shared/result.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { type BundleSources, bundleParts } from './bundle-parts.ts';
import { runPreflight } from './preflight.ts';
import type { Check } from './run-checks.ts';
import { runSelfTest } from './self-test.ts';
import type { TestBenchOptions } from './test-bench.ts';
import { writeZip } from './zip-file.ts';

export interface Diagnostics {
  readonly handlers: Handlers<Contract>['diagnostics'];
  /** Removes what an interrupted self-test left. */
  readonly sweep: () => Promise<void>;
  /** Cancels the jobs that run and waits until they have ended. */
  readonly close: () => Promise<void>;
}

/** Checks this workstation when the operator asks. One job of a kind at a time; the last results are kept. */
export function createDiagnostics(options: {
  /** The host that sessions connect to. */
  readonly host: string;
  readonly createChecks: () => readonly Check[];
  /** Only self-tests use this folder. */
  readonly selfTestFolder: string;
  readonly bench: Omit<TestBenchOptions, 'folder'>;
  readonly sources: Omit<BundleSources, 'diagnostics' | 'nameDumps'>;
  /** Asks where to save a file of this name. `undefined`: the person cancelled. */
  readonly chooseFile: (name: string) => Promise<string | undefined>;
  readonly showFile: (path: string) => void;
  /** How the run before ended, where it did not close. */
  readonly lastEnd?: LastEnd | undefined;
  readonly publish: (state: DiagnosticsState) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Diagnostics {
  const { host, createChecks, selfTestFolder, bench, sources, chooseFile, showFile, publish, lastEnd, clock, logger } =
    options;
  const jobs = new Map<DiagnosticJob, { readonly abort: () => void; readonly done: Promise<void> }>();
  let state: DiagnosticsState = lastEnd === undefined ? {} : { lastEnd };

  function change(part: Partial<DiagnosticsState>): void {
    state = { ...state, ...part };
    publish(state);
  }

  /** Begins a job, unless one of its kind runs already. */
  function begin(job: DiagnosticJob, task: (signal: AbortSignal) => Promise<unknown>): void {
    if (jobs.has(job)) return;
    const controller = new AbortController();
    const done = task(controller.signal)
      .catch((error: unknown) => logger.error('a diagnosis broke', { job, error }))
      .finally(() => jobs.delete(job))
      .then(() => undefined);
    jobs.set(job, { abort: () => controller.abort(), done });
  }

  async function saveBundle(path: string, nameDumps: boolean, signal: AbortSignal): Promise<void> {
    const parts = bundleParts({ ...sources, nameDumps, diagnostics: () => state });
    const onPart = (done: number) => change({ bundle: { kind: 'saving', done, total: parts.length } });
    onPart(0);
    const written = await writeZip({ path, parts, signal, onPart }).catch((error: unknown) => {
      logger.error('a diagnosis could not be written', { error });
      return err({ code: 'storage-failed', place: dirname(path) } as const);
    });
    if (!written.ok) change({ bundle: { kind: 'failed', error: written.error } });
    else if (written.value === 'cancelled') change({ bundle: { kind: 'cancelled' } });
    else change({ bundle: { kind: 'saved', path, bytes: written.value, at: clock.now() } });
  }

  return {
    handlers: {
      state: () => Promise.resolve(ok(state)),
      checkWorkstation() {
        begin('preflight', (signal) =>
          runPreflight({
            host,
            checks: createChecks(),
            signal,
            onProgress: (preflight) => change({ preflight }),
            clock,
            logger,
          }),
        );
        return Promise.resolve(ok());
      },
      testProgram() {
        begin('self-test', (signal) =>
          runSelfTest({
            ...bench,
            parentFolder: selfTestFolder,
            signal,
            onProgress: (selfTest) => change({ selfTest }),
            clock,
            logger,
          }),
        );
        return Promise.resolve(ok());
      },
      async saveBundle({ nameDumps }) {
        if (jobs.has('bundle')) return ok();
        const path = await chooseFile(`pairing-console-diagnosis-${fileTime(clock.now())}.zip`);
        if (path !== undefined) begin('bundle', (signal) => saveBundle(path, nameDumps, signal));
        return ok();
      },
      showBundle() {
        if (state.bundle?.kind === 'saved') showFile(state.bundle.path);
        return Promise.resolve(ok());
      },
      cancel({ job }) {
        jobs.get(job)?.abort();
        return Promise.resolve(ok());
      },
    },
    async sweep() {
      if (!jobs.has('self-test')) await rm(selfTestFolder, { recursive: true, force: true });
    },
    async close() {
      const running = [...jobs.values()];
      for (const { abort } of running) abort();
      await Promise.all(running.map(({ done }) => done));
    },
  };
}

/** A moment as part of a file's name, to the second, UTC. No colons: Windows. */
function fileTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
}
