import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createBench } from '../../../electron/console/self-test.ts';
import { runSelfTest } from '../../../electron/diagnostics/self-test.ts';
import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import type { Clock } from '../../../electron/pairing/ports.ts';
import type { SelfTest } from '../../../shared/self-test.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'pairing-console-'));
  // A real tenant lies beside it, and must lie there afterwards as it was.
  await mkdir(join(dataFolder, 'storage', 'whatsapp', 'real'), { recursive: true });
  await writeFile(join(dataFolder, 'storage', 'whatsapp', 'real', 'tenant.json'), 'untouched');
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

interface RunOptions {
  readonly prepare?: (whatsapp: LoopbackWhatsApp) => void;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onProgress?: (selfTest: SelfTest) => void;
}

async function run(options: RunOptions = {}) {
  const { prepare = () => undefined, clock = systemClock, onProgress = () => undefined } = options;
  let whatsapp: LoopbackWhatsApp | undefined;
  const selfTest = await runSelfTest({
    ...createBench({ clock: systemClock, logger: silentLogger }),
    loadLoopback: () =>
      Promise.resolve({
        async createLoopbackWhatsApp() {
          whatsapp = await createLoopbackWhatsApp();
          prepare(whatsapp);
          return whatsapp;
        },
      }),
    parentFolder: join(dataFolder, 'self-test'),
    signal: options.signal ?? new AbortController().signal,
    onProgress,
    clock,
    logger: silentLogger,
  });
  const outcomes = Object.fromEntries(selfTest.results.map(({ step, outcome }) => [step, outcome]));
  const failed = selfTest.results.find(({ outcome }) => outcome === 'failed');
  return { selfTest, outcomes, failed, whatsapp };
}

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(dataFolder)).toEqual(['storage']);
  expect(await readdir(join(dataFolder, 'storage', 'whatsapp', 'real'))).toEqual(['tenant.json']);
}

describe('the self-test', () => {
  it('links, sends, links anew and restarts with the program itself, in time, and leaves nothing', async () => {
    const seen: (string | undefined)[] = [];
    const { selfTest, outcomes, whatsapp } = await run({ onProgress: ({ running }) => seen.push(running) });
    expect(outcomes).toEqual({
      folder: 'passed',
      start: 'passed',
      qr: 'passed',
      scan: 'passed',
      login: 'passed',
      message: 'passed',
      relink: 'passed',
      restart: 'passed',
      'clean-up': 'passed',
    });
    expect((selfTest.endedAt ?? Infinity) - selfTest.startedAt).toBeLessThan(15_000);
    expect(whatsapp?.violations).toEqual([]);
    // Two links, and three logins: after each link, and after the restart.
    expect(whatsapp?.counts).toMatchObject({ logins: 3, live: 0 });
    expect(whatsapp?.phones[0]?.messages.map(({ text }) => text)).toHaveLength(2);
    expect(seen).toContain('relink');
    await expectNothingLeft();
  });

  it.each([
    ['a forged account', 'forged-account-signature', 'scan'],
    ['a forged seal', 'forged-seal', 'scan'],
    ['a phone that says no', 'reject', 'scan'],
  ] as const)('fails at %s, and says where', async (_, kind, step) => {
    const { failed, outcomes } = await run({
      prepare: (whatsapp) => void whatsapp.misbehave({ at: 'scan', kind }),
    });
    expect(failed?.step).toBe(step);
    expect(failed?.problem?.code).toMatch(/^(session-failed|scan-refused)$/);
    expect(outcomes).toMatchObject({ message: 'not-reached', restart: 'not-reached', 'clean-up': 'passed' });
    await expectNothingLeft();
  });

  it('fails where the restart after the scan never comes, at its bound', async () => {
    const clock = createFakeClock();
    const { failed } = await run({
      clock,
      prepare: (whatsapp) => void whatsapp.misbehave({ at: 'scan', kind: 'no-restart' }),
      onProgress: ({ running }) => {
        if (running === 'login') void clock.advance(6_000);
      },
    });
    expect(failed).toMatchObject({ step: 'login', problem: { code: 'timeout', phase: 'pairing' } });
    await expectNothingLeft();
  });

  it('fails where a login is refused and where a message is never acknowledged', async () => {
    const refused = await run({
      prepare: (whatsapp) => void whatsapp.misbehave({ at: 'login', kind: 'fail', code: 403 }),
    });
    expect(refused.failed).toMatchObject({
      step: 'login',
      problem: { code: 'session-failed', cause: 'account-locked' },
    });
    const clock = createFakeClock();
    const unanswered = await run({
      clock,
      prepare: (whatsapp) => void whatsapp.misbehave({ at: 'message', kind: 'silent' }),
      onProgress: ({ running }) => {
        if (running === 'message') void clock.advance(6_000);
      },
    });
    expect(unanswered.failed).toMatchObject({ step: 'message', problem: { code: 'timeout', phase: 'connected' } });
    await expectNothingLeft();
  });

  it('fails at a disk that takes nothing', async () => {
    // A file where its folder must be: the system refuses that to root, too.
    await writeFile(join(dataFolder, 'self-test'), '');
    const { failed, outcomes } = await run();
    expect(failed).toMatchObject({ step: 'folder', problem: { code: 'disk', systemCode: 'EEXIST' } });
    expect(outcomes).toMatchObject({ start: 'not-reached', 'clean-up': 'passed' });
  });

  it('ends at once when it is cancelled, and takes away what it made', async () => {
    const controller = new AbortController();
    const { outcomes } = await run({
      signal: controller.signal,
      onProgress: ({ running }) => {
        if (running === 'scan') controller.abort();
      },
    });
    expect(outcomes).toMatchObject({
      qr: 'passed',
      scan: 'cancelled',
      login: 'not-reached',
      'clean-up': 'passed',
    });
    await expectNothingLeft();
  });
});
