import type { OtherOwner, TenantView } from '../../shared/console.ts';
import {
  type NothingToRestore,
  type RegistryError,
  type StorageError,
  storageErrorSchema,
} from '../../shared/errors.ts';
import type { Failure } from '../../shared/failure.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createGate } from './gate.ts';
import { type LinkingCommands, createLinkingCommands } from './link-commands.ts';
import { maskedNumber } from './machine/numbers.ts';
import { type NumberCommands, createNumberCommands } from './number-commands.ts';
import { createOwners } from './owners.ts';
import type {
  AuthStore,
  Clock,
  Credentials,
  FoundCredentials,
  Identity,
  IncomingMessages,
  Journal,
  Logger,
  SocketFactory,
  TenantRecord,
  TenantStore,
} from './ports.ts';
import { type SendCommands, createSendCommands } from './send-commands.ts';
import { type Sends, createSends } from './sends-under-way.ts';
import { type Session, createSession } from './session.ts';

/** How many sockets may be on their way to a QR or a login at once. */
const roomAtGate = 4;
/** The longest a shutdown waits for sockets to close and writes to land, in ms. */
const shutdownMs = 8_000;
/** How long a command that ends a socket waits for messages on their way, in ms. */
const sendsMs = 10_000;
/** The same for a shutdown, in ms. */
const lastSendsMs = 4_000;

type Answer = Promise<Result<null, RegistryError>>;

/** How to treat messages that are on their way when a command ends the socket. */
export interface EndOptions {
  /** Do not wait for them. */
  readonly force?: boolean;
}

/** What a look at the credentials found and did. `in-use`: the running session keeps them in order by itself. */
export type CredentialsCheck =
  | { readonly outcome: 'in-use' }
  | { readonly outcome: 'opened'; readonly found: FoundCredentials; readonly fault: StorageError | undefined };

/** Every tenant and its session. The window and the bridge both command this; there is no other way to a session. */
export interface Registry extends LinkingCommands, NumberCommands, SendCommands {
  /** Reads the tenants and brings back the sessions that were running. Answers the places that could not be read. */
  open(): Promise<Result<{ readonly unreadable: readonly string[] }, RegistryError>>;
  tenantIds(): readonly TenantId[];
  view(tenantId: TenantId): TenantView | undefined;
  /** `expectedNumber`: 7 to 15 digits, country code first. */
  add(tenantId: TenantId, name: string, expectedNumber?: string): Answer;
  /** The whole number, for whoever fills in a form; never to be logged. `null`: any will do. */
  expectedNumber(tenantId: TenantId): Result<string | null, RegistryError>;
  rename(tenantId: TenantId, name: string): Answer;
  /** Closes the session and sets everything of the tenant aside. `busy` as for `relink`. */
  remove(tenantId: TenantId): Answer;
  /** Brings the tenant's newest removal back, and its session if it was running. */
  restore(tenantId: TenantId): Promise<Result<null, RegistryError | NothingToRestore>>;
  /**
   * Does nothing to a session that runs. `taken-over` where another program has the link, which keeps it; with
   * `takeOver` it loses it.
   */
  start(tenantId: TenantId, options?: { readonly takeOver?: boolean }): Answer;
  /** Waits up to 10 s for messages on their way; `busy` if they are still there. */
  relink(tenantId: TenantId, options?: EndOptions): Answer;
  /** `busy` as for `relink`. Answers whether WhatsApp has confirmed a logout; else the phone may still list the device. */
  disconnect(tenantId: TenantId, options?: EndOptions): Promise<Result<{ readonly loggedOut: boolean }, RegistryError>>;
  /** Opens the credentials of a session that does not run, which repairs what can be, and closes them again. */
  checkCredentials(tenantId: TenantId): Promise<Result<CredentialsCheck, RegistryError>>;
  /** To be called after the machine was asleep: every link gets a new socket, a few at a time. */
  slept(): void;
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
  readonly onMessages?: ((tenantId: TenantId, incoming: IncomingMessages) => void) | undefined;
  /**
   * Nothing while messages of this tenant can be taken; else resolves once they can. Until then they are not acknowledged,
   * and WhatsApp keeps them.
   */
  readonly roomForMessages?: ((tenantId: TenantId) => Promise<void> | undefined) | undefined;
}

interface Tenant {
  record: TenantRecord;
  readonly session: Session;
  readonly sends: Sends;
  /** Commands of one tenant follow each other. */
  turn: Promise<unknown>;
  removed: boolean;
}

/** A disconnect that ends in `stopped` could not set the credentials aside. */
function storageErrorOf(failure: Failure | undefined): RegistryError {
  const error = storageErrorSchema.safeParse({ code: failure?.cause, place: failure?.place });
  return error.success ? error.data : { code: 'internal-error' };
}

