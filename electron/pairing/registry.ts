import type { AttemptsPause, TenantView } from '../../shared/console.ts';
import {
  type NothingToRestore,
  type RegistryError,
  type StorageError,
  storageErrorSchema,
} from '../../shared/errors.ts';
import type { Failure } from '../../shared/failure.ts';
import { type ProxyAddress, maskedProxy, proxyText, readProxy } from '../../shared/proxy-rules.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { SessionSnapshot } from '../../shared/session.ts';
import type { RemovedTenant, TenantId } from '../../shared/tenant.ts';
import { createDepartures } from './departures.ts';
import { unlimitedAttempts } from './link-attempts.ts';
import { type LinkingCommands, createLinkingCommands } from './link-commands.ts';
import { maskedNumber } from './machine/numbers.ts';
import { type NumberCommands, createNumberCommands } from './number-commands.ts';
import type { Credentials, FoundCredentials, TenantRecord } from './ports.ts';
import { type SendCommands, createSendCommands } from './send-commands.ts';
import type { Session } from './session.ts';
import { type SharedCode, createSharedCode, sharedCodeId } from './shared-code.ts';
import { type EndOptions, type RegistryOptions, type Tenant, createTenantsAtWork } from './tenants-at-work.ts';
import { keepTenantsInUse } from './tenants-in-use.ts';
import { type UnassignedLinks, createUnassignedLinks } from './unassigned-links.ts';

/** The longest a shutdown waits for sockets to close and writes to land, in ms. */
const shutdownMs = 8_000;
/** How long a shutdown waits for messages on their way, in ms. */
const lastSendsMs = 4_000;

type Answer = Promise<Result<null, RegistryError>>;
/** `undefined`: the tenant goes the computer's way. */
export type TenantProxy = ProxyAddress | 'lost' | undefined;

/** What a look at the credentials found and did. `in-use`: the running session keeps them in order by itself. */
export type CredentialsCheck =
  | { readonly outcome: 'in-use' }
  | { readonly outcome: 'opened'; readonly found: FoundCredentials; readonly fault: StorageError | undefined };

/** Every tenant and its session. The window and the bridge both command this; there is no other way to a session. */
export interface Registry extends LinkingCommands, NumberCommands, SendCommands, UnassignedLinks {
  /** Until when this workstation makes no attempt to link. */
  attemptsPause(): AttemptsPause | undefined;
  /** One code for every phone: its number says under which tenant the link is filed. */
  readonly sharedCode: SharedCode;
  /** Reads the tenants and brings back the sessions that were running. Answers the places that could not be read. */
  open(): Promise<Result<{ readonly unreadable: readonly string[] }, RegistryError>>;
  /** Takes tenants up that this server has got, and brings back the sessions that were running. */
  takeUp(records: readonly TenantRecord[]): Promise<void>;
  /** How many sessions are on their way to a QR or a login, or wait for their turn. */
  opening(): number;
  /**
   * Lets a tenant go that another server is to have. It is unknown here at once, and nothing tells of it any more. Resolves
   * when its socket is closed and its writes have landed; also where it was cut before.
   */
  letGo(tenantId: TenantId): Promise<void>;
  /** The same where another server may have it already: the socket is cut at once, without a farewell. `letGo` is to follow. */
  cut(tenantId: TenantId): void;
  readonly tenantIds: () => readonly TenantId[];
  /** What every tenant's session says of itself; less work than every view. */
  readonly sessions: () => readonly SessionSnapshot[];
  readonly view: (tenantId: TenantId) => TenantView | undefined;
  /** The view's, for callers who ask thousands of times a second. */
  readonly lastSeenAt: (tenantId: TenantId) => number | undefined;
  /**
   * `expectedNumber`: 7 to 15 digits, country code first. `toStart`: a `start` follows at once; what it has to remember is
   * in the same write. `proxy`: as for `useProxy`.
   */
  add(
    tenantId: TenantId,
    name: string,
    expectedNumber?: string,
    options?: { readonly toStart?: boolean; readonly proxy?: ProxyAddress | undefined },
  ): Answer;
  /** The whole number, for a form that a person fills in; never to be logged. `null`: any number will do. */
  expectedNumber(tenantId: TenantId): Result<string | null, RegistryError>;
  /**
   * The proxy that the tenant's link and files take, and nothing else; `undefined`: the computer's own way. A link, and an
   * unused code, are dialled anew at once. `busy`: a message is under way.
   */
  useProxy(tenantId: TenantId, proxy: ProxyAddress | undefined): Answer;
  /** Without a password. `lost`: the record was damaged, and nothing is dialled until `useProxy` says which. */
  proxyOf(tenantId: TenantId): TenantProxy;
  rename(tenantId: TenantId, name: string): Answer;
  /** Closes the session and sets everything of the tenant aside. `busy` as for `relink`. */
  remove(tenantId: TenantId): Answer;
  /** Brings the tenant's newest removal back, and its session if it was running. */
  restore(tenantId: TenantId): Promise<Result<null, RegistryError | NothingToRestore>>;
  /** What `restore` can bring back, newest first. A tenant that is there again is not among them. */
  removed(): Promise<Result<readonly RemovedTenant[], StorageError>>;
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
  /**
   * To be called after the network has changed: sockets that answer nothing are replaced, a few at a time, and pauses
   * between attempts end. A socket that lives stays.
   */
  networkChanged(): void;
  /**
   * Whether what runs by the computer's own way sees nothing but a way that is shut: a port, or a sign-in page of the
   * network. Tenants that have a proxy say nothing of it.
   */
  isShutOut(): boolean;
  /** For every link by the computer's own way: see `Session.portalSeen`. */
  portalSeen(status: number | undefined): void;
  /** Closes every socket and flushes every write; bounded. Commands are refused from here on. */
  shutdown(): Promise<void>;
}

