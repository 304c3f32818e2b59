import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import process from 'node:process';

/** Connections that the bridge holds at most, and at least where descriptors are scarce. */
const mostEver = 512;
const leastEver = 16;
/** The bridge takes a quarter of the descriptors. The rest is for links and their files. */
const share = 4;

/**
 * Bounds the connections of the bridge, in total and per address. A new one takes the place of the oldest that has not
 * shown the secret, so that silent connections keep out neither the backend nor a link.
 */
export interface Connections {
  /** Takes in a new connection. Closes another one, or this one where every other has shown the secret. */
  admit(socket: Socket): void;
  /** This connection has shown the secret. */
  trust(socket: Socket): void;
  open(): number;
  /** Connections that were closed to make room, since the start. */
  evicted(): number;
}

export function createConnections(most: number = mostConnections()): Connections {
  const mostOfAddress = Math.ceil(most / 2);
  const all = new Map<Socket, string>();
  /** Oldest first. */
  const untrusted = new Set<Socket>();
  const counts = new Map<string, number>();
  let evicted = 0;

  function remove(socket: Socket): void {
    const address = all.get(socket);
    if (address === undefined) return;
    all.delete(socket);
    untrusted.delete(socket);
    const left = (counts.get(address) ?? 1) - 1;
    if (left === 0) counts.delete(address);
    else counts.set(address, left);
  }

  function evictOldest(address: string | undefined): void {
    for (const socket of untrusted) {
      if (address !== undefined && all.get(socket) !== address) continue;
      evicted += 1;
      // Now: its `close` comes a turn later.
      remove(socket);
      socket.destroy();
      return;
    }
  }

  return {
    admit(socket) {
      const address = socket.remoteAddress ?? '';
      all.set(socket, address);
      untrusted.add(socket);
      counts.set(address, (counts.get(address) ?? 0) + 1);
      socket.once('close', () => remove(socket));
      if ((counts.get(address) ?? 0) > mostOfAddress) evictOldest(address);
      if (all.size > most) evictOldest(undefined);
    },
    trust: (socket) => void untrusted.delete(socket),
    open: () => all.size,
    evicted: () => evicted,
  };
}

function mostConnections(): number {
  const limit = descriptorLimit() ?? mostEver * share;
  return Math.min(mostEver, Math.max(leastEver, Math.floor(limit / share)));
}

/** Files and connections that this process may have open. Windows has no such limit that a process could read. */
function descriptorLimit(): number | undefined {
  if (process.platform === 'win32') return undefined;
  const known =
    process.platform === 'linux' ? /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) : null;
  if (known !== null) return Number(known[1]);
  // A report takes tens of milliseconds. Without this, newer versions of Node look up the names of every open connection's
  // ends for it (`--report-exclude-network`).
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
}
