import { join, resolve } from 'node:path';
import process from 'node:process';

import manifest from '../package.json' with { type: 'json' };
import { tenantIdSchema } from '../shared/tenant.ts';
import { createAuthStore } from './auth/auth-store.ts';
import { type Bridge, createBridge } from './bridge/bridge.ts';
import { createConsole } from './console/console.ts';
import { type DataLock, lockData } from './console/data-lock.ts';
import { type ServiceEnvironment, dataFolderOf, readServiceEnvironment } from './console/environment.ts';
import { createBench, selfTestFolderIn } from './console/self-test.ts';
import { systemClock } from './console/system-clock.ts';
import { runSelfTest } from './diagnostics/self-test.ts';
import { createLogger } from './logging/logger.ts';
import type { Logger } from './pairing/ports.ts';

/** The longest a stop may take, in ms; everything in it is bounded by less. */
const drainMs = 9_500;

const clock = systemClock;
const environment = readServiceEnvironment(process.env);
const [command, ...args] = process.argv.slice(2);
if (command === 'self-test' && args.length === 0) await testProgram(resolve(dataFolderOf(process.env)));
else if (!environment.ok) refuse(environment.error.map((line) => `The environment variable ${line}`));
else if (command === undefined) await serve(environment.value);
else if (command === 'export' && args.length === 2) await exportLink(environment.value, args[0], args[1]);
else refuse(['Usage: service, or service export <tenant> <folder>, or service self-test']);

/** The console over HTTP, until a signal ends it. */
async function serve(env: ServiceEnvironment): Promise<void> {
  const dataFolder = resolve(env.DATA_DIR);
  const logger = createLogger({ level: env.LOG_LEVEL, write: (line) => process.stdout.write(line) });
  // The client library leaves promises that nobody waits for. One that fails is told here and ends no session.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));
  process.on('uncaughtException', (error) => {
    logger.error('uncaught exception', { error });
    process.exit(1);
  });

  const lock = await claim(dataFolder, logger);
  if (lock === undefined) return;

  const parts: { bridge?: Bridge } = {};
  const core = await createConsole({
    dataFolder,
    whatsappUrl: env.WHATSAPP_URL,
    pinnedVersion: env.WA_VERSION,
    clock,
    logger,
    onChange: (tenantId) => parts.bridge?.changed(tenantId),
    onMessages: env.INCOMING_MESSAGES === 'true' ? (...incoming) => parts.bridge?.incoming(...incoming) : undefined,
    roomForMessages: (tenantId) => parts.bridge?.roomForMessages(tenantId),
    onNotice: ({ code, path }) => logger.warn('notice', { code, path }),
  });
  const bridge = await createBridge({
    console: core,
    secret: env.INTERNAL_SECRET,
    host: env.BRIDGE_HOST,
    port: env.BRIDGE_PORT,
    names: env.BRIDGE_NAMES,
    webhooks:
      env.BACKEND_URL === undefined
        ? undefined
        : {
            backendUrl: env.BACKEND_URL,
            folder: join(dataFolder, 'webhooks'),
            incoming: env.INCOMING_MESSAGES === 'true',
            flapMs: env.FLAP_WINDOW_MS,
          },
    version: manifest.version,
    clock,
    logger,
  });
  parts.bridge = bridge;

  async function drain(): Promise<void> {
    await Promise.all([bridge.close(), core.close()]);
    // The last messages came while the sockets closed.
    await bridge.settle();
    await lock?.release();
  }
  stopOnSignals(drain, logger);

  async function giveUp(why: string): Promise<void> {
    await drain();
    refuse([why]);
    // What was restored meanwhile may have left timers.
    process.exit();
  }

  const opened = await core.registry.open();
  if (!opened.ok) {
    // To serve all the same would tell the backend that nobody is linked.
    const where = 'place' in opened.error ? ` in ${opened.error.place}` : '';
    await giveUp(`The tenants could not be read: ${opened.error.code}${where}`);
    return;
  }
  const listening = await bridge.listen();
  if (!listening.ok) {
    await giveUp(`${env.BRIDGE_HOST}:${env.BRIDGE_PORT} cannot be used: ${listening.error.code}`);
    return;
  }
  if (!/^(127\.|::1$|localhost$)/.test(env.BRIDGE_HOST)) {
    logger.warn('the bridge can be reached from other machines', { host: env.BRIDGE_HOST });
  }
  logger.info('listening', { host: env.BRIDGE_HOST, port: listening.value.port, pid: process.pid });
  await core.sweep();
}