export function createRegistry<C extends Credentials>(options: RegistryOptions<C>): Registry {
  const { tenants: disk, store, clock, logger, onChange, onMessages, roomForMessages } = options;
  const gate = createGate(roomAtGate);
  const tenants = new Map<TenantId, Tenant>();
  const owners = createOwners();
  /** Ids that a restore is bringing back. */
  const returning = new Set<TenantId>();
  let closing = false;
  const find = (tenantId: TenantId) => tenants.get(tenantId);

  /** `identity`: whose link lies on disk, where that is known already. */
  function adopt(record: TenantRecord, identity?: Identity): Tenant {
    const { expectedNumber, evictedAt } = record;
    const session = createSession({
      ...options,
      tenantId: record.id,
      known: { expectedNumber, evicted: evictedAt === undefined ? undefined : { at: evictedAt, identity } },
      claim: (found) => owners.claim(record.id, found),
      gate,
      onMessages: onMessages && ((incoming) => onMessages(record.id, incoming)),
      roomForMessages: roomForMessages && (() => roomForMessages(record.id)),
      onChange: () => {
        onChange(record.id);
        noteOwner(tenant);
        if (isNoted(tenant)) return;
        tenant.turn = tenant.turn.then(() => remember(tenant, session.comesBack()));
      },
    });
    const tenant: Tenant = { record, session, sends: createSends(clock), turn: Promise.resolve(), removed: false };
    tenants.set(record.id, tenant);
    if (evictedAt !== undefined) noteOwner(tenant);
    else if (identity !== undefined) owners.note(record.id, identity).forEach(onChange);
    return tenant;
  }

  /** Keeps account of whose link this session has; what others show of it changes with it. */
  function noteOwner({ record, session }: Tenant): void {
    const identity = session.identity();
    owners.note(record.id, identity).forEach(onChange);
    if (identity !== undefined) owners.claim(record.id, identity);
  }

  /** What of the session outlives the program. */
  function lastingOf({ record, session }: Tenant): Pick<TenantRecord, 'evictedAt' | 'linkedAt'> {
    return { evictedAt: session.snapshot().evictedAt, linkedAt: session.newLinkAt() ?? record.linkedAt };
  }

  function isNoted(tenant: Tenant): boolean {
    const { evictedAt, linkedAt } = lastingOf(tenant);
    const same = evictedAt === tenant.record.evictedAt && linkedAt === tenant.record.linkedAt;
    return same && tenant.session.snapshot().phase !== 'stopped';
  }

  async function put(tenant: Tenant, change: Partial<TenantRecord>): Answer {
    const record = { ...tenant.record, ...change };
    const written = await disk.put(record);
    if (written.ok) tenant.record = record;
    return written;
  }

  /** Notes whether the session is to come back after a start of the program, and what else outlives it. */
  async function remember(tenant: Tenant, running: boolean): Answer {
    const lasting = lastingOf(tenant);
    const { record } = tenant;
    const same = record.evictedAt === lasting.evictedAt && record.linkedAt === lasting.linkedAt;
    if (tenant.removed || (same && record.running === running)) return ok();
    const written = await put(tenant, { running, ...lasting });
    if (!written.ok) logger.warn('tenant not written', { tenantId: tenant.record.id, code: written.error.code });
    // Whoever has the same number shows since when.
    if (!same) owners.sharers(record.id).forEach(({ tenantId }) => onChange(tenantId));
    return written;
  }

  function command<T>(
    tenantId: TenantId,
    task: (tenant: Tenant) => Promise<Result<T, RegistryError>>,
  ): Promise<Result<T, RegistryError>> {
    const tenant = tenants.get(tenantId);
    if (closing) return Promise.resolve(err({ code: 'shutting-down' }));
    if (tenant === undefined) return Promise.resolve(err({ code: 'unknown-tenant' }));
    const done = tenant.turn.then(() =>
      tenant.removed ? err<RegistryError>({ code: 'unknown-tenant' }) : task(tenant),
    );
    tenant.turn = done.catch(() => undefined);
    return done;
  }

  /** Runs a command that ends the socket when nothing is on its way, and lets nothing new begin meanwhile. */
  function ending<T>(
    tenantId: TenantId,
    { force = false }: EndOptions,
    task: (tenant: Tenant) => Promise<Result<T, RegistryError>>,
  ): Promise<Result<T, RegistryError>> {
    return command(tenantId, async (tenant) => {
      const reopen = tenant.sends.closeDoor();
      try {
        if (!force && !(await tenant.sends.quiet(sendsMs))) return err({ code: 'busy' });
        return await task(tenant);
      } finally {
        reopen();
      }
    });
  }

  function ownersBeside(tenantId: TenantId): OtherOwner[] {
    return owners.sharers(tenantId).flatMap(({ tenantId: id, sameDevice }) => {
      const record = tenants.get(id)?.record;
      if (record === undefined) return [];
      const { name, linkedAt } = record;
      return [{ id, name, ...(linkedAt === undefined ? {} : { linkedAt }), sameDevice }];
    });
  }

  /** Why no tenant of this id may come in; ids that differ only in case are one folder on many systems. */
  function refusalOf(tenantId: TenantId): RegistryError | undefined {
    if (closing) return { code: 'shutting-down' };
    const taken = [...tenants.keys(), ...returning].find((id) => id.toLowerCase() === tenantId.toLowerCase());
    return taken === undefined ? undefined : { code: 'tenant-exists', id: taken };
  }

  return {
    async open() {
      const listed = await disk.list();
      if (!listed.ok) return listed;
      const records = listed.value.tenants;
      // What rests may hold a copy of what is about to log in. What runs is known as soon as it is opened.
      const known = await Promise.all(
        records.map(async (each) => (each.running ? undefined : store.identify(each.id))),
      );
      const adopted = records.map((record, index) => adopt(record, known[index]));
      for (const { record, session } of adopted) {
        onChange(record.id);
        if (record.running) session.start();
      }
      return ok({ unreadable: listed.value.unreadable });
    },
    tenantIds: () => [...tenants.keys()],
    view(tenantId) {
      const tenant = tenants.get(tenantId);
      if (tenant === undefined) return undefined;
      const { id, name, addedAt, expectedNumber } = tenant.record;
      const otherOwners = ownersBeside(id);
      return {
        id,
        name,
        addedAt,
        ...(expectedNumber === undefined ? {} : { expectedNumberMasked: maskedNumber(expectedNumber) }),
        ...(otherOwners.length === 0 ? {} : { otherOwners }),
        session: tenant.session.snapshot(),
      };
    },
    async add(tenantId, name, expectedNumber) {
      const refusal = refusalOf(tenantId);
      if (refusal !== undefined) return err(refusal);
      const tenant = adopt({ id: tenantId, name, addedAt: clock.now(), running: false, expectedNumber });
      const written = await put(tenant, {});
      if (!written.ok) {
        tenant.removed = true;
        tenants.delete(tenantId);
      }
      onChange(tenantId);
      return written;
    },
    expectedNumber(tenantId) {
      const tenant = tenants.get(tenantId);
      return tenant === undefined ? err({ code: 'unknown-tenant' }) : ok(tenant.record.expectedNumber ?? null);
    },
    rename: (tenantId, name) =>
      command(tenantId, async (tenant) => {
        const written = await put(tenant, { name });
        onChange(tenantId);
        owners.sharers(tenantId).forEach((sharer) => onChange(sharer.tenantId));
        return written;
      }),
    remove: (tenantId) =>
      ending(tenantId, {}, async (tenant) => {
        await tenant.session.shutdown();
        const removed = await disk.remove(tenantId);
        if (!removed.ok) return removed;
        tenant.removed = true;
        tenants.delete(tenantId);
        onChange(tenantId);
        owners.note(tenantId, undefined).forEach(onChange);
        return ok();
      }),
    async restore(tenantId) {
      const refusal = refusalOf(tenantId);
      if (refusal !== undefined) return err(refusal);
      returning.add(tenantId);
      const [restored, identity] = await disk
        .restore(tenantId)
        .then(async (done) => [done, await store.identify(tenantId)] as const)
        .finally(() => returning.delete(tenantId));
      if (!restored.ok) return restored;
      if (restored.value === undefined) return err({ code: 'nothing-to-restore' });
      const tenant = adopt(restored.value, identity);
      onChange(tenantId);
      // After a shutdown has begun, the next start of the program brings it back.
      if (tenant.record.running && !closing) tenant.session.start();
      return ok();
    },
    start: (tenantId, { takeOver = false } = {}) =>
      command(tenantId, async (tenant) => {
        const since = tenant.session.snapshot().evictedAt;
        if (since !== undefined && !takeOver) return err({ code: 'taken-over', since });
        const written = await remember(tenant, true);
        if (written.ok) tenant.session.start(takeOver);
        return written;
      }),
    relink: (tenantId, endOptions = {}) =>
      ending(tenantId, endOptions, async (tenant) => {
        const written = await remember(tenant, true);
        if (written.ok) tenant.session.relink();
        return written;
      }),
    disconnect: (tenantId, endOptions = {}) =>
      ending(tenantId, endOptions, async (tenant) => {
        const loggedOut = await tenant.session.disconnect();
        const { phase, failure } = tenant.session.snapshot();
        if (phase === 'stopped') return err(storageErrorOf(failure));
        const remembered = await remember(tenant, false);
        return remembered.ok ? ok({ loggedOut }) : remembered;
      }),
    ...createNumberCommands<Tenant>({ command, put, onChange }),
    ...createLinkingCommands({ find, command, isClosing: () => closing }),
    checkCredentials: (tenantId) =>
      command<CredentialsCheck>(tenantId, async ({ session }) => {
        const { phase } = session.snapshot();
        if (phase !== 'idle' && phase !== 'stopped') return ok({ outcome: 'in-use' });
        let fault: StorageError | undefined;
        const opened = await store.open(tenantId, (error) => (fault = error));
        if (!opened.ok) return opened;
        await opened.value.close();
        return ok({ outcome: 'opened', found: opened.value.found, fault });
      }),
    ...createSendCommands({ find, clock }),
    slept() {
      for (const { sends, session } of tenants.values()) {
        // A message on its way would be lost with its socket; if that is dead, the send finds out by itself.
        if (sends.status().active === 0) session.slept();
      }
    },
    async shutdown() {
      closing = true;
      const all = [...tenants.values()].map(async ({ turn, sends, session }) => {
        sends.closeDoor();
        await turn;
        await sends.quiet(lastSendsMs);
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
