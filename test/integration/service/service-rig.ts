import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import type { WireStatus } from '../../../electron/bridge/wire.ts';
import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { type EventReader, readEvents } from '../bridge/event-reader.ts';

export const secret = 'an-internal-secret-of-32-letters';
const root = join(import.meta.dirname, '../../..');

/** The service as `npm run build` leaves it. `test/support/fresh-build.ts` sees to it that it is newer than its sources. */
export const serviceProgram = join(root, 'dist/service/service.js');

type Environment = Readonly<Record<string, string>>;
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
/** One run of the service in a separate process. */
export interface Service {
  readonly port: number;
  /** The lines it has logged so far. */
  readonly logs: readonly string[];
  ask(method: string, path: string, json?: unknown): Promise<Answer>;
  metrics(): Promise<string>;
  /** The first status of a tenant, heard already or still to come, that fits. */
  status(tenant: string, fits: (status: WireStatus) => boolean): Promise<WireStatus>;
  connected(tenant: string): Promise<WireStatus>;
  /** The text of a QR that was not heard of before. */
  qr(tenant: string): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** The exit code of the program, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Answers the exit code and the time it took, in ms. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
}

export interface ServiceRig {
  readonly whatsapp: LoopbackWhatsApp;
  readonly dataFolder: string;
  /** Starts the program, with so many descriptors at most, and waits until it listens. */
  start(env?: Environment, descriptors?: number): Promise<Service>;
  /** Runs a program that ends by itself; answers its exit code, what it says, and what it prints. */
  ended(env: Environment, ...args: readonly string[]): Promise<{ code: number | null; said: string; printed: string }>;
  /** Links a new phone. */
  link(service: Service, tenant: string, number: string): Promise<void>;
  close(): Promise<void>;
}

/** `node`: the Node that runs the service; by default this one. */
export async function createServiceRig(node: string = process.execPath): Promise<ServiceRig> {
  const whatsapp = await createLoopbackWhatsApp();
  const dataFolder = await mkdtemp(join(tmpdir(), 'service-'));
  const children = new Set<ChildProcess>();

  function run(env: Environment, args: readonly string[] = [], descriptors?: number): ChildProcess {
    const command = [node, serviceProgram, ...args] as const;
    const limited = [
      'bash',
      '-c',
      `ulimit -n ${descriptors ?? 'unlimited'} && exec "$@"`,
      'service',
      ...command,
    ] as const;
    const [first, ...rest] = descriptors === undefined ? command : limited;
    const child = spawn(first, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        DATA_DIR: dataFolder,
        BRIDGE_PORT: '0',
        INTERNAL_SECRET: secret,
        DATA_IN_THE_CLEAR: 'yes',
        WHATSAPP_URL: whatsapp.url,
        ...(descriptors === undefined ? {} : { PATH: process.env.PATH ?? '' }),
        ...env,
      },
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  }

  async function start(env: Environment = {}, descriptors?: number): Promise<Service> {
    const child = run(env, [], descriptors);
    const logs: string[] = [];
    child.stderr?.on('data', (data) => logs.push(String(data)));
    const port = await new Promise<number>((resolve, reject) => {
      if (child.stdout === null) throw new Error('no output');
      createInterface({ input: child.stdout }).on('line', (line) => {
        logs.push(line);
        const { msg, data } = JSON.parse(line) as { msg: string; data?: { port?: number } };
        if (msg === 'listening') resolve(data?.port ?? 0);
      });
      child.once('exit', () => reject(new Error(`the service did not start:\n${logs.join('\n')}`)));
    });
    return createService(child, port, logs, await readEvents(port, secret));
  }

  return {
    whatsapp,
    dataFolder,
    start,
    async ended(env, ...args) {
      const child = run(env, args);
      const ended = once(child, 'exit') as Promise<[number | null]>;
      const read = (stream: Readable | null) => (stream === null ? Promise.resolve('') : text(stream));
      const [said, printed] = await Promise.all([read(child.stderr), read(child.stdout)]);
      const [code] = await ended;
      return { code, said, printed };
    },
    async link(service, tenant, number) {
      const phone = whatsapp.addPhone({ number, name: tenant });
      await service.ask('POST', `/whatsapp/${tenant}/start`);
      const { outcome } = await phone.scan(await service.qr(tenant));
      if (outcome !== 'linked') throw new Error(outcome);
      await service.connected(tenant);
    },
    async close() {
      const ended = [...children].map((child) => once(child, 'exit'));
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(ended);
      await whatsapp.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

function createService(child: ChildProcess, port: number, logs: string[], events: EventReader): Service {
  const heard = new Set<unknown>();
  const headers = { 'x-internal-secret': secret };
  const ended = once(child, 'exit').then(([code]) => code as number | null);

  async function status(tenant: string, fits: (status: WireStatus) => boolean): Promise<WireStatus> {
    const isIt = (data: unknown): data is WireStatus => fits(data as WireStatus);
    const { data } = await events.until(
      (told) => told.event === 'status' && told.data.tenantId === tenant && isIt(told.data),
    );
    return data as unknown as WireStatus;
  }

  return {
    port,
    logs,
    async ask(method, path, json) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { ...headers, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      return { status: answer.status, body: (await answer.json()) as Answer['body'] };
    },
    metrics: async () => (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text(),
    status,
    connected: (tenant) => status(tenant, ({ connected }) => connected),
    async qr(tenant) {
      const isNew = (text: unknown) => !heard.has(text);
      const { data } = await events.until(
        ({ event, data: { tenantId, qrText } }) => event === 'qr' && tenantId === tenant && isNew(qrText),
      );
      heard.add(data.qrText);
      return String(data.qrText);
    },
    signal: (signal) => void child.kill(signal),
    ended,
    async stop(signal = 'SIGTERM') {
      const begun = performance.now();
      child.kill(signal);
      return { code: await ended, ms: performance.now() - begun };
    },
  };
}
