import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { Client } from 'pg';

import { findPostgres } from './find-server.ts';

const run = promisify(execFile);
/** Of the server's only user. No secret: the server listens on this computer and lives as long as the tests. */
const password = 'only-for-tests';
/** A server that does not answer by then never will, in ms. */
const startMs = 30_000;

/** A PostgreSQL for tests, with its data in a temporary folder. */
export interface TestServer {
  readonly port: number;
  /** A server that takes over what this one writes, whose commits wait for it from here on. It is removed with this one. */
  addStandby(): Promise<Standby>;
  /** Ends the server with SIGKILL. */
  kill(): Promise<void>;
  /** The address of a database in it. */
  urlOf(database: string): string;
  /** Makes an empty database with a name that no other has, and answers its address. */
  createDatabase(): Promise<string>;
  /** Ends the server at once, as a crash does, and starts it on the same data. */
  crash(): Promise<void>;
  /** Ends the server; `start` brings it back on the same data and port. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and deletes its data. */
  remove(): Promise<void>;
}

export interface Standby {
  readonly port: number;
  /** Makes it the primary. */
  promote(): Promise<void>;
  /** Ends it at once, as a crash does; `start` brings it back on the same data and port. */
  halt(): Promise<void>;
  start(): Promise<void>;
}

/**
 * Starts a server. `flushes`: it survives the loss of power, and is slower. PostgreSQL refuses to run as root, so root
 * starts it as the user `postgres`, which its package makes.
 */
export async function startPostgres({ flushes = false } = {}): Promise<TestServer> {
  const programs = await findPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'pairing-console-pg-'));
  const owner = await ownerOfServer();
  await chmod(folder, 0o755);
  const secret = join(folder, 'password');
  await writeFile(secret, password);
  if (owner !== undefined) for (const path of [folder, secret]) await chown(path, owner.uid, owner.gid);
  const as = (program: string, args: readonly string[]): [string, string[]] => [
    owner === undefined ? program : 'setpriv',
    owner === undefined
      ? [...args]
      : ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups', program, ...args],
  ];
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'console', '--pwfile', secret, '-A', 'scram-sha-256', '--no-sync', '-E', 'UTF8'];
  await run(...as(join(programs, 'initdb'), [...initdb, '--locale=C']), { cwd: folder });

  async function createRun(at: string) {
    const port = await freePort();
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: flushes ? 'on' : 'off',
      full_page_writes: flushes ? 'on' : 'off',
      max_connections: 200,
      shared_buffers: '32MB',
      log_min_messages: 'fatal',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const urlOf = (database: string) => `postgresql://console:${password}@127.0.0.1:${port}/${database}`;
    let server: ChildProcess | undefined;

    async function start(): Promise<void> {
      // The shell ends the server where the tests are killed: its standard input closes then.
      const script = '"$@" </dev/null & pid=$!; (read -r _; kill -INT $pid) <&3 & wait $pid';
      const [program, args] = as('sh', ['-c', `exec 3<&0; ${script}`, 'sh', join(programs, 'postgres'), '-D', at]);
      const started = spawn(program, [...args, ...flags], { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] });
      let words = '';
      started.stderr.on('data', (part: Buffer) => {
        words += part.toString();
      });
      server = started;
      for (const end = Date.now() + startMs; Date.now() < end;) {
        if (started.exitCode !== null) throw new Error(`PostgreSQL did not start: ${words}`);
        if (await answers(urlOf('postgres'))) return;
        await wait(50);
      }
      throw new Error(`PostgreSQL did not answer: ${words}`);
    }

    async function end(signal: 'INT' | 'QUIT' | 'KILL'): Promise<void> {
      const ending = server;
      server = undefined;
      if (ending === undefined) return;
      const gone = once(ending, 'exit');
      const pid = (await readFile(join(at, 'postmaster.pid'), 'utf8')).split('\n', 1)[0] ?? '';
      await run(...as(join(programs, 'pg_ctl'), ['kill', signal, pid]), { cwd: folder });
      await gone;
    }

    async function crash(): Promise<void> {
      await end('QUIT');
      await start();
    }

    return { port, urlOf, start, end, crash };
  }

  const primary = await createRun(data);
  const { port, urlOf, start, end, crash } = primary;
  const others: (typeof primary)[] = [];
  let databases = 0;

  async function addStandby(): Promise<Standby> {
    const at = join(folder, `standby-${others.length}`);
    const target = ['-D', at, '-R', '-X', 'stream', '--checkpoint=fast', '-d', urlOf('postgres')];
    await run(...as(join(programs, 'pg_basebackup'), target), { cwd: folder });
    const standby = await createRun(at);
    others.push(standby);
    await standby.start();
    await ask(urlOf('postgres'), "ALTER SYSTEM SET synchronous_standby_names = '*'");
    await ask(urlOf('postgres'), 'SELECT pg_reload_conf()');
    const select = "SELECT FROM pg_stat_replication WHERE sync_state = 'sync'";
    for (const until = Date.now() + startMs; (await ask(urlOf('postgres'), select)).length === 0;) {
      if (Date.now() > until) throw new Error('The standby server does not follow');
      await wait(50);
    }
    return {
      port: standby.port,
      promote: async () => {
        await run(...as(join(programs, 'pg_ctl'), ['promote', '-w', '-D', at]), { cwd: folder });
      },
      halt: () => standby.end('QUIT'),
      start: standby.start,
    };
  }

  await start();
  return {
    port,
    urlOf,
    async createDatabase() {
      databases += 1;
      const name = `test_${process.pid}_${databases}_${Math.floor(Math.random() * 1e9)}`;
      await ask(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    crash,
    addStandby,
    kill: () => end('KILL'),
    halt: () => end('INT'),
    start,
    async remove() {
      for (const each of [primary, ...others]) await each.end('QUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on another connection. */
export async function ask(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await ask(url, 'SELECT 1');
    return true;
  } catch {
    return false;
  }
}

/** Whom root starts the server as; nothing for anybody else. */
async function ownerOfServer(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const ids = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres']))).catch(() => {
    spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
    return Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  });
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout));
  if (uid === undefined || gid === undefined) throw new Error('There is no user `postgres` to run the server as');
  return { uid, gid };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}
