import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Console, ConsoleListener } from '../../electron/console/console.ts';
import { type FolderConsoleOptions, openConsole } from '../../electron/console/open-console.ts';
import { openSealer } from '../../electron/files/sealer.ts';
import {
  type LoopbackOptions,
  type LoopbackWhatsApp,
  createLoopbackWhatsApp,
} from '../../electron/loopback/endpoint.ts';
import type { Phone } from '../../electron/loopback/phone.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { type SessionSnapshot, isConnected } from '../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { type FakeClock, createFakeClock } from './fake-clock.ts';
import { silentLogger } from './fake-ports.ts';

export interface Rig {
  readonly whatsapp: LoopbackWhatsApp;
  readonly clock: FakeClock;
  /** Removed with the rig, once nothing writes to it any more. */
  readonly dataFolder: string;
  console(): Console;
  /** Adds a tenant and gives back its id. */
  tenant(id: string): Promise<TenantId>;
  snapshot(tenantId: TenantId): SessionSnapshot;
  /** Resolves with the first snapshot, now or later, that fits. */
  until(tenantId: TenantId, fits: (snapshot: SessionSnapshot) => boolean): Promise<SessionSnapshot>;
  untilPhase(tenantId: TenantId, phase: SessionSnapshot['phase']): Promise<SessionSnapshot>;
  /** Waits for a live QR other than `not` and gives back its text. */
  qr(tenantId: TenantId, not?: string): Promise<string>;
  /** Starts a tenant, lets the phone scan its code, and waits until the link is connected. */
  link(tenantId: TenantId, phone: Phone): Promise<void>;
  /** Waits until the session has nothing to do but wait, then lets that time pass. */
  passRetry(tenantId: TenantId): Promise<void>;
  failures(tenantId: TenantId): JournalEntry[];
  /** Called with every tenant that changes, in this console and those after a restart. */
  onChange(listener: (tenantId: TenantId) => void): void;
  /** Closes the console as a quit does and opens it again on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

type RigOptions = Partial<FolderConsoleOptions> & ConsoleListener;

/**
 * The real console over the real client and real files, against the loopback WhatsApp. Sockets and files keep their own
 * time; what the console waits for on purpose (probation, back-off, bounds) passes only by `clock.advance`.
 */
export async function createRig(
  loopback: LoopbackOptions = {},
  options: RigOptions | ((whatsapp: LoopbackWhatsApp) => RigOptions) = {},
): Promise<Rig> {
  const clock = createFakeClock();
  const whatsapp = await createLoopbackWhatsApp(loopback);
  const consoleOptions = typeof options === 'function' ? options(whatsapp) : options;
  const dataFolder = consoleOptions.dataFolder ?? (await mkdtemp(join(tmpdir(), 'pairing-console-')));
  const waiters = new Set<() => void>();
  const listeners = new Set<(tenantId: TenantId) => void>();

  async function open(): Promise<Console> {
    const opened = await openConsole({
      sealer: openSealer,
      dataFolder,
      whatsappUrl: whatsapp.url,
      clock,
      logger: silentLogger,
      ...consoleOptions,
    });
    opened.subscribe({
      onChange: (tenantId) => {
        for (const listener of listeners) listener(tenantId);
        for (const waiter of [...waiters]) waiter();
      },
    });
    opened.subscribe(consoleOptions);
    const listed = await opened.registry.open();
    if (!listed.ok) throw new Error(listed.error.code);
    return opened;
  }
  let current = await open();

  const snapshot = (tenantId: TenantId) => {
    const view = current.registry.view(tenantId);
    if (view === undefined) throw new Error(`no tenant ${tenantId}`);
    return view.session;
  };

  const until: Rig['until'] = (tenantId, fits) =>
    new Promise((resolve) => {
      const check = () => {
        const now = snapshot(tenantId);
        if (!fits(now)) return;
        waiters.delete(check);
        resolve(now);
      };
      waiters.add(check);
      check();
    });

  const qr: Rig['qr'] = async (tenantId, not) => {
    const shown = await until(tenantId, (now) => now.qr !== undefined && now.qr.text !== not);
    return shown.qr?.text ?? '';
  };

  return {
    whatsapp,
    clock,
    dataFolder,
    console: () => current,
    async tenant(id) {
      const tenantId = tenantIdSchema.parse(id);
      const added = await current.registry.add(tenantId, `Tenant ${id}`);
      if (!added.ok) throw new Error(added.error.code);
      return tenantId;
    },
    snapshot,
    until,
    untilPhase: (tenantId, phase) => until(tenantId, (now) => now.phase === phase),
    qr,
    async link(tenantId, phone) {
      await current.registry.start(tenantId);
      await phone.scan(await qr(tenantId));
      await until(tenantId, isConnected);
    },
    async passRetry(tenantId) {
      const { retry } = await until(tenantId, (now) => now.retry !== undefined);
      await clock.advance((retry?.at ?? 0) - clock.now());
    },
    failures: (tenantId) => current.journal.list({ tenantId, limit: 100 }),
    onChange: (listener) => void listeners.add(listener),
    async restart() {
      await current.close();
      current = await open();
    },
    async close() {
      await current.close();
      await whatsapp.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
