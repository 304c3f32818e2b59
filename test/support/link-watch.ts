import type { LoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';

/** Which devices are logged in at the loopback WhatsApp, and since when they are not. */
export interface LinkWatch {
  /** How many devices are logged in. */
  open(): number;
  /** How often a device was logged in while another connection of it still stood. */
  twice(): number;
  mark(): number;
  /** How long each device that was closed since then was dark the first time, in ms, by its jid. */
  darkSince(mark: number): ReadonlyMap<string, number>;
  /** How often devices were closed since then, and came back. */
  movesSince(mark: number): number;
}

export function watchLinks(whatsapp: Pick<LoopbackWhatsApp, 'on'>): LinkWatch {
  /** The device of each connection that is logged in. */
  const open = new Map<number, string>();
  const closedAt = new Map<string, number>();
  const gaps: { readonly device: string; readonly at: number; readonly ms: number }[] = [];
  let twice = 0;

  whatsapp.on((event) => {
    const now = performance.now();
    if (event.type === 'open') {
      if ([...open.values()].includes(event.deviceJid)) twice += 1;
      open.set(event.connection, event.deviceJid);
      const since = closedAt.get(event.deviceJid);
      closedAt.delete(event.deviceJid);
      if (since !== undefined) gaps.push({ device: event.deviceJid, at: since, ms: now - since });
    } else if (event.type === 'closed') {
      const device = open.get(event.connection);
      open.delete(event.connection);
      if (device !== undefined && ![...open.values()].includes(device)) closedAt.set(device, now);
    }
  });

  return {
    open: () => new Set(open.values()).size,
    twice: () => twice,
    mark: () => performance.now(),
    darkSince(mark) {
      const first = new Map<string, number>();
      for (const { device, at, ms } of gaps) if (at >= mark && !first.has(device)) first.set(device, ms);
      return first;
    },
    movesSince: (mark) => gaps.filter(({ at }) => at >= mark).length,
  };
}
