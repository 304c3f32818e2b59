import { type Socket, connect } from 'node:net';
import process from 'node:process';

import { monotonicClock } from '../../../electron/clock/monotonic-clock.ts';
import { systemClock } from '../../../electron/clock/system-clock.ts';
import { createHolder } from '../../../electron/cluster/holder.ts';
import type { Held } from '../../../electron/cluster/ports.ts';
import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { openDatabase } from '../../../electron/postgres/database.ts';
import { createDatabaseLeases, wakeChannel } from '../../../electron/postgres/leases.ts';
import { listenForWakes } from '../../../electron/postgres/wake-listener.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { createRecordingLogger } from '../recording-logger.ts';

/**
 * A node as a process: `node-child.ts <database> <port> <name> <ms between saves>`. A session is one connection to the port,
 * which says whose it is; while it stands, it saves. SIGTERM ends the node as it ends the service.
 */
const [url = '', port = '', name = '', saveEveryMs = ''] = process.argv.slice(2);
const address = { url, place: '' };
const forLeases = openDatabase({ address, connections: 8, statementMs: 800 });
const forSaves = openDatabase({ address, connections: 4 });
const { leaseMs, answerMs } = rhythm;
const leases = createDatabaseLeases({
  database: forLeases,
  leaseMs,
  answerMs,
  clock: systemClock,
  logger: createRecordingLogger(),
});
const sockets = new Map<TenantId, { readonly socket: Socket; readonly epoch: bigint }>();

/** One statement, and so one transaction, as the stores save. */
const saveSql = `
  WITH held AS (UPDATE link SET saves = saves + 1 WHERE tenant = $1 AND epoch = $2 RETURNING tenant)
  INSERT INTO save_log (tenant, epoch, writer) SELECT tenant, $2, $3 FROM held RETURNING number`;

function open({ tenantId, epoch }: Held): void {
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`${name} ${tenantId} ${epoch}\n`);
  sockets.set(tenantId, { socket, epoch });
}

async function close(tenantId: TenantId): Promise<void> {
  const session = sockets.get(tenantId);
  sockets.delete(tenantId);
  if (session === undefined || session.socket.destroyed) return;
  await new Promise<void>((resolve) => session.socket.once('close', () => resolve()).end());
}

const holder = createHolder({
  name: `${name}-${process.pid}`,
  machine: name,
  address: `http://${name}`,
  store: leases,
  sessions: {
    takeUp(held) {
      held.forEach(open);
      return Promise.resolve();
    },
    opening: () => 0,
    letGo: close,
    cut: (tenantId) => sockets.get(tenantId)?.socket.destroy(),
    cutAll: () => sockets.forEach(({ socket }) => socket.destroy()),
  },
  clock: monotonicClock,
  load: () => 0,
  onFault(where, error) {
    process.stderr.write(`${where}: ${String(error)}\n`);
  },
});
const listener = listenForWakes({ address, channel: wakeChannel, onWake: () => holder.woken(), clock: systemClock });

async function save(): Promise<void> {
  const all = [...sockets.keys()];
  const tenantId = all[Math.floor(Math.random() * all.length)];
  const epoch = tenantId && holder.epochOf(tenantId);
  if (tenantId !== undefined && epoch !== undefined) {
    const written = await forSaves.run(saveSql, [tenantId, epoch, name]).catch(() => undefined);
    process.stdout.write(written?.length === 1 ? 'saved\n' : written?.length === 0 ? 'refused\n' : 'failed\n');
    if (written?.length === 0) holder.lost({ tenantId, epoch });
  }
  setTimeout(() => void save(), Number(saveEveryMs));
}

holder.start();
void save();
void save();
process.on('SIGTERM', () => {
  void holder.leave().then(async () => {
    await listener.close();
    process.exit(0);
  });
});
