import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

import { buildService, createServiceRig, secret } from '../integration/service/service-rig.ts';

/**
 * `npm run bench:bridge`: `/status` of a real service with a hundred tenants, beside a bare `node:http`
 * handler that returns the same bytes, turn about in one run. The load comes from plain sockets in this process, which
 * cost less than any server.
 */
const tenantCount = 100;
const connections = 50;
const rounds = 13;
const roundMs = 1_000;
const target = 0.5;

interface Round {
  /** Processor time of the server for one answer, in µs. */
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const rig = await createServiceRig(await buildService(folder));
let bare: ChildProcess | undefined;
try {
  const service = await rig.start();
  // Sessions at rest: what they do by themselves would be measured on one side only.
  rig.whatsapp.misbehave({ at: 'registration', kind: 'fail', code: 405 });
  const tenants = Array.from({ length: tenantCount }, (_, n) => `business_${n}`);
  await Promise.all(tenants.map((tenant) => service.ask('POST', `/whatsapp/${tenant}/start`)));
  await Promise.all(tenants.map((tenant) => service.status(tenant, ({ phase }) => phase === 'stopped')));
  const { body } = await service.ask('GET', '/whatsapp/business_0/status');
  const started = await startBare(JSON.stringify(body));
  bare = started.child;

  const paths = tenants.map((tenant) => `/whatsapp/${tenant}/status`);
  const measured = { bridge: [] as Round[], bare: [] as Round[] };
  for (let round = 0; round < rounds; round += 1) {
    const [ours, theirs] = [await load(service.port, paths), await load(started.port, paths)];
    // The first warms both up.
    if (round > 0) {
      measured.bridge.push(ours);
      measured.bare.push(theirs);
    }
  }
  const ratios = measured.bridge.map(({ perSecond }, n) => perSecond / (measured.bare[n]?.perSecond ?? NaN));
  console.log(`/status, ${tenantCount} tenants, ${connections} connections, medians of ${rounds - 1} rounds`);
  for (const name of ['bridge', 'bare'] as const) {
    const perSecond = median(measured[name].map((round) => round.perSecond));
    const p99 = median(measured[name].map((round) => round.p99Ms));
    const cpu = median(measured[name].map((round) => round.cpuUs));
    const figures = [
      `${perSecond.toFixed(0).padStart(6)} requests/s`,
      `p99 ${p99.toFixed(1)} ms`,
      `CPU ${cpu.toFixed(0)} µs`,
    ];
    console.log(`${name.padEnd(7)} ${figures.join('   ')}`);
  }
  const ratio = median(ratios);
  const span = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  console.log(`ratio   ${ratio.toFixed(2)} (${span}), target ${target}`);
  process.exitCode = ratio >= target ? 0 : 1;
} finally {
  bare?.kill();
  await rig.close();
  await rm(folder, { recursive: true, force: true });
}

async function startBare(body: string): Promise<{ child: ChildProcess; port: number }> {
  const program = join(import.meta.dirname, 'bare-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(body);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, port: Number(line) };
}

async function cpuSeconds(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { 'x-internal-secret': secret } });
  return Number(/cpu_seconds_total ([\d.]+)$/m.exec(await answer.text())?.[1]);
}

/** Every connection asks again as soon as it is answered. */
async function load(port: number, paths: readonly string[]): Promise<Round> {
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nx-internal-secret: ${secret}\r\n\r\n`),
  );
  const waits: number[] = [];
  const cpuBefore = await cpuSeconds(port);
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, n) => ask(port, requests, n, begun + roundMs, waits)));
  const seconds = (performance.now() - begun) / 1000;
  const cpuUs = (((await cpuSeconds(port)) - cpuBefore) / waits.length) * 1e6;
  waits.sort((a, b) => a - b);
  return { cpuUs, perSecond: waits.length / seconds, p99Ms: waits[Math.floor(waits.length * 0.99)] ?? NaN };
}

function ask(port: number, requests: readonly Buffer[], first: number, until: number, waits: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let turn = first;
    let asked = 0;
    let pending = '';
    const next = () => {
      asked = performance.now();
      socket.write(requests[turn % requests.length] ?? '');
      turn += 1;
    };
    socket.setEncoding('latin1');
    socket.on('connect', next).on('error', reject);
    socket.on('data', (chunk) => {
      pending += String(chunk);
      const end = pending.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(pending)?.[1]);
      if (pending.length < end + 4 + length) return;
      if (!pending.startsWith('HTTP/1.1 200')) {
        reject(new Error(pending.slice(0, 200)));
        return;
      }
      pending = '';
      waits.push(performance.now() - asked);
      if (performance.now() < until) next();
      else socket.end(() => resolve());
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
