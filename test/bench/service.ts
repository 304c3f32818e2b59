import { setTimeout } from 'node:timers/promises';

import { type Service, type ServiceRig, createServiceRig } from '../integration/service/service-rig.ts';

/** Figures of the built service in plain Node, each from one run of it. Memory is resident, in MiB. */
export interface ServiceFigures {
  /** From `spawn` until it listens, in ms. */
  readonly listenMs: number;
  readonly listenMiB: number;
  /** From `spawn` until the code of a tenant that did not exist, in ms. */
  readonly codeMs: number;
  /** Until the last answer to as many `/start` as there are tenants, all asked at once, in ms. */
  readonly startsMs: number;
  /** The longest delay of the event loop while as many links come back after a restart, in ms. */
  readonly restartDelayMs: number;
}

/** How many phones scan at once: no crowd of scans is measured here. */
const scansAtOnce = 10;
/** More attempts than are made here. */
const attempts = { LINK_ATTEMPTS: '9999/9999' };
/** How long links may take to come to rest, in ms. */
const restMs = 90_000;

export async function measureService(program: string, tenants: number): Promise<ServiceFigures> {
  return withRig(program, async (rig) => {
    const begun = performance.now();
    const service = await rig.start(attempts);
    const listenMs = performance.now() - begun;
    const listenMiB = await residentMiB(service);
    await service.ask('POST', '/whatsapp/first/start');
    await service.qr('first');
    const codeMs = performance.now() - begun;

    const names = namesOf(tenants);
    const asked = performance.now();
    await Promise.all(names.map((name) => service.ask('POST', `/whatsapp/${name}/start`)));
    const startsMs = performance.now() - asked;

    await linkAll(rig, service, names);
    await service.stop();
    const again = await rig.start(attempts);
    // The library was loaded before it listened. Each reading begins a new one.
    await longestDelayMs(again);
    await Promise.all(names.map((name) => again.connected(name)));
    return { listenMs, listenMiB, codeMs, startsMs, restartDelayMs: await longestDelayMs(again) };
  });
}

/** What each of so many connected tenants costs at rest, in MiB: the lowest of a minute and a half, with no collection asked for. */
export async function measureRest(program: string, tenants: number): Promise<number> {
  return withRig(program, async (rig) => {
    const service = await rig.start(attempts);
    // Loads and compiles what every tenant needs.
    await rig.link(service, 'first', '972599999999');
    const before = await residentMiB(service);
    await linkAll(rig, service, namesOf(tenants));
    let least = Infinity;
    const until = performance.now() + restMs;
    while (performance.now() < until) {
      await setTimeout(5_000);
      least = Math.min(least, await residentMiB(service));
    }
    return (least - before) / tenants;
  });
}

async function withRig<T>(program: string, measure: (rig: ServiceRig) => Promise<T>): Promise<T> {
  const rig = await createServiceRig(program);
  try {
    return await measure(rig);
  } finally {
    await rig.close();
  }
}

function namesOf(tenants: number): readonly string[] {
  return Array.from({ length: tenants }, (_, n) => `business_${n}`);
}

async function linkAll(rig: ServiceRig, service: Service, names: readonly string[]): Promise<void> {
  for (let first = 0; first < names.length; first += scansAtOnce) {
    const group = names.slice(first, first + scansAtOnce);
    await Promise.all(group.map((name, n) => rig.link(service, name, String(972_500_000_000 + first + n))));
  }
}

async function residentMiB(service: Service): Promise<number> {
  return figureIn(await service.metrics(), 'resident_memory_bytes') / 1024 ** 2;
}

/** Since this was last asked. */
async function longestDelayMs(service: Service): Promise<number> {
  return figureIn(await service.metrics(), 'event_loop_delay_seconds{quantile="1"}') * 1_000;
}

function figureIn(metrics: string, name: string): number {
  const line = metrics.split('\n').find((text) => text.startsWith(`pairing_console_${name} `));
  return Number(line?.slice(line.lastIndexOf(' ')));
}
