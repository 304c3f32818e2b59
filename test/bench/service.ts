import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { type Service, type ServiceRig, createServiceRig, serviceProgram } from '../integration/service/service-rig.ts';
import { type WhatsAppProcess, startWhatsApp } from './whatsapp-process.ts';

/** Figures of the built service in plain Node, each from one run of it. Memory is resident, in MiB. */
export interface ServiceFigures {
  /** From `spawn` until it listens, in ms; at the second start after a build, with what Node has kept (22.1 and later). */
  readonly listenMs: number;
  readonly listenMiB: number;
  /** From the same `spawn` until the code of a tenant that did not exist, in ms. */
  readonly codeMs: number;
  /** Until the last answer to as many `/start` as there are tenants, all asked at once, in ms. */
  readonly startsMs: number;
  /** The longest delay of the event loop while as many links come back after a restart, in ms. */
  readonly restartDelayMs: number;
}

export interface CrowdFigures {
  /** From the first `/start` until the last tenant has a code, in ms. */
  readonly codesMs: number;
  /** The longest delay of the event loop in that time, in ms. */
  readonly delayMs: number;
  /** Tenants without a code at the end. */
  readonly failed: number;
}

interface Program {
  /** The Node that runs it. */
  readonly node: string;
}
export interface ServicePlace extends Program {
  /** In another process: it is not to hold up what is measured. */
  readonly whatsapp: WhatsAppProcess;
}

/** Where `npm run service` has Node keep what it compiles. */
const compiledCode = join(dirname(serviceProgram), 'compiled-code');
/** How many phones scan at once: no crowd of scans is measured here. */
const scansAtOnce = 10;
/** The bridge closes what one address opens beyond 256 connections. */
const callsAtOnce = 100;
/** More attempts than are made here. */
const attempts = { LINK_ATTEMPTS: '9999/9999' };
/** How long links may take to come to rest, in ms. */
const restMs = 90_000;
/** A crowd that takes longer has failed, in ms. */
const crowdMs = 60_000;
/** What a login leaves to be done is over then, in ms. */
const restBeforeSilenceMs = 5_000;

export async function measureService({ whatsapp, ...built }: ServicePlace, tenants: number): Promise<ServiceFigures> {
  return withRig(built, async (rig) => {
    const asNpmRunService = { WHATSAPP_URL: whatsapp.url, NODE_COMPILE_CACHE: compiledCode };
    const before = await rig.start(asNpmRunService);
    await before.ask('POST', '/whatsapp/before/start');
    await before.qr('before');
    await before.ask('POST', '/whatsapp/before/disconnect');
    await before.stop();

    const begun = performance.now();
    const first = await rig.start(asNpmRunService);
    const listenMs = performance.now() - begun;
    const listenMiB = await residentMiB(first);
    const asked = performance.now();
    await first.ask('POST', '/whatsapp/first/start');
    await first.qr('first');
    const codeMs = listenMs + performance.now() - asked;
    await first.stop();

    const service = await rig.start(attempts);
    await service.ask('POST', '/whatsapp/first/start');
    await service.qr('first');
    const names = namesOf(tenants);
    const called = performance.now();
    await Promise.all(names.map((name) => service.ask('POST', `/whatsapp/${name}/start`)));
    const startsMs = performance.now() - called;

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
export async function measureRest(built: Program, tenants: number): Promise<number> {
  return withRig(built, async (rig) => {
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

/** Starts so many tenants at once. */
export async function measureCrowd({ whatsapp, ...built }: ServicePlace, tenants: number): Promise<CrowdFigures> {
  return withRig(built, async (rig) => {
    const service = await rig.start({ ...attempts, WHATSAPP_URL: whatsapp.url });
    await service.ask('POST', '/whatsapp/first/start');
    await service.qr('first');
    await longestDelayMs(service);
    const begun = performance.now();
    const names = namesOf(tenants);
    for (let first = 0; first < tenants; first += callsAtOnce) {
      const group = names.slice(first, first + callsAtOnce);
      await Promise.all(group.map((name) => service.ask('POST', `/whatsapp/${name}/start`)));
    }
    let [waiting, delayMs] = [0, 0];
    while (waiting <= tenants && performance.now() - begun < crowdMs) {
      await setTimeout(100);
      const metrics = await service.metrics();
      waiting = figureIn(metrics, 'sessions{phase="awaiting-scan"}');
      delayMs = Math.max(delayMs, delayIn(metrics));
    }
    return { codesMs: performance.now() - begun, delayMs, failed: Math.max(0, tenants + 1 - waiting) };
  });
}

/** How long a link to a WhatsApp whose process stands still counts as connected, in ms. */
export async function measureSilence(built: Program): Promise<number> {
  const whatsapp = await startWhatsApp();
  try {
    return await withRig(built, async (rig) => {
      const service = await rig.start({ ...attempts, WHATSAPP_URL: whatsapp.url });
      await whatsapp.addPhone('972599999999');
      await service.ask('POST', '/whatsapp/first/start');
      await whatsapp.scan('972599999999', await service.qr('first'));
      await service.connected('first');
      await setTimeout(restBeforeSilenceMs);
      whatsapp.stand();
      const begun = performance.now();
      await service.status('first', ({ phase }) => phase === 'reconnecting');
      return performance.now() - begun;
    });
  } finally {
    whatsapp.goOn();
    await whatsapp.close();
  }
}

async function withRig<T>({ node }: Program, measure: (rig: ServiceRig) => Promise<T>): Promise<T> {
  const rig = await createServiceRig(node);
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
  return delayIn(await service.metrics());
}

function delayIn(metrics: string): number {
  return figureIn(metrics, 'event_loop_delay_seconds{quantile="1"}') * 1_000;
}

function figureIn(metrics: string, name: string): number {
  const line = metrics.split('\n').find((text) => text.startsWith(`pairing_console_${name} `));
  return Number(line?.slice(line.lastIndexOf(' ')));
}