/** A disconnect that ends in `stopped` could not set the credentials aside. */
function storageErrorOf(failure: Failure | undefined): RegistryError {
  const error = storageErrorSchema.safeParse({ code: failure?.cause, place: failure?.place });
  return error.success ? error.data : { code: 'internal-error' };
}

export function createRegistry<C extends Credentials>(options: RegistryOptions<C>): Registry {
  const { tenants: disk, store, clock, onChange, attempts = unlimitedAttempts } = options;
  let closing = false;
  let stopPresence: (() => void) | undefined;
  const work = createTenantsAtWork({ ...options, onUnassigned }, () => closing);
  const { find, known, all, adopt, drop, part, put, remember, command, ending, ownersBeside, tellSharers } = work;
  const departures = createDepartures(clock);
  const unassigned = createUnassignedLinks({ ...options, work, disk });
  const shared = createSharedCode({
    ...options,
    gate: work.gate,
    take: unassigned.take,
    onChange: () => options.onShared?.(),
  });
  /** Ids that a restore is bringing back. */
  const returning = new Set<TenantId>();

  function onUnassigned(tenant: Tenant): void {
    unassigned.changed(tenant);
    options.onShared?.();
  }

  const assigned = (): Tenant[] => all().filter(({ record }) => record.unassigned === undefined);

  /** Why no attempt to link this tenant may be made now. A link that is there already may log in at any time. */
  async function pauseOf({ record, session }: Tenant): Promise<RegistryError | undefined> {
    const { phase } = session.snapshot();
    const rests = phase === 'idle' || phase === 'stopped';
    const pause = rests && session.identity() === undefined ? attempts.pause(record.expectedNumber) : undefined;
    if (pause === undefined || (await store.identify(record.id)) !== undefined) return undefined;
    return { code: 'attempts-paused', ...pause };
  }

  /** Why no tenant of this id may come in; ids that differ only in case are one folder on many systems. */
  function refusalOf(tenantId: TenantId): RegistryError | undefined {
    if (closing) return { code: 'shutting-down' };
    const wanted = tenantId.toLowerCase();
    const taken = [sharedCodeId, ...all().map(({ record }) => record.id), ...returning].find(
      (id) => id.length === wanted.length && id.toLowerCase() === wanted,
    );
    return taken === undefined ? undefined : { code: 'tenant-exists', id: taken };
  }

  /** Keeps the password of a proxy, where it has one. Answers why it could not. */
  async function keepLoginOf(proxy: ProxyAddress | undefined): Promise<RegistryError | undefined> {
    const { username = '', password } = proxy ?? {};
    if (proxy === undefined || password === undefined) return undefined;
    const kept = (await options.keepLogin?.(proxy, { username, password })) === true;
    return kept ? undefined : { code: 'proxy-password-not-kept' };
  }

  function proxyOf(tenantId: TenantId): TenantProxy {
    const { proxy, proxyLost } = (known(tenantId) ?? departures.find(tenantId))?.record ?? {};
    if (proxyLost === true) return 'lost';
    return proxy === undefined ? undefined : (readProxy(proxy) ?? 'lost');
  }

  /** What takes the computer's own way. */
  function* onTheComputersWay(): Generator<Pick<Session, 'way' | 'portalSeen'>> {
    yield shared;
    for (const { record, session } of all()) {
      if (record.proxy === undefined && record.proxyLost !== true) yield session;
    }
  }

  async function takeUp(records: readonly TenantRecord[]): Promise<void> {
    stopPresence ??= keepTenantsInUse(options, work);
    const fresh = records.filter(({ id }) => known(id) === undefined);
    // What rests may hold a copy of what is about to log in. What runs is known as soon as it is opened.
    const found = await Promise.all(fresh.map(async (each) => (each.running ? undefined : store.identify(each.id))));
    const adopted = fresh.map((record, index) => adopt(record, found[index]));
    for (const { record, session } of adopted) {
      if (record.unassigned === undefined) onChange(record.id);
      if (record.running) session.start();
    }
  }

  return {
    async open() {
      const listed = await disk.list();
      if (!listed.ok) return listed;
      await takeUp(listed.value.tenants);
      return ok({ unreadable: listed.value.unreadable });
    },
    takeUp,
    opening: () => work.gate.count(),
    async letGo(tenantId) {
      const tenant = part(tenantId);
      if (tenant !== undefined) departures.leave(tenant);
      await departures.left(tenantId);
    },
    cut(tenantId) {
      const tenant = part(tenantId);
      if (tenant === undefined) departures.cutLeaving(tenantId);
      else departures.cut(tenant);
    },
    tenantIds: () => assigned().map(({ record }) => record.id),
    sessions: () => assigned().flatMap(({ record, session }) => (find(record.id) ? [session.snapshot()] : [])),
    view(tenantId) {
      const tenant = find(tenantId);
      if (tenant === undefined || tenant.record.unassigned !== undefined) return undefined;
      const { id, name, addedAt, expectedNumber } = tenant.record;
      const otherOwners = ownersBeside(id);
      const lastSeenAt = tenant.session.lastSeenAt();
      const proxy = proxyOf(id);
      const session = tenant.session.snapshot();
      const rests = session.phase === 'idle' || session.phase === 'stopped';
      const attemptsPause = rests && session.account === undefined ? attempts.pause(expectedNumber) : undefined;
      return {
        id,
        name,
        addedAt,
        ...(expectedNumber === undefined ? {} : { expectedNumberMasked: maskedNumber(expectedNumber) }),
        ...(typeof proxy === 'object' ? { proxyMasked: maskedProxy(proxy) } : {}),
        ...(proxy === 'lost' ? { proxyLost: true as const } : {}),
        ...(otherOwners.length === 0 ? {} : { otherOwners }),
        ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
        ...(attemptsPause === undefined ? {} : { attemptsPause }),
        session,
      };
    },
    lastSeenAt: (tenantId) => find(tenantId)?.session.lastSeenAt(),
    async add(tenantId, name, expectedNumber, { toStart = false, proxy } = {}) {
      const refusal = refusalOf(tenantId) ?? (proxy && ((await keepLoginOf(proxy)) ?? refusalOf(tenantId)));
      if (refusal !== undefined) return err(refusal);
      // A start that is about to be refused must not come about by itself after a restart.
      const running = toStart && attempts.pause(expectedNumber) === undefined;
      const text = proxy && proxyText(proxy);
      const tenant = adopt({ id: tenantId, name, addedAt: clock.now(), running, expectedNumber, proxy: text });
      const written = await disk.add(tenant.record);
      if (written.ok) onChange(tenantId);
      // Nobody has heard of it.
      else part(tenantId);
      return written;
    },
    expectedNumber(tenantId) {
      const tenant = find(tenantId);
      return tenant === undefined ? err({ code: 'unknown-tenant' }) : ok(tenant.record.expectedNumber ?? null);
    },
    proxyOf,
    useProxy: (tenantId, proxy) =>
      // A message on its way would be lost with its socket.
      ending(tenantId, {}, async (tenant) => {
        const refusal = await keepLoginOf(proxy);
        if (refusal !== undefined) return err(refusal);
        const written = await put(tenant, { proxy: proxy && proxyText(proxy), proxyLost: undefined });
        if (!written.ok) return written;
        onChange(tenantId);
        tenant.session.wayChanged();
        return written;
      }),
    rename: (tenantId, name) =>
      command(tenantId, async (tenant) => {
        const written = await put(tenant, { name });
        onChange(tenantId);
        tellSharers(tenantId);
        return written;
      }),
    remove: (tenantId) =>
      ending(tenantId, {}, async (tenant) => {
        await tenant.session.shutdown();
        const removed = await disk.remove(tenantId);
        if (!removed.ok) return removed;
        drop(tenant);
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
    async removed() {
      const kept = await disk.removed();
      return kept.ok ? ok(kept.value.filter(({ id }) => find(id) === undefined)) : kept;
    },
    start: (tenantId, { takeOver = false } = {}) =>
      command(tenantId, async (tenant) => {
        const since = tenant.session.snapshot().evictedAt;
        if (since !== undefined && !takeOver) return err({ code: 'taken-over', since });
        const pause = await pauseOf(tenant);
        if (pause !== undefined) return err(pause);
        const written = await remember(tenant, true);
        if (written.ok) tenant.session.start({ takeOver });
        return written;
      }),
    relink: (tenantId, endOptions = {}) =>
      ending(tenantId, endOptions, async (tenant) => {
        const pause = attempts.pause(tenant.record.expectedNumber);
        if (pause !== undefined) return err({ code: 'attempts-paused', ...pause });
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
    ...createNumberCommands<Tenant>({ command, put, onChange, find, all, logger: options.logger }),
    ...createLinkingCommands({ find, command, attempts, isClosing: () => closing }),
    attemptsPause: () => attempts.pause(undefined),
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
    unassigned: () => unassigned.unassigned(),
    assign: (linkId, tenantId) => unassigned.assign(linkId, tenantId),
    refuse: (linkId) => unassigned.refuse(linkId),
    sharedCode: shared,
    slept() {
      for (const { sends, session } of all()) {
        // A message on its way would be lost with its socket; if that is dead, the send finds out by itself.
        if (sends.status().active === 0) session.slept();
      }
    },
    networkChanged() {
      shared.networkChanged();
      // Also a socket with a message on its way: a dead one does not deliver it.
      for (const { session } of all()) session.networkChanged();
    },
    isShutOut() {
      let isShut = false;
      for (const session of onTheComputersWay()) {
        const way = session.way();
        if (way === 'open') return false;
        isShut ||= way === 'shut';
      }
      return isShut;
    },
    portalSeen(status) {
      for (const session of onTheComputersWay()) session.portalSeen(status);
    },
    async shutdown() {
      closing = true;
      stopPresence?.();
      const ends = all().map(async ({ queue, sends, session }) => {
        sends.closeDoor();
        await queue.idle();
        await sends.quiet(lastSendsMs);
        await session.shutdown();
      });
      await Promise.race([
        Promise.all([shared.stop(), departures.allLeft(), ...ends]),
        new Promise<void>((resolve) => {
          clock.after(shutdownMs, resolve);
        }),
      ]);
    },
  };
}
