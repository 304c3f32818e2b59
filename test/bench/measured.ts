/**
 * The process that is measured: one design, one task (`messages.ts`), nothing else in it. The endpoint and the phones
 * live in other processes; the parent passes on what is scanned.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import type { Design, DesignOptions } from './design.ts';
import { type FromChild, type Round, taskSchema } from './messages.ts';

/** How often the event loop is asked whether it is late, in ms. */
const resolutionMs = 5;
/** How long a phone is held before its owner gives up, in ms. */
const patienceMs = 75_000;

const {
  design: name,
  peer,
  url,
  folder,
  rounds,
  scanAfterMs,
  firstCodeOnly,
} = taskSchema.parse(JSON.parse(process.argv[2] ?? ''));
const codes = createRollCall<string>();
const connected = createRollCall<null>();
const rejections: string[] = [];
// The naive design leaves promises alone that fail; they are counted, as the process would not live on otherwise.
process.on('unhandledRejection', (error) => rejections.push(String(error)));

const measuredDesign = await createDesign({
  folder,
  url,
  onQr: (tenant, text) => codes.answer(tenant, text),
  onConnected: (tenant) => connected.answer(tenant, null),
});
if (firstCodeOnly) {
  await firstCode(measuredDesign);
} else {
  // The first link of a process compiles its code and lets its heap grow; that is no property of a tenant.
  await measure(measuredDesign, ['warm-up'], 0);
  const figures: Round[] = [];
  for (const tenants of rounds) figures.push(await measure(measuredDesign, tenants, scanAfterMs));
  say({ type: 'rounds', rounds: figures, rejections });
}
await measuredDesign.close();
// The client library leaves timers behind.
process.exit();

async function createDesign(options: DesignOptions): Promise<Design> {
  // Only the one that is measured is loaded.
  if (name === 'console') return (await import('./console-design.ts')).createConsoleDesign(options);
  if (peer === undefined) return (await import('./naive-design.ts')).createNaiveDesign(options);
  const { createDesign: create } = (await import(/* @vite-ignore */ pathToFileURL(peer).href)) as {
    readonly createDesign: (options: DesignOptions) => Design;
  };
  return create(options);
}

async function firstCode(design: Design): Promise<void> {
  const tenants = rounds.flat();
  await design.prepare(tenants);
  design.start(tenants);
  await codes.of(tenants);
  say({ type: 'first-code', at: performance.timeOrigin + performance.now() });
}

async function measure(design: Design, tenants: readonly string[], waitMs: number): Promise<Round> {
  await design.prepare(tenants);
  const before = await residentBytes();
  const cpu = process.cpuUsage();
  const waiting = observe();
  design.start(tenants);
  const texts = await codes.of(tenants);
  const codesMs = waiting.ms();
  const codesCpuMs = cpuMs(cpu);
  await pause(waitMs);
  const startDelayMs = waiting.end();
  const scanCpuMs = cpuMs(cpu);
  const unlinked = await residentBytes();

  const linking = observe();
  for (const [tenant, qr] of texts) say({ type: 'scan', tenant, qr });
  const { size } = await connected.of(tenants, patienceMs);
  const connectedMs = linking.ms();
  const connectedCpuMs = cpuMs(cpu);
  const loginDelayMs = linking.end();
  return {
    codesMs,
    codesCpuMs,
    scanCpuMs,
    startDelayMs,
    unlinkedBytes: unlinked - before,
    connectedMs,
    unconnected: tenants.length - size,
    connectedCpuMs,
    loginDelayMs,
    linkedBytes: (await residentBytes()) - before,
  };
}

/** The time from here on; `end` answers the longest delay of the event loop until then. */
function observe(): { ms(): number; end(): number } {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const begun = performance.now();
  return {
    ms: () => performance.now() - begun,
    end() {
      delay.disable();
      // The histogram holds the time between two looks.
      return Math.max(0, delay.max / 1e6 - resolutionMs);
    },
  };
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

async function residentBytes(): Promise<number> {
  // The second collection takes what the finalisers of the first let go.
  for (let round = 0; round < 2; round += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  return process.memoryUsage().rss;
}

/** Keeps what tenants answer, and waits until all of some have. */
function createRollCall<T>() {
  const answers = new Map<string, T>();
  const waiting = new Set<() => void>();
  return {
    answer(tenant: string, value: T): void {
      answers.set(tenant, value);
      for (const check of [...waiting]) check();
    },
    /** Resolves once all of them have, or with those that have when `limitMs` is over. */
    of: (tenants: readonly string[], limitMs?: number) =>
      new Promise<Map<string, T>>((resolve) => {
        const finish = (): void => {
          clearTimeout(limit);
          waiting.delete(check);
          resolve(new Map([...answers].filter(([tenant]) => tenants.includes(tenant))));
        };
        const check = (): void => {
          if (tenants.every((tenant) => answers.has(tenant))) finish();
        };
        const limit = limitMs === undefined ? undefined : setTimeout(finish, limitMs);
        waiting.add(check);
        check();
      }),
  };
}

function say(message: FromChild): void {
  process.send?.(message);
}
