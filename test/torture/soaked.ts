/** The process that `soak.ts` watches: a console without a window, and nothing else. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { keyLogName } from '../../electron/auth/key-log.ts';
import { systemClock } from '../../electron/clock/system-clock.ts';
import type { Console } from '../../electron/console/console.ts';
import { openConsole } from '../../electron/console/open-console.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import { createFileLogger } from '../../electron/logging/logger.ts';
import { sendLogName } from '../../electron/tenants/send-log.ts';
import { isConnected } from '../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { type FromSoaked, type Order, type Sample, orderSchema, taskSchema } from './soak-messages.ts';

/** So long every tenant must be connected before the process counts as settled, in ms. */
const calmMs = 1_500;
const promises = 2_000;

const task = taskSchema.parse(JSON.parse(process.argv[2] ?? ''));
const tenants = task.tenants.map((name) => tenantIdSchema.parse(name));
const logs = join(task.folder, 'logs');
const logger = createFileLogger({ folder: logs, level: 'info' });
const shown = new Map<TenantId, string>();
let received = 0;
let watch: () => void = () => undefined;
let current = await open();

process.on('message', (json) => {
  void obey(orderSchema.parse(json));
});

async function open(): Promise<Console> {
  const opened = await openConsole({
    sealer: openSealer,
    dataFolder: task.folder,
    whatsappUrl: task.url,
    clock: systemClock,
    logger,
  });
  opened.subscribe({
    onChange(tenant) {
      const qr = opened.registry.view(tenant)?.session.qr?.text;
      if (qr !== undefined && shown.get(tenant) !== qr) say({ type: 'scan', tenant, qr });
      if (qr !== undefined) shown.set(tenant, qr);
      watch();
    },
    onMessages: (_tenant, { messages }) => {
      received += messages.length;
    },
  });
  const listed = await opened.registry.open();
  if (!listed.ok) throw new Error(listed.error.code);
  return opened;
}

async function obey(order: Order): Promise<void> {
  switch (order.order) {
    case 'link':
      await link();
      say({ type: 'done', count: tenants.length });
      return;
    case 'send':
      say({ type: 'done', count: await send(order.to) });
      return;
    case 'restart':
      await current.close();
      current = await open();
      say({ type: 'done', count: 1 });
      return;
    case 'settle':
      await settled();
      say({ type: 'done', count: tenants.length });
      return;
    case 'sample':
      say({ type: 'sample', sample: await sample(), received });
      return;
    case 'end':
      await current.close();
      logger.close();
      // The client library leaves timers behind.
      process.exit();
  }
}

async function link(): Promise<void> {
  for (const tenant of tenants) {
    const added = await current.registry.add(tenant, `Tenant ${tenant}`);
    if (!added.ok) throw new Error(added.error.code);
  }
  for (const tenant of tenants) {
    const started = await current.registry.start(tenant);
    if (!started.ok) throw new Error(started.error.code);
  }
  await settled();
}

/** A few at a time: WhatsApp has half a minute for each, and the phone that reads them is one process. */
async function send(to: string): Promise<number> {
  let acknowledged = 0;
  const left = [...tenants];
  const lane = async () => {
    for (let tenant = left.pop(); tenant !== undefined; tenant = left.pop()) {
      const sent = await current.registry.sendText(tenant, `${to}@s.whatsapp.net`, 'soaked');
      if (sent.ok) acknowledged += 1;
      else logger.warn('a text was not sent', { tenant, code: sent.error.code });
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return acknowledged;
}

/** Resolves once every tenant has been connected for a moment. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    let calm: NodeJS.Timeout | undefined;
    watch = () => {
      const all = tenants.every((tenant) => {
        const session = current.registry.view(tenant)?.session;
        return session !== undefined && isConnected(session);
      });
      if (!all) {
        clearTimeout(calm);
        calm = undefined;
      } else {
        calm ??= setTimeout(() => {
          watch = () => undefined;
          resolve();
        }, calmMs);
      }
    };
    watch();
  });
}

async function sample(): Promise<Sample> {
  const promise = await promiseCost();
  for (let round = 0; round < 2; round += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  const logged = await bytesIn(logs);
  const bounded = await bytesIn(task.folder, [keyLogName, sendLogName]);
  return {
    at: performance.now(),
    heap: heapUsed,
    rss,
    descriptors: (await readdir('/proc/self/fd').catch(() => [])).length,
    promise,
    logs: logged,
    bounded,
    data: (await bytesIn(task.folder)) - logged - bounded,
  };
}

/** The least of nine runs: what a promise costs when nothing else takes the processor. */
async function promiseCost(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 9; run += 1) {
    const begun = performance.now();
    for (let count = 0; count < promises; count += 1) await Promise.resolve();
    least = Math.min(least, ((performance.now() - begun) * 1e6) / promises);
  }
  return least;
}

/** `names`: only files of these names count. */
async function bytesIn(folder: string, names?: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // A file may be replaced while it is looked at.
    if (entry.isFile() && names?.includes(entry.name) !== false)
      bytes += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return bytes;
}

// Nothing is left to answer.
process.on('disconnect', () => process.exit(1));

function say(message: FromSoaked): void {
  if (process.connected) process.send?.(message);
}
