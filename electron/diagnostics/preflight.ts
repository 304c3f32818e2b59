import type { Preflight } from '../../shared/preflight.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { type Check, runChecks } from './run-checks.ts';

/** Looks at the workstation once. `onProgress` is told of every step with all that is known by then. */
export async function runPreflight(options: {
  readonly host: string;
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  readonly onProgress: (preflight: Preflight) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<Preflight> {
  const { host, checks, signal, onProgress, clock, logger } = options;
  let preflight: Preflight = {
    startedAt: clock.now(),
    host,
    checks: checks.map(({ id }) => id),
    running: [],
    results: [],
  };
  const advance = (change: Partial<Preflight>) => {
    preflight = { ...preflight, ...change };
    onProgress(preflight);
  };
  advance({});
  await runChecks({
    checks,
    signal,
    clock,
    logger,
    onStart: (id) => advance({ running: [...preflight.running, id] }),
    onResult: (result) =>
      advance({
        running: preflight.running.filter((id) => id !== result.id),
        results: [...preflight.results, result],
      }),
  });
  advance({ endedAt: clock.now() });
  const codes = preflight.results.map(({ finding }) => finding.code);
  logger.info('the workstation was checked', { codes, ms: clock.now() - preflight.startedAt });
  return preflight;
}
