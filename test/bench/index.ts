/**
 * `npm run bench [-- --quick] [-- --profile] [-- --peer FILE] [-- --node 20,22,24] [-- --compare FILE] [-- --write]`: the
 * console beside the naive design, in one run. docs/performance.md says what the figures mean. `--quick` takes two minutes
 * and fewer tenants; `--profile` leaves a CPU profile of every measured process in test-output/bench/profiles; `--peer` puts
 * another program in place of the naive design; `--node` runs the service on these; `--write` puts the tables into
 * docs/performance.md.
 */
import { cpus } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { buildIfStale } from '../../scripts/build.js';
import { type KeptLine, type KeptRun, compareRuns, keepRun, readRun } from './compare.ts';
import { writeTables } from './docs-tables.ts';
import type { Round } from './messages.ts';
import { nodeOf } from './nodes.ts';
import { type DesignName, type Measured, type Scenario, createProcesses } from './processes.ts';
import { type ServicePlace, measureCrowd, measureRest, measureService, measureSilence } from './service.ts';
import { measureStatus } from './status-load.ts';
import { type Line, type Target, type Unit, percentile, printHead, printLine } from './table.ts';
import { startWhatsApp } from './whatsapp-process.ts';
import { type WindowFigures, measureWindow } from './window.ts';

interface Plan {
  readonly single: Scenario & { readonly pairs: number };
  readonly crowd: Scenario & { readonly pairs: number };
  readonly starts: number;
  readonly clicks: number;
  /** Connected tenants that are asked for their `/status`, and for how many seconds. */
  readonly statuses: number;
  readonly polls: number;
  /** Tenants that one workstation starts at once. */
  readonly workstation: number;
  /** Connected tenants whose memory is measured at rest; 0: neither that nor a silent peer is measured. */
  readonly resting: number;
}

const full: Plan = {
  single: { size: 1, rounds: 5, scanAfterMs: 1_000, pairs: 2 },
  crowd: { size: 50, rounds: 1, scanAfterMs: 15_000, pairs: 2 },
  starts: 5,
  clicks: 10,
  statuses: 100,
  polls: 12,
  workstation: 1_000,
  resting: 200,
};
const quick: Plan = {
  single: { size: 1, rounds: 3, scanAfterMs: 1_000, pairs: 1 },
  crowd: { size: 10, rounds: 1, scanAfterMs: 2_000, pairs: 1 },
  starts: 2,
  clicks: 4,
  statuses: 10,
  polls: 3,
  workstation: 100,
  resting: 0,
};

/** No further pair is begun after this, in ms: a busy machine gets fewer figures, not a longer run. */
const budgetMs = 180_000;
const timeoutMs = 180_000;

type Pair = Readonly<Record<DesignName, Measured>>;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    compare: { type: 'string' },
    write: { type: 'boolean', default: false },
    peer: { type: 'string' },
    node: { type: 'string', default: process.versions.node.split('.')[0] ?? '' },
  },
});
// Read first: a file that cannot be compared with is told before minutes of measuring.
const before = values.compare === undefined ? undefined : await readRun(values.compare);
const lines: KeptLine[] = [];
const plan = values.quick ? quick : full;
const begun = performance.now();
const whatsapp = await startWhatsApp();
const output = join(import.meta.dirname, '../../test-output/bench');
const peer = values.peer === undefined ? undefined : resolve(values.peer);
/** What stands beside the console. */
const beside = peer === undefined ? 'naive design' : basename(peer, extname(peer));
const runner = await createProcesses({ whatsapp, output, timeoutMs, peer, profile: values.profile });

const [cpu] = cpus();
console.log(`${new Date().toISOString()}, Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`);
console.log(
  'Medians (lowest to highest); the ratio is what stands beside / console, so above 1 the console does better.',
);

