import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type SelfTestStep, selfTestSteps } from '../../shared/self-test-rules.ts';
import type { SelfTest, SelfTestProblem, SelfTestResult } from '../../shared/self-test.ts';
import { ensureFolder } from '../files/durable-file.ts';
import { errorCodeOf } from '../network/dial-failure.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { type TestBenchOptions, openTestBench, SelfTestFailure } from './test-bench.ts';

/** The longest one step may take, and all of them together, in ms; then as long for cleaning up. */
const stepMs = 6_000;
const wholeMs = 11_500;
const cleanUpMs = 3_000;

type Steps = Readonly<Record<SelfTestStep, () => Promise<void>>>;

/**
 * Links a phone, sends, links anew and starts over, with the program's own console, client library and disk against a
 * WhatsApp on this machine. It needs no network, knows nothing of the real tenants, and leaves nothing behind. What it
 * shows ends at an accepted login: the thirty seconds of probation after it are WhatsApp's to use, and there is no
 * WhatsApp here.
 */
export async function runSelfTest(
  options: Omit<TestBenchOptions, 'folder'> & {
    /** Throw-away folders are made in it, on the disk that is to be tested. */
    readonly parentFolder: string;
    readonly signal: AbortSignal;
    readonly onProgress: (selfTest: SelfTest) => void;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Promise<SelfTest> {
  const { parentFolder, signal, onProgress, clock, logger } = options;
  let selfTest: SelfTest = { startedAt: clock.now(), results: [] };
  const show = (change: Partial<SelfTest>) => onProgress((selfTest = { ...selfTest, ...change }));
  const isOver = () => selfTest.results.some(({ outcome }) => outcome !== 'passed');

  let folder: string | undefined;
  let bench: Awaited<ReturnType<typeof openTestBench>> | undefined;
  const onBench = (use: (bench: Awaited<ReturnType<typeof openTestBench>>) => Promise<void>) => async () => {
    if (bench === undefined) throw new Error('the bench is not open');
    await use(bench);
  };
  const steps: Steps = {
    folder: async () => {
      await ensureFolder(parentFolder);
      folder = await mkdtemp(join(parentFolder, 'run-'));
    },
    start: async () => {
      bench = await openTestBench({ ...options, folder: folder ?? '' });
    },
    qr: onBench((open) => open.showCode()),
    scan: onBench((open) => open.scan()),
    login: onBench((open) => open.login()),
    message: onBench((open) => open.sendMessage('Self-test of Pairing Console')),
    relink: onBench((open) => open.relink()),
    restart: onBench((open) => open.restart()),
    'clean-up': async () => {
      // It runs to its end even if the test was cancelled.
      await Promise.resolve(bench?.close()).finally(() => rm(parentFolder, { recursive: true, force: true }));
    },
  };

  for (const step of selfTestSteps) {
    // What was made is taken away, whatever became of the rest.
    const reached = !isOver() || step === 'clean-up';
    const startedAt = clock.now();
    if (reached) show({ running: step });
    const left = step === 'clean-up' ? cleanUpMs : Math.min(stepMs, wholeMs - (startedAt - selfTest.startedAt));
    const ended = reached ? await carryOut(steps[step], left, step === 'clean-up' ? undefined : signal) : notReached;
    const result: SelfTestResult = { step, ms: Math.max(0, clock.now() - startedAt), ...ended };
    if (ended.outcome === 'failed') logger.warn('a step of the self-test failed', { ...result });
    show({ running: undefined, results: [...selfTest.results, result] });
  }
  show({ endedAt: clock.now() });
  logger.info('the self-test has ended', { passed: !isOver(), ms: clock.now() - selfTest.startedAt });
  return selfTest;

  async function carryOut(task: () => Promise<void>, ms: number, stop: AbortSignal | undefined): Promise<Ended> {
    if (stop?.aborted === true) return { outcome: 'cancelled' };
    return new Promise((resolve) => {
      const settle = (ended: Ended) => {
        cancelWatch();
        stop?.removeEventListener('abort', cancel);
        resolve(ended);
      };
      const cancel = () => settle({ outcome: 'cancelled' });
      const cancelWatch = clock.after(Math.max(0, ms), () => {
        const phase = bench?.phase();
        settle({ outcome: 'failed', problem: { code: 'timeout', ...(phase === undefined ? {} : { phase }) } });
      });
      stop?.addEventListener('abort', cancel);
      task().then(
        () => settle({ outcome: 'passed' }),
        (error: unknown) => settle({ outcome: 'failed', problem: problemOf(error, logger) }),
      );
    });
  }
}

type Ended = Pick<SelfTestResult, 'outcome' | 'problem'>;
const notReached: Ended = { outcome: 'not-reached' };

function problemOf(error: unknown, logger: Logger): SelfTestProblem {
  if (error instanceof SelfTestFailure) return error.problem;
  const isOfTheSystem = error instanceof Error && 'syscall' in error;
  if (isOfTheSystem) return { code: 'disk', systemCode: errorCodeOf(error) };
  logger.error('the self-test broke', { error });
  return { code: 'broken' };
}
