import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'vite';

import { type FromChild, type Round, type Task, fromChildSchema } from './messages.ts';
import type { WhatsAppProcess } from './whatsapp-process.ts';

export type DesignName = Task['design'];

/** Runs measured processes, each fresh and with an empty folder. */
export interface Processes {
  /** Links `size` tenants at once, `rounds` times one after the other; codes are scanned `scanAfterMs` later. */
  link(design: DesignName, scenario: Scenario): Promise<Measured>;
  /** From the start of the process until the first code, in ms. */
  firstCode(design: DesignName): Promise<number>;
}

export interface Scenario {
  readonly size: number;
  readonly rounds: number;
  readonly scanAfterMs: number;
}

export interface Measured {
  readonly rounds: readonly Round[];
  /** Promises that failed with nobody to notice. */
  readonly rejections: readonly string[];
}

interface ProcessesOptions {
  readonly whatsapp: WhatsAppProcess;
  /** The folder of this repository for what is thrown away. */
  readonly output: string;
  /** A process that takes longer has hung, in ms. */
  readonly timeoutMs: number;
  /** The file of the design beside the console; `undefined`: the naive one. */
  readonly peer: string | undefined;
  /** Write a CPU profile of every measured process into `output`. */
  readonly profile: boolean;
}

export async function createProcesses({
  whatsapp,
  output,
  timeoutMs,
  peer,
  profile,
}: ProcessesOptions): Promise<Processes> {
  // Plain JavaScript: a loader of TypeScript would cost memory and a thread in what is measured.
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(import.meta.dirname, 'measured.ts'), outDir: output, target: 'node20', emptyOutDir: true },
  });
  const program = join(output, 'measured.js');
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${join(output, 'profiles')}`] : [];
  let phones = 0;

  /** `pick` takes what is wanted from what the process says; it is told when the process was started, epoch ms. */
  async function run<T>(
    task: Omit<Task, 'url' | 'folder' | 'peer'>,
    pick: (message: FromChild, startedAt: number) => T | undefined,
  ): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'pairing-bench-'));
    const numbers = new Map<string, string>();
    for (const tenant of ['warm-up', ...task.rounds.flat()]) {
      phones += 1;
      const number = (972_500_000_000 + phones).toString();
      numbers.set(tenant, number);
      await whatsapp.addPhone(number);
    }
    try {
      return await new Promise<T>((resolve, reject) => {
        const startedAt = Date.now();
        const child = fork(program, [JSON.stringify({ ...task, peer, folder, url: whatsapp.url } satisfies Task)], {
          execArgv: ['--expose-gc', ...profiling],
          timeout: timeoutMs,
        });
        let picked: T | undefined;
        child.on('message', (json) => {
          const message = fromChildSchema.parse(json);
          if (message.type !== 'scan') picked = pick(message, startedAt);
          else void scan(numbers.get(message.tenant) ?? '', message.qr).catch(reject);
        });
        child.once('error', reject);
        child.once('exit', (code, signal) => {
          if (picked === undefined)
            reject(
              new Error(`the ${task.design} design did not finish: code ${String(code)}, signal ${String(signal)}`),
            );
          else resolve(picked);
        });
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function scan(number: string, qr: string): Promise<void> {
    const outcome = await whatsapp.scan(number, qr);
    if (outcome !== 'linked') throw new Error(`a scan came to: ${outcome}`);
  }

  return {
    link: (design, { size, rounds, scanAfterMs }) =>
      run({ design, rounds: tenants(rounds, size), scanAfterMs }, (message) =>
        message.type === 'rounds' ? message : undefined,
      ),
    firstCode: (design) =>
      run({ design, rounds: tenants(1, 1), firstCodeOnly: true }, (message, startedAt) =>
        message.type === 'first-code' ? message.at - startedAt : undefined,
      ),
  };
}

function tenants(rounds: number, size: number): string[][] {
  return Array.from({ length: rounds }, (_, round) =>
    Array.from({ length: size }, (__, tenant) => `tenant-${round}-${tenant}`),
  );
}