await section('One tenant', async (title) => printRounds(title, plan.single, await pairs(plan.single)));
await section(`${plan.crowd.size} tenants at once`, async (title) =>
  printRounds(title, plan.crowd, await pairs(plan.crowd)),
);
await section('The window', async (title) => {
  const other: number[] = [];
  for (let start = 0; start < plan.starts; start += 1) other.push(await runner.firstCode('beside'));
  printWindow(title, await measureWindow({ whatsappUrl: whatsapp.url, ...plan }), other);
});
await buildIfStale(console.log);
for (const major of values.node.split(',')) {
  await section(`The service on Node ${major}`, async (title) => {
    const node = await nodeOf(major);
    printHead(title, 'bare handler');
    await printService(title, { node, whatsapp });
  });
}

const violations = await whatsapp.violations();
console.log(`\nProtocol violations seen by the loopback WhatsApp: ${violations.length}`);
for (const violation of new Set(violations)) console.log(`  ${violation}`);
const { preKeysUploaded, links } = await whatsapp.counts();
console.log(
  `Pre-keys uploaded for each of ${links} links: ${Math.round(preKeysUploaded / links)} (a first login takes 812)`,
);
await whatsapp.close();
const machine = `Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`;
const run: KeptRun = { at: new Date().toISOString(), machine, beside, lines };
const kept = join(output, 'last.json');
await keepRun(kept, run);
console.log(`\nKept in ${kept}; copy it, and give the copy to --compare after a change.`);
if (values.write) await writeTables(join(import.meta.dirname, '../../docs/performance.md'), run);
if (before !== undefined) printChanges(before);
console.log(`Took ${Math.round((performance.now() - begun) / 1000)} s`);

/** Prints a line and keeps it. */
function report(section: string, line: Line): void {
  printLine(line);
  const [first, ...rest] = line.console;
  if (first === undefined) return;
  lines.push({
    ...line,
    section,
    what: line.what.trim(),
    console: [first, ...rest],
    beside: line.beside === undefined ? undefined : [...line.beside],
  });
}

/** Exit code 1 where something has become worse. */
function printChanges(kept: KeptRun): void {
  console.log(`\nSince ${kept.at} (${kept.machine}); above 1 is worse`);
  if (kept.machine !== machine) console.log('That run is of another machine or Node: the verdicts mean little.');
  for (const { line, ratio, verdict } of compareRuns(kept, run)) {
    console.log(`${ratio.toFixed(2).padStart(6)}  ${verdict.padEnd(6)}  ${line}`);
    if (verdict === 'worse') process.exitCode = 1;
  }
}

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
      beside: await runner.link('beside', scenario),
    });
  }
  return measured;
}

function printRounds(title: string, { size, scanAfterMs }: Scenario, measured: readonly Pair[]): void {
  const line = (what: string, pick: (round: Round) => number, target?: Target, unit: 'ms' | 'KiB' = 'ms') => {
    const all = (design: DesignName) => measured.flatMap((pair) => pair[design].rounds.map(pick));
    report(title, { what, unit, console: all('console'), beside: all('beside'), target });
  };
  const crowd = size > 1;
  const ofCrowd = (target: Target) => (crowd ? target : undefined);
  const last = crowd ? 'the last ' : '';

  printHead(`${title}, scanned ${scanAfterMs / 1000} s after ${last}code`, beside);
  line(`start to ${last}code`, ({ codesMs }) => codesMs, ofCrowd({ ratio: 4 }));
  line('  CPU for it, per tenant', ({ codesCpuMs }) => codesCpuMs / size, ofCrowd({ ratio: 5 }));
  line('  longest delay of the event loop', ({ startDelayMs }) => startDelayMs, ofCrowd({ ratio: 20, most: 20 }));
  // A single phone scans before its keys are made.
  if (crowd) line('CPU up to the scan, with pre-keys, per tenant', ({ scanCpuMs }) => scanCpuMs / size, { most: 70 });
  line(`scan to ${last}connected`, ({ connectedMs }) => connectedMs, { ratio: 3, most: crowd ? 2_000 : 100 });
  line('  CPU for the whole link, per tenant', ({ connectedCpuMs }) => connectedCpuMs / size, ofCrowd({ most: 150 }));
  line('  longest delay of the event loop', ({ loginDelayMs }) => loginDelayMs, ofCrowd({ ratio: 20, most: 60 }));
  if (crowd) {
    line('memory per tenant with a code', ({ unlinkedBytes }) => unlinkedBytes / size / 1024, undefined, 'KiB');
    line('memory per tenant just connected', ({ linkedBytes }) => linkedBytes / size / 1024, undefined, 'KiB');
  }
  for (const design of ['console', 'beside'] as const) {
    const rounds = measured.flatMap((pair) => pair[design].rounds);
    const unconnected = rounds.reduce((sum, round) => sum + round.unconnected, 0);
    if (unconnected > 0) console.log(`${nameOf(design)}: ${unconnected} of ${rounds.length * size} never connected`);
    const rejections = measured.flatMap((pair) => pair[design].rejections);
    if (rejections.length === 0) continue;
    const kinds = new Set(rejections.map((text) => text.split(',')[0]));
    console.log(`${nameOf(design)}: ${rejections.length} unhandled rejections: ${[...kinds].join('; ')}`);
  }
}