/** Writes a tenant's link in the client library's own layout, for another service to take over. */
async function exportLink(env: ServiceEnvironment, name = '', folder = ''): Promise<void> {
  const dataFolder = resolve(env.DATA_DIR);
  const tenantId = tenantIdSchema.safeParse(name).data;
  if (tenantId === undefined) {
    refuse([`${name} is no tenant id`]);
    return;
  }
  const logger = createLogger({ level: env.LOG_LEVEL, write: (line) => process.stderr.write(line) });
  const lock = await claim(dataFolder, logger);
  if (lock === undefined) return;
  const root = join(dataFolder, 'storage', 'whatsapp');
  const noIdentity = () => Promise.reject(new Error('an export makes no identity'));
  const store = createAuthStore({ root, clock, logger, createIdentity: noIdentity });
  const written = await store.exportStockLayout(tenantId, resolve(folder));
  await lock.release();
  if (!written.ok) refuse([`Nothing was exported: ${written.error.code} in ${written.error.place}`]);
  else if (written.value === 0) refuse([`${name} has no link to export`]);
  else process.stdout.write(`${tenantId}: ${written.value} files in ${resolve(folder)}\n`);
}

/**
 * Links a phone on this machine with this very program: a line for each step, and the exit code says whether all passed.
 * It has a folder of its own, so it needs no lock and no secret.
 */
async function testProgram(dataFolder: string): Promise<void> {
  const logger = createLogger({ level: 'error', write: (line) => process.stderr.write(line) });
  let told = 0;
  const { results } = await runSelfTest({
    // What its console says of a link to itself is nobody's concern.
    ...createBench({ clock, logger: createLogger({ level: 'error', write: () => undefined }) }),
    parentFolder: selfTestFolderIn(dataFolder),
    signal: new AbortController().signal,
    onProgress({ results: known }) {
      for (const { step, outcome, ms, problem } of known.slice(told)) {
        const why = problem === undefined ? '' : ` ${JSON.stringify(problem)}`;
        process.stdout.write(`${step} ${outcome} ${Math.round(ms)} ms${why}\n`);
      }
      told = known.length;
    },
    clock,
    logger,
  });
  // The client library may have left timers.
  process.exit(results.every(({ outcome }) => outcome === 'passed') ? 0 : 1);
}

/** Takes the data folder for this process, or says who has it, or what is wrong with it. */
async function claim(folder: string, logger: Logger): Promise<DataLock | undefined> {
  const onLost = (): never => {
    logger.error('another program has taken this data folder: leaving it alone', { folder });
    process.exit(1);
  };
  try {
    const lock = await lockData({ folder, clock, logger, onLost });
    if (lock.ok) return lock.value;
    const { pid, startedAt } = lock.error;
    refuse([`Another program uses ${folder}: process ${pid}, started at ${startedAt}`]);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    refuse([`The data folder ${folder} cannot be used: ${String(error.code)}`]);
  }
  return undefined;
}

/** SIGTERM and SIGINT end the program in good order; a second one ends it at once. */
function stopOnSignals(drain: () => Promise<void>, logger: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info('stopping', { signal });
    setTimeout(() => {
      logger.error('the stop took too long');
      process.exit(1);
    }, drainMs).unref();
    drain().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error('the stop failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Says why the service does not start, where a person or a supervisor looks. */
function refuse(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}
