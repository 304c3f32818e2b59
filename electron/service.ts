import { join, resolve } from 'node:path';
import process from 'node:process';

import manifest from '../package.json' with { type: 'json' };
import type { Bridge } from './bridge/bridge.ts';
import { createBridge } from './bridge/bridge.ts';
import { createConsole } from './console.ts';
import type { ServiceEnvironment } from './environment.ts';
import { readServiceEnvironment } from './environment.ts';
import { createLogger } from './logging/logger.ts';
import type { Logger } from './pairing/ports.ts';
import { lockData } from './service/data-lock.ts';
import { systemClock } from './system-clock.ts';

/** The longest a stop may take, in ms; everything in it is bounded by less. */
const drainMs = 9_500;

const environment = readServiceEnvironment(process.env);
if (environment.ok) await run(environment.value);
else refuse(environment.error.map((line) => `The environment variable ${line}`));

async function run(env: ServiceEnvironment): Promise<void> {
  const clock = systemClock;
  const dataFolder = resolve(env.DATA_DIR);
  const logger = createLogger({ level: env.LOG_LEVEL, write: (line) => process.stdout.write(line) });
  // The client library leaves promises that nobody waits for. One that fails is told here and ends no session.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));
  process.on('uncaughtException', (error) => {
    logger.error('uncaught exception', { error });
    process.exit(1);
  });

  const lock = await lockData({
    folder: dataFolder,
    clock,
    onLost: () => {
      logger.error('another service has taken this data folder: leaving it alone', { folder: dataFolder });
      process.exit(1);
    },
  });
  if (!lock.ok) {
    const { pid, startedAt } = lock.error;
    refuse([`Another service uses ${dataFolder}: process ${pid}, started at ${startedAt}`]);
    return;
  }

  const parts: { bridge?: Bridge } = {};
  const core = await createConsole({
    dataFolder,
    whatsappUrl: env.WHATSAPP_URL,
    clock,
    logger,
    onChange: (tenantId) => parts.bridge?.changed(tenantId),
    onMessages: env.INCOMING_MESSAGES === 'true' ? (...incoming) => parts.bridge?.incoming(...incoming) : undefined,
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
          },
    version: manifest.version,
    clock,
    logger,
  });
  parts.bridge = bridge;

  async function drain(): Promise<void> {
    await Promise.all([bridge.close(), core.close()]);
    if (lock.ok) await lock.value.release();
  }
  stopOnSignals(drain, logger);

  const opened = await core.registry.open();
  if (!opened.ok) logger.error('the tenants could not be read', opened.error);
  const listening = await bridge.listen();
  if (!listening.ok) {
    await drain();
    refuse([`${env.BRIDGE_HOST}:${env.BRIDGE_PORT} cannot be used: ${listening.error.code}`]);
    // What was restored meanwhile may have left timers.
    process.exit();
  }
  if (!/^(127\.|::1$|localhost$)/.test(env.BRIDGE_HOST)) {
    logger.warn('the bridge can be reached from other machines', { host: env.BRIDGE_HOST });
  }
  logger.info('listening', { host: env.BRIDGE_HOST, port: listening.value.port, pid: process.pid });
  await core.store.sweepQuarantine();
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