function printWindow(title: string, figures: WindowFigures, other: readonly number[]): void {
  const { electron, starts, clicks, phases, unseenPhases } = figures;
  printHead(`${title}, ${electron}`, beside);
  // What stands beside has no window: its picture exists at this moment, and is seen later.
  report(title, {
    what: 'program started to code painted',
    unit: 'ms',
    console: starts,
    beside: other,
    target: { most: 800 },
  });
  report(title, { what: 'click to code painted', unit: 'ms', console: clicks });
  report(title, { what: 'new phase in main to painted', unit: 'ms', console: phases });
  const p95 = Math.round(percentile(phases, 95));
  console.log(
    `  of ${phases.length} phases: p95 ${p95} ms (≤ 100: ${p95 <= 100 ? 'met' : 'missed'}); ${unseenPhases} more were over before they could be drawn`,
  );
}

function nameOf(design: DesignName): string {
  return design === 'console' ? design : beside;
}

/** What the built service does on a Node. Lines without a bare handler stand alone. */
async function printService(title: string, { node, whatsapp }: ServicePlace): Promise<void> {
  const line = (what: string, value: number, most: number | undefined, unit: Unit = 'ms') =>
    report(title, { what, unit, console: [value], target: most === undefined ? undefined : { most } });
  const crowd = plan.crowd.size;

  const { listenMs, listenMiB, codeMs, startsMs, restartDelayMs } = await measureService({ node, whatsapp }, crowd);
  line('started to listening', listenMs, 300);
  line('memory when it listens', listenMiB, 75, 'MiB');
  line('started to the first code', codeMs, 350);
  line(`the last of ${crowd} answers to /start`, startsMs, undefined);
  line(`longest delay of the event loop while ${crowd} links come back`, restartDelayMs, 40);

  const rounds = await measureStatus({ node, tenants: plan.statuses, rounds: plan.polls });
  const perAnswer = (server: 'bridge' | 'bare') => rounds.map((round) => 1e6 / round[server].perSecond);
  report(title, {
    what: `an answer to /status, ${plan.statuses} connected`,
    unit: 'µs',
    console: perAnswer('bridge'),
    beside: perAnswer('bare'),
    target: { ratio: 0.6 },
  });

  const { codesMs, delayMs, failed } = await measureCrowd({ node, whatsapp }, plan.workstation);
  line(`start to the last code of ${plan.workstation}`, codesMs, 8_000);
  line('longest delay of the event loop meanwhile', delayMs, 50);
  if (failed > 0) console.log(`  ${failed} of them had no code at the end`);

  if (plan.resting === 0) return;
  line(`memory of each of ${plan.resting} connected at rest`, await measureRest({ node }, plan.resting), 0.7, 'MiB');
  line('a peer that goes silent to reconnecting', await measureSilence({ node }), 45_000);
}
