import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

import { createServiceRig, secret } from '../integration/service/service-rig.ts';
import { load } from './load.ts';

/** One second of each server, turn about. */
export interface StatusRound {
  readonly bridge: ServerFigures;
  readonly bare: ServerFigures;
}

export interface ServerFigures {
  /** Processor time of the server for one answer, in µs. */
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

export interface StatusLoadOptions {
  /** The Node that runs both servers. */
  readonly node: string;
  readonly tenants: number;
  readonly rounds: number;
}

const connections = 50;
const roundMs = 1_000;
/** How many phones scan at once: no crowd is measured here. */
const scansAtOnce = 4;
/** The service rests once it has used less than this share of a processor in each of so many seconds. */
const calmShare = 0.02;
const calmSeconds = 10;

/** `/status` of a real service with connected tenants, beside a bare `node:http` handler that returns the same bytes. */
export async function measureStatus({ node, tenants: count, rounds }: StatusLoadOptions) {
  const rig = await createServiceRig(node);
  let bare: ChildProcess | undefined;
  try {
    const service = await rig.start();
    const tenants = Array.from({ length: count }, (_, n) => `business_${n}`);
    for (let first = 0; first < count; first += scansAtOnce) {
      const group = tenants.slice(first, first + scansAtOnce);
      await Promise.all(group.map((tenant, n) => rig.link(service, tenant, String(972_500_000_000 + first + n))));
    }
    await rest(service.port);
    const { body } = await service.ask('GET', '/whatsapp/business_0/status');
    if (body.connected !== true) throw new Error('not connected');
    const started = await startBare(node, JSON.stringify(body));
    bare = started.child;

    const paths = tenants.map((tenant) => `/whatsapp/${tenant}/status`);
    const measured: StatusRound[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const figures = { bridge: await measure(service.port, paths), bare: await measure(started.port, paths) };
      // The first warms both up.
      if (round > 0) measured.push(figures);
    }
    return measured;
  } finally {
    bare?.kill();
    await rig.close();
  }
}

/** Links that were just made go on working for some twenty seconds; their work is no part of an answer. */
async function rest(port: number): Promise<void> {
  let before = await cpuSeconds(port);
  for (let calm = 0; calm < calmSeconds;) {
    await setTimeout(1_000);
    const now = await cpuSeconds(port);
    calm = now - before < calmShare ? calm + 1 : 0;
    before = now;
  }
}

async function measure(port: number, paths: readonly string[]): Promise<ServerFigures> {
  const before = await cpuSeconds(port);
  const { answers, perSecond, p99Ms } = await load(port, paths, { connections, ms: roundMs });
  return { perSecond, p99Ms, cpuUs: (((await cpuSeconds(port)) - before) / answers) * 1e6 };
}

async function startBare(node: string, body: string): Promise<{ child: ChildProcess; port: number }> {
  const program = join(import.meta.dirname, 'bare-server.ts');
  const child = spawn(node, ['--import', 'tsx', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(body);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, port: Number(line) };
}

async function cpuSeconds(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { 'x-internal-secret': secret } });
  return Number(/cpu_seconds_total ([\d.]+)$/m.exec(await answer.text())?.[1]);
}
