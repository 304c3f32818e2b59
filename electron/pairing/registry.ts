import type { CommandError } from '../../shared/errors.ts';
import { storageErrorSchema } from '../../shared/errors.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import { err, ok } from '../../shared/result.ts';
import type { TenantView } from '../../shared/console.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createGate } from './gate.ts';
import type {
  AuthStore,
  Clock,
  Credentials,
  Journal,
  Logger,
  SocketFactory,
  TenantRecord,
  TenantStore,
} from './ports.ts';
import type { Session } from './session.ts';
import { createSession } from './session.ts';

/** How many sockets may be on their way to a QR or a login at once. */
const roomAtGate = 4;
/** The longest a shutdown waits for sockets to close and writes to land, in ms. */
const shutdownMs = 8_000;

type Answer = Promise<Result<null, CommandError>>;

/** Every tenant and its session. The window and the bridge both command this; there is no other way to a session. */
export interface Registry {
  /** Reads the tenants and brings back the sessions that were running. Answers the folders it could not read. */
  open(): Promise<Result<{ readonly unreadable: readonly string[] }, CommandError>>;
  tenantIds(): readonly TenantId[];
  view(tenantId: TenantId): TenantView | undefined;
  add(tenantId: TenantId, name: string): Answer;
  rename(tenantId: TenantId, name: string): Answer;
  /** Closes the session and sets the tenant's folder aside. */
  remove(tenantId: TenantId): Answer;
  start(tenantId: TenantId): Answer;
  relink(tenantId: TenantId): Answer;
  disconnect(tenantId: TenantId): Answer;
  /** Answers the time until WhatsApp acknowledged the message, in ms. */
  sendTestMessage(tenantId: TenantId, text: string): Promise<Result<{ durationMs: number }, CommandError>>;
  /** Closes every socket and flushes every write; bounded. Commands are refused from here on. */
  shutdown(): Promise<void>;
}

export interface RegistryOptions<C extends Credentials> {
  readonly tenants: TenantStore;
  readonly store: AuthStore<C>;
  readonly sockets: SocketFactory<C>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly logger: Logger;
  /** A tenant was added or removed, or something that its view shows has changed. */
  readonly onChange: (tenantId: TenantId) => void;
}

interface Tenant {
  record: TenantRecord;
  readonly session: Session;
  /** Commands of one tenant follow each other. */
  turn: Promise<unknown>;
  removed: boolean;
}

/** A disconnect that ends in `stopped` could not set the credentials aside. */
function storageErrorOf(failure: Failure | undefined): CommandError {
  const error = storageErrorSchema.safeParse({ code: failure?.cause, folder: failure?.folder });
  return error.success ? error.data : { code: 'internal-error' };
}

export function createRegistry<C extends Credentials>(options: RegistryOptions<C>): Registry {
  const { tenants: disk, clock, logger, onChange } = options;
  const gate = createGate(roomAtGate);
  const tenants = new Map<TenantId, Tenant>();
  let closing = false;

  function adopt(record: TenantRecord): Tenant {
    const session = createSession({
      ...options,
      tenantId: record.id,
      gate,
      onChange: () => {
        onChange(record.id);
        if (session.snapshot().phase !== 'stopped') return;
        tenant.turn = tenant.turn.then(() => remember(tenant, session.comesBack()));
      },
    });
    const tenant: Tenant = { record, session, turn: Promise.resolve(), removed: false };
    tenants.set(record.id, tenant);
    return tenant;
  }

  async function put(tenant: Tenant, change: Partial<TenantRecord>): Answer {
    const record = { ...tenant.record, ...change };
    const written = await disk.put(record);
    if (written.ok) tenant.record = record;
    return written;
  }

  /** Notes whether the session is to come back after a start of the program. */
  async function remember(tenant: Tenant, running: boolean): Answer {
    if (tenant.removed || tenant.record.running === running) return ok();
    const written = await put(tenant, { running });
    if (!written.ok) logger.warn('tenant not written', { tenantId: tenant.record.id, code: written.error.code });
    return written;
  }

  function command<T>(
    tenantId: TenantId,
    task: (tenant: Tenant) => Promise<Result<T, CommandError>>,
  ): Promise<Result<T, CommandError>> {
    const tenant = tenants.get(tenantId);
    if (closing) return Promise.resolve(err({ code: 'shutting-down' }));
    if (tenant === undefined) return Promise.resolve(err({ code: 'unknown-tenant' }));
    const done = tenant.turn.then(() =>
      tenant.removed ? err<CommandError>({ code: 'unknown-tenant' }) : task(tenant),
    );
    tenant.turn = done.catch(() => undefined);
    return done;
  }

  return {
    async open() {
      const listed = await disk.list();
      if (!listed.ok) return listed;
      for (const record of listed.value.tenants) {
        const tenant = adopt(record);
        onChange(record.id);
        if (record.running) tenant.session.start();
      }
      return ok({ unreadable: listed.value.unreadable });
    },
    tenantIds: () => [...tenants.keys()],
    view(tenantId) {
      const tenant = tenants.get(tenantId);
      if (tenant === undefined) return undefined;
      const { id, name, addedAt } = tenant.record;
      return { id, name, addedAt, session: tenant.session.snapshot() };
    },
    async add(tenantId, name) {
      if (closing) return err({ code: 'shutting-down' });
      const same = [...tenants.keys()].find((id) => id.toLowerCase() === tenantId.toLowerCase());
      if (same !== undefined) return err({ code: 'tenant-exists', id: same });
      const tenant = adopt({ id: tenantId, name, addedAt: clock.now(), running: false });
      const written = await put(tenant, {});
      if (!written.ok) {
        tenant.removed = true;
        tenants.delete(tenantId);
      }
      onChange(tenantId);
      return written;
    },
    rename: (tenantId, name) =>
      command(tenantId, async (tenant) => {
        const written = await put(tenant, { name });
        onChange(tenantId);
        return written;
      }),
    remove: (tenantId) =>
      command(tenantId, async (tenant) => {
        await tenant.session.shutdown();
        const removed = await disk.remove(tenantId);
        if (!removed.ok) return removed;
        tenant.removed = true;
        tenants.delete(tenantId);
        onChange(tenantId);
        return ok();
      }),
    start: (tenantId) =>
      command(tenantId, async (tenant) => {
        const written = await remember(tenant, true);
        if (written.ok) tenant.session.start();
        return written;
      }),
    relink: (tenantId) =>
      command(tenantId, async (tenant) => {
        const written = await remember(tenant, true);
        if (written.ok) tenant.session.relink();
        return written;
      }),
    disconnect: (tenantId) =>
      command(tenantId, async (tenant) => {
        await tenant.session.disconnect();
        const { phase, failure } = tenant.session.snapshot();
        if (phase === 'stopped') return err(storageErrorOf(failure));
        return remember(tenant, false);
      }),
    async sendTestMessage(tenantId, text) {
      const tenant = tenants.get(tenantId);
      if (tenant === undefined) return err({ code: 'unknown-tenant' });
      const begun = clock.now();
      const sent = await tenant.session.sendToSelf(text);
      return sent.ok ? ok({ durationMs: clock.now() - begun }) : err({ code: sent.error });
    },
    async shutdown() {
      closing = true;
      const all = [...tenants.values()].map(async ({ turn, session }) => {
        await turn;
        await session.shutdown();
      });
      await Promise.race([
        Promise.all(all),
        new Promise<void>((resolve) => {
          clock.after(shutdownMs, resolve);
        }),
      ]);
    },
  };
}
