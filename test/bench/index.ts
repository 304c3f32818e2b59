/**
 * `npm run bench [-- --quick] [-- --profile]`: the console beside the naive design, in one run. docs/performance.md says
 * what the figures mean. `--quick` takes a minute and fewer tenants; `--profile` leaves a CPU profile of every measured
 * process in test-output/bench/profiles.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Round } from './messages.ts';
import { type DesignName, type Measured, type Scenario, createProcesses } from './processes.ts';
import { percentile, printHead, printLine } from './table.ts';
import { startWhatsApp } from './whatsapp-process.ts';
import { type WindowFigures, measureWindow } from './window.ts';

interface Plan {
  readonly single: Scenario & { readonly pairs: number };
  readonly crowd: Scenario & { readonly pairs: number };
  readonly starts: number;
  readonly clicks: number;
}

const full: Plan = {
  single: { size: 1, rounds: 5, scanAfterMs: 1_000, pairs: 2 },
  crowd: { size: 50, rounds: 1, scanAfterMs: 15_000, pairs: 2 },
  starts: 5,
  clicks: 10,
};
const quick: Plan = {
  single: { size: 1, rounds: 3, scanAfterMs: 1_000, pairs: 1 },
  crowd: { size: 10, rounds: 1, scanAfterMs: 2_000, pairs: 1 },
  starts: 2,
  clicks: 4,
};

/** No further pair is begun after this, in ms: a busy machine gets fewer figures, not a longer run. */
const budgetMs = 180_000;
const timeoutMs = 180_000;

type Pair = Readonly<Record<DesignName, Measured>>;

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'boolean', default: false } },
});
const plan = values.quick ? quick : full;
const begun = performance.now();
const whatsapp = await startWhatsApp();
const output = join(import.meta.dirname, '../../test-output/bench');
const runner = await createProcesses({ whatsapp, output, timeoutMs, profile: values.profile });

const [cpu] = cpus();
console.log(`${new Date().toISOString()}, Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`);
console.log('Medians (lowest to highest); the ratio is naive / console, so above 1 the console does better.');

await section('One tenant', async (title) => printRounds(title, plan.single, await pairs(plan.single)));
await section(`${plan.crowd.size} tenants at once`, async (title) =>
  printRounds(title, plan.crowd, await pairs(plan.crowd)),
);
await section('The window', async (title) => {
  const naive: number[] = [];
  for (let start = 0; start < plan.starts; start += 1) naive.push(await runner.firstCode('naive'));
  printWindow(title, await measureWindow({ whatsappUrl: whatsapp.url, ...plan }), naive);
});

console.log(`\nProtocol violations seen by the loopback WhatsApp: ${await whatsapp.violations()}`);
await whatsapp.close();
console.log(`Took ${Math.round((performance.now() - begun) / 1000)} s`);

/** What cannot be measured here is said, and the rest is measured all the same. */
async function section(title: string, measure: (title: string) => Promise<void>): Promise<void> {
  try {
    await measure(title);
  } catch (error) {
    console.error(`\n${title}: not measured. ${String(error)}`);
    process.exitCode = 1;
  }
}

/** Turn and turn about, so that a busy moment of the machine hits both. */
async function pairs(scenario: Plan['single']): Promise<Pair[]> {
  const measured: Pair[] = [];
  while (measured.length < scenario.pairs && (measured.length === 0 || performance.now() - begun < budgetMs)) {
    measured.push({
      console: await runner.link('console', scenario),
      naive: await runner.link('naive', scenario),
    });
  }
  return measured;
}

function printRounds(title: string, { size, scanAfterMs }: Scenario, measured: readonly Pair[]): void {
  const line = (what: string, pick: (round: Round) => number, target = '', unit: 'ms' | 'KiB' = 'ms') => {
    const all = (design: DesignName) => measured.flatMap((pair) => pair[design].rounds.map(pick));
    printLine({ what, unit, console: all('console'), naive: all('naive'), target });
  };
  const crowd = size > 1;
  const ofCrowd = (target: string) => (crowd ? target : '');
  const last = crowd ? 'the last ' : '';
  const delayTarget = ofCrowd('≥ 20 ×, ≤ 50 ms');

  printHead(`${title}, scanned ${scanAfterMs / 1000} s after ${last}code`);
  line(`start to ${last}code`, ({ codesMs }) => codesMs, ofCrowd('≥ 4 × (100 tenants)'));
  line('  CPU for it, per tenant', ({ codesCpuMs }) => codesCpuMs / size, ofCrowd('≥ 5 × (100 tenants)'));
  line('  longest delay of the event loop', ({ startDelayMs }) => startDelayMs, delayTarget);
  line(`scan to ${last}connected`, ({ connectedMs }) => connectedMs, '≥ 3 ×');
  line('  CPU for the whole link, per tenant', ({ connectedCpuMs }) => connectedCpuMs / size);
  line('  longest delay of the event loop', ({ loginDelayMs }) => loginDelayMs, delayTarget);
  if (crowd) {
    line('memory per tenant with a code', ({ unlinkedBytes }) => unlinkedBytes / size / 1024, '', 'KiB');
    line('memory per connected tenant', ({ linkedBytes }) => linkedBytes / size / 1024, '', 'KiB');
  }
  for (const design of ['console', 'naive'] as const) {
    const rounds = measured.flatMap((pair) => pair[design].rounds);
    const unconnected = rounds.reduce((sum, round) => sum + round.unconnected, 0);
    if (unconnected > 0) console.log(`${design}: ${unconnected} of ${rounds.length * size} never connected`);
    const rejections = measured.flatMap((pair) => pair[design].rejections);
    if (rejections.length === 0) continue;
    const kinds = new Set(rejections.map((text) => text.split(',')[0]));
    console.log(`${design}: ${rejections.length} unhandled rejections: ${[...kinds].join('; ')}`);
  }
}

function printWindow(title: string, figures: WindowFigures, naive: readonly number[]): void {
  const { electron, starts, clicks, phases, unseenPhases } = figures;
  printHead(`${title}, ${electron}`);
  // The naive design has no window: its picture exists at this moment, and is seen later.
  printLine({ what: 'program started to code painted', unit: 'ms', console: starts, naive });
  printLine({ what: 'click to code painted', unit: 'ms', console: clicks });
  printLine({ what: 'new phase in main to painted', unit: 'ms', console: phases, target: 'p95 ≤ 100 ms' });
  const p95 = Math.round(percentile(phases, 95));
  console.log(`  of ${phases.length} phases: p95 ${p95} ms; ${unseenPhases} more were over before they could be drawn`);
}
