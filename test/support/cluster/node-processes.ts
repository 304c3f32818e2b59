import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Socket, createServer } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process that goes on needs this long at most to look at its clock, in ms. */
const wakingMs = 250;

interface Child {
  readonly process: ChildProcess;
  stopped: boolean;
}

/** Nodes as processes, and one port that each of them opens a connection to for each link, as to WhatsApp. */
export interface NodeProcesses {
  start(name: string): void;
  signal(name: string, signal: NodeJS.Signals): void;
  /** Stops the process, and lets it go on after so many ms. */
  stopFor(name: string, ms: number): Promise<void>;
  ended(name: string): Promise<void>;
  /** Links that are logged in on a process that runs, by the node. */
  lit(): ReadonlyMap<string, string>;
  readonly counts: { logins: number; saved: number; refused: number; failed: number; twice: number; crashed: number };
  /** When each link's newest login was, by `performance.now()`. */
  readonly loginAt: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** `saveEveryMs`: the pause between the saves of a node. */
export async function startNodeProcesses(databaseUrl: string, saveEveryMs = 5): Promise<NodeProcesses> {
  const children = new Map<string, Child>();
  const logins = new Map<string, { readonly node: string; readonly socket: Socket }>();
  const loginAt = new Map<string, number>();
  const counts = { logins: 0, saved: 0, refused: 0, failed: 0, twice: 0, crashed: 0 };

  function login(node: string, tenant: string, socket: Socket): void {
    const before = logins.get(tenant);
    counts.logins += 1;
    // WhatsApp keeps the newest login and ends the one before.
    if (before !== undefined && children.get(before.node)?.stopped === false) counts.twice += 1;
    before?.socket.destroy();
    logins.set(tenant, { node, socket });
    loginAt.set(tenant, performance.now());
    socket.on('close', () => {
      if (logins.get(tenant)?.socket === socket) logins.delete(tenant);
    });
  }

  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (line) => {
      const [node = '', tenant = ''] = line.toString().trim().split(' ');
      login(node, tenant, socket);
    });
    socket.resume();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const program = fileURLToPath(new URL('node-child.ts', import.meta.url));

  return {
    counts,
    loginAt,
    start(name) {
      const args = ['--import', 'tsx', program, databaseUrl, String(port), name, String(saveEveryMs)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      children.set(name, { process: child, stopped: false });
      child.once('exit', (code) => {
        if (code !== null && code !== 0) counts.crashed += 1;
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'saved' || line === 'refused' || line === 'failed') counts[line] += 1;
      });
    },
    signal: (name, signal) => void children.get(name)?.process.kill(signal),
    async stopFor(name, ms) {
      const child = children.get(name);
      if (child === undefined || child.stopped) return;
      child.stopped = true;
      child.process.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, ms));
      child.process.kill('SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, wakingMs));
      child.stopped = false;
    },
    async ended(name) {
      const child = children.get(name)?.process;
      if (child?.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    lit: () =>
      new Map(
        [...logins].flatMap(([tenant, { node }]) => (children.get(node)?.stopped === false ? [[tenant, node]] : [])),
      ),
    async close() {
      for (const { process: child } of children.values()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      server.close();
    },
  };
}
