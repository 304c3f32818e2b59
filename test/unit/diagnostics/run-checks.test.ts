import { describe, expect, it } from 'vitest';

import { createNetworkChecks } from '../../../electron/diagnostics/network-checks.ts';
import { type Check, longestRunMs, runChecks } from '../../../electron/diagnostics/run-checks.ts';
import { createWorkstationChecks } from '../../../electron/diagnostics/workstation-checks.ts';
import { createDirectDialer } from '../../../electron/network/dialer.ts';
import type { CheckResult } from '../../../shared/preflight.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const never = () => new Promise<never>(() => undefined);

function start(checks: readonly Check[]) {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const controller = new AbortController();
  const started: string[] = [];
  const results: CheckResult[] = [];
  const done = runChecks({
    checks,
    clock,
    logger,
    signal: controller.signal,
    onStart: (id) => started.push(id),
    onResult: (result) => results.push(result),
  });
  const codes = () => Object.fromEntries(results.map(({ id, finding }) => [id, finding.code]));
  return { clock, logger, controller, started, results, codes, done };
}

const dns: Check = { id: 'dns', boundMs: 1000, late: { code: 'dns-timeout' }, run: never };
const tcp: Check = {
  id: 'tcp',
  needs: 'dns',
  boundMs: 2000,
  late: { code: 'tcp-timeout' },
  run: () => Promise.resolve({ code: 'tcp-connected' }),
};
const disk: Check = {
  id: 'disk',
  boundMs: 5000,
  late: { code: 'disk-timeout' },
  run: () => Promise.resolve({ code: 'disk-written', ms: 3 }),
};

describe('a run of checks', () => {
  it('starts what builds on nothing at once, and the rest when its ground is there', async () => {
    let found: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (found = resolve));
    const slow: Check = { ...dns, run: () => waiting.then(() => ({ code: 'dns-resolved' })) };
    const run = start([slow, tcp, disk]);
    await settle();
    expect(run.started).toEqual(['dns', 'disk']);
    await run.clock.advance(300);
    found();
    await run.done;
    expect(run.started).toEqual(['dns', 'disk', 'tcp']);
    expect(run.results).toContainEqual({ id: 'dns', finding: { code: 'dns-resolved' }, ms: 300 });
    expect(run.clock.pending()).toBe(0);
  });

  it('waits for each check as long as it may take, and says what that means', async () => {
    const run = start([dns, tcp, disk]);
    await run.clock.advance(1000);
    await run.done;
    expect(run.codes()).toEqual({ dns: 'dns-timeout', tcp: 'not-reached', disk: 'disk-written' });
    expect(run.started).not.toContain('tcp');
  });

  it('tells what failed first, however far up', async () => {
    const tls: Check = { ...tcp, id: 'tls', needs: 'tcp' };
    const run = start([dns, tcp, tls]);
    await run.clock.advance(1000);
    await run.done;
    expect(run.results.find(({ id }) => id === 'tls')?.finding).toEqual({ code: 'not-reached', after: 'dns' });
  });

  it('ends at once when it is cancelled, and calls nothing good or bad that it does not know', async () => {
    let told = false;
    const listening: Check = {
      ...dns,
      run: (signal) => {
        signal.addEventListener('abort', () => (told = true));
        return never();
      },
    };
    const run = start([listening, tcp, disk]);
    await settle();
    run.controller.abort();
    await run.done;
    expect(run.codes()).toEqual({ dns: 'cancelled', tcp: 'cancelled', disk: 'disk-written' });
    expect(told).toBe(true);
    expect(run.clock.pending()).toBe(0);
  });

  it('survives a check that breaks, and logs why', async () => {
    const broken: Check = { ...disk, run: () => Promise.reject(new Error('no such thing')) };
    const run = start([broken]);
    await run.done;
    expect(run.codes()).toEqual({ disk: 'check-broken' });
    expect(run.logger.lines).toEqual([{ level: 'error', message: 'a check of the workstation broke' }]);
  });
});

it('takes less than ten seconds with the real checks, whatever happens', () => {
  const clock = createFakeClock();
  const checks = [
    ...createNetworkChecks({ url: 'wss://web.whatsapp.com/', dialer: createDirectDialer(clock), clock }),
    ...createWorkstationChecks({
      dataFolder: '/',
      clock,
      versions: () => ({ pin: undefined, published: undefined, isFetched: true }),
      otherInstance: never,
      hasKeyring: never,
    }),
  ];
  expect(checks.map(({ id }) => id)).toHaveLength(11);
  expect(longestRunMs(checks)).toBeLessThan(10_000);
});
