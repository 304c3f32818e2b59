import type { OtherOwner } from '../../shared/console.ts';
import type { RegistryError, StorageError } from '../../shared/errors.ts';
import type { ProxyAddress, ProxyLogin } from '../../shared/proxy-rules.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { type Gate, createGate } from './gate.ts';
import { type LinkAttempts, unlimitedAttempts } from './link-attempts.ts';
import { noNumber } from './machine/numbers.ts';
import type { PackedRules } from './machine/packed-rules.ts';
import { createNumberOwners } from './number-owners.ts';
import type {
  AuthStore,
  Clock,
  Credentials,
  Identity,
  IncomingMessages,
  Journal,
  Logger,
  SocketFactory,
  TenantRecord,
  TenantStore,
} from './ports.ts';
import { type Queue, createQueue } from './queue.ts';
import { type Sends, createSends } from './sends-under-way.ts';
import { type Session, createSession } from './session.ts';

/** How many sockets may be on their way to a QR or a login at once. */
const roomAtGate = 4;
/** How long a command that ends a socket waits for messages on their way, in ms. */
const sendsMs = 10_000;

type Answer = Promise<Result<null, RegistryError>>;

/** One tenant with its session. */
export interface Tenant {
  record: TenantRecord;
  readonly session: Session;
  readonly sends: Sends;
  /** Commands of one tenant follow each other. */
  readonly queue: Queue;
  removed: boolean;
  /** The attempt under way has been counted. */
  counted: boolean;
}

/** How to treat messages that are on their way when a command ends the socket. */
export interface EndOptions {
  /** Do not wait for them. */
  readonly force?: boolean;
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
  /** The shared code, or a link that waits for a tenant, has changed. */
  readonly onShared?: (() => void) | undefined;
  readonly onMessages?: ((tenantId: TenantId, incoming: IncomingMessages) => void) | undefined;
  /**
   * Nothing while messages of this tenant can be taken; else resolves once they can. Until then they are not acknowledged,
   * and WhatsApp keeps them.
   */
  readonly roomForMessages?: ((tenantId: TenantId) => Promise<void> | undefined) | undefined;
  /** Nothing where all messages of this tenant that came are kept; else whether they will be: `false`, and WhatsApp keeps them. */
  readonly messagesKept?: ((tenantId: TenantId) => Promise<boolean> | undefined) | undefined;
  /** Keeps user name and password of a proxy where no other program reads them. `false`: there is no such place. */
  readonly keepLogin?: ((proxy: ProxyAddress, login: ProxyLogin) => Promise<boolean>) | undefined;
  /** Whether linked accounts are shown as in use once a week; without it they are not. */
  readonly weeklyPresence?: (() => boolean) | undefined;
  /** Whether this computer has no network at all: what fails then is no failure of a tenant. */
  readonly isOffline?: (() => boolean) | undefined;
  /** Attempts to link, and how many are wise; without it there is no limit. */
  readonly attempts?: LinkAttempts | undefined;
  /** The protocol pack that counts at this moment; without it the program's own values do. */
  readonly packed?: (() => PackedRules | undefined) | undefined;
  /** `false`: another server may have the tenant, and nothing is done for it; without it this program has every tenant. */
  readonly mayAct?: ((tenantId: TenantId) => boolean) | undefined;
  /** Tenants that other servers have; without it there are none. */
  readonly elsewhere?: TenantsElsewhere | undefined;
}

/** What this program has to know of tenants that other servers have. */
export interface TenantsElsewhere {
  /**
   * Makes a tenant the holder of a device among those of all servers, until its link is given up. Answers the tenant that
   * holds it already.
   */
  holdDevice(tenantId: TenantId, identity: Identity): Promise<Result<TenantId | undefined, StorageError>>;
  /** Notes whose link a tenant has. `holds`: it holds the device, too. */
  note(tenantId: TenantId, identity: Identity, holds: boolean): void;
  /** Tenants with the same number, as far as is known; some may be this program's. */
  sharers(tenantId: TenantId): readonly OtherOwner[];
  /** Calls the listener with each tenant whose sharers are others than before. */
  onSharers(listener: (tenantId: TenantId) => void): void;
}

/** What of a session outlives the program, in the tenant's record. */
type Lasting = Pick<TenantRecord, 'evictedAt' | 'linkedAt' | 'uncounted' | 'restriction'>;

function isSame(one: Lasting, other: Lasting): boolean {
  return (
    one.evictedAt === other.evictedAt &&
    one.linkedAt === other.linkedAt &&
    one.uncounted === other.uncounted &&
    one.restriction?.kind === other.restriction?.kind &&
    one.restriction?.until === other.restriction?.until
  );
}

/** The tenants of a console: their sessions, their records on disk, and the order of their commands. */
export interface TenantsAtWork {
  /** What every session passes on its way to a code or a login. */
  readonly gate: Gate;
  /** Nothing for a tenant that another server may have. */
  readonly find: (tenantId: TenantId) => Tenant | undefined;
  /** The same of every tenant that is in this program. */
  readonly known: (tenantId: TenantId) => Tenant | undefined;
  readonly all: () => Tenant[];
  /** Makes a tenant's session. `identity`: whose link lies on disk, where that is known already. */
  readonly adopt: (record: TenantRecord, identity?: Identity) => Tenant;
  /** Forgets a tenant: commands that still wait for it are refused. */
  readonly drop: (tenant: Tenant) => void;
  /** Lets a tenant out of this program as it is: commands that wait for it are refused, and nothing tells of it any more. */
  readonly part: (tenantId: TenantId) => Tenant | undefined;
  /** Writes a change of the tenant's record. */
  readonly put: (tenant: Tenant, change: Partial<TenantRecord>) => Answer;
  /** Notes whether the session is to come back after a start of the program, and what else outlives it. */
  readonly remember: (tenant: Tenant, running: boolean) => Answer;
  /** Runs a command after the tenant's earlier ones. */
  readonly command: <T>(
    tenantId: TenantId,
    task: (tenant: Tenant) => Promise<Result<T, RegistryError>>,
  ) => Promise<Result<T, RegistryError>>;
  /** Runs a command that ends the socket once no message is under way. No message can begin meanwhile. */
  readonly ending: <T>(
    tenantId: TenantId,
    options: EndOptions,
    task: (tenant: Tenant) => Promise<Result<T, RegistryError>>,
  ) => Promise<Result<T, RegistryError>>;
  /** The other tenants that are linked to the same number. */
  readonly ownersBeside: (tenantId: TenantId) => OtherOwner[];
  /** Says of every other tenant with this tenant's number that its view has changed. */
  readonly tellSharers: (tenantId: TenantId) => void;
}

const never = () => new Promise<void>(() => undefined);

/** A link that waits for a tenant has no right number, which is no failure of it. */
function withoutWrongNumbers(journal: Journal): Journal {
  return {
    append(entry, flight) {
      if (entry.failure.cause !== 'wrong-number') journal.append(entry, flight);
    },
    keepLink: (...link) => journal.keepLink(...link),
  };
}

export function createTenantsAtWork<C extends Credentials>(
  options: RegistryOptions<C> & { readonly onUnassigned: (tenant: Tenant) => void },
  isClosing: () => boolean,
): TenantsAtWork {
  const { tenants: disk, clock, journal, logger, onMessages, roomForMessages, messagesKept } = options;
  const { attempts = unlimitedAttempts, mayAct = () => true, elsewhere } = options;
  const gate = createGate(roomAtGate);
  const onChange = (tenantId: TenantId) => {
    const tenant = tenants.get(tenantId);
    if (tenant?.record.unassigned === undefined) options.onChange(tenantId);
    else options.onUnassigned(tenant);
  };
  const tenants = new Map<TenantId, Tenant>();
  const owners = createNumberOwners();

  function adopt(record: TenantRecord, identity?: Identity): Tenant {
    const { evictedAt, restriction } = record;
    const isUnassigned = record.unassigned !== undefined;
    const session = createSession({
      ...options,
      tenantId: record.id,
      journal: isUnassigned ? withoutWrongNumbers(journal) : journal,
      remembered: {
        expectedNumber: isUnassigned ? noNumber : record.expectedNumber,
        restriction,
        uncounted: record.uncounted,
        evicted: evictedAt === undefined ? undefined : { at: evictedAt, identity },
      },
      holdDevice: (found) => holdDevice(record.id, found),
      mayAct: () => mayAct(record.id),
      gate,
      onMessages: onMessages && ((incoming) => onMessages(record.id, incoming)),
      // What comes for a link without a tenant is not acknowledged: WhatsApp sends it again once a tenant logs in with it.
      messagesKept: messagesKept && (() => messagesKept(record.id)),
      roomForMessages: isUnassigned ? never : roomForMessages && (() => roomForMessages(record.id)),
      onChange: () => {
        if (tenant.removed) return;
        countAttempt(tenant);
        onChange(record.id);
        noteOwner(tenant);
        if (isNoted(tenant)) return;
        void tenant.queue.run(() => remember(tenant, session.comesBack()));
      },
    });
    const tenant: Tenant = {
      record,
      session,
      sends: createSends(clock),
      queue: createQueue(),
      removed: false,
      counted: false,
    };
    tenants.set(record.id, tenant);
    if (evictedAt !== undefined) noteOwner(tenant);
    else if (identity !== undefined) {
      owners.note(record.id, identity).forEach(onChange);
      elsewhere?.note(record.id, identity, false);
    }
    return tenant;
  }

  async function holdDevice(tenantId: TenantId, identity: Identity): ReturnType<TenantsElsewhere['holdDevice']> {
    const holder = owners.hold(tenantId, identity);
    return holder === undefined && elsewhere !== undefined ? elsewhere.holdDevice(tenantId, identity) : ok(holder);
  }

  /**
   * A scan that somebody has told of, or a phone that has confirmed, is one attempt; a linking code was counted when it was
   * asked for. A code without a scan goes once there were too many.
   */
  function countAttempt(tenant: Tenant): void {
    const { phase, claim, passkey } = tenant.session.snapshot();
    const isAttempt = claim !== undefined || passkey !== undefined || phase === 'pairing';
    const number = tenant.session.linkedNumber() ?? tenant.record.expectedNumber;
    if (isAttempt && !tenant.counted) attempts.note(number);
    if (isAttempt) tenant.counted = true;
    else if (phase === 'awaiting-scan' || phase === 'idle' || phase === 'stopped') tenant.counted = false;
    if (phase !== 'awaiting-scan' || isAttempt || attempts.pause(number) === undefined) return;
    void tenant.queue.run(async () => {
      if (tenant.session.snapshot().phase !== 'awaiting-scan' || tenant.session.snapshot().claim !== undefined) return;
      await tenant.session.shutdown();
      await remember(tenant, false);
    });
  }

  /** Keeps account of whose link this session has; what others show of it changes with it. */
  function noteOwner({ record, session }: Tenant): void {
    const identity = session.identity();
    owners.note(record.id, identity).forEach(onChange);
    if (identity === undefined) return;
    owners.hold(record.id, identity);
    elsewhere?.note(record.id, identity, true);
  }

  /** What of the session outlives the program. */
  function lastingOf({ record, session }: Tenant): Lasting {
    const { evictedAt, restriction } = session.snapshot();
    const uncounted = session.isUncounted() ? true : undefined;
    return { evictedAt, restriction, uncounted, linkedAt: session.newLinkAt() ?? record.linkedAt };
  }

  function isNoted(tenant: Tenant): boolean {
    return isSame(lastingOf(tenant), tenant.record) && tenant.session.snapshot().phase !== 'stopped';
  }

  async function put(tenant: Tenant, change: Partial<TenantRecord>): Answer {
    const record = { ...tenant.record, ...change };
    const written = await disk.put(record);
    if (written.ok) tenant.record = record;
    return written;
  }

  async function remember(tenant: Tenant, running: boolean): Answer {
    const lasting = lastingOf(tenant);
    const { record } = tenant;
    const same = isSame(lasting, record);
    if (tenant.removed || (same && record.running === running)) return ok();
    const written = await put(tenant, { running, ...lasting });
    if (!written.ok) logger.warn('tenant not written', { tenantId: tenant.record.id, code: written.error.code });
    // Other tenants with the same number show since when.
    if (!same) owners.sharers(record.id).forEach(({ tenantId }) => onChange(tenantId));
    return written;
  }

  function command<T>(
    tenantId: TenantId,
    task: (tenant: Tenant) => Promise<Result<T, RegistryError>>,
  ): Promise<Result<T, RegistryError>> {
    const tenant = tenants.get(tenantId);
    if (isClosing()) return Promise.resolve(err({ code: 'shutting-down' }));
    if (tenant === undefined) return Promise.resolve(err({ code: 'unknown-tenant' }));
    return tenant.queue.run(() =>
      tenant.removed || !mayAct(tenantId)
        ? Promise.resolve(err<RegistryError>({ code: 'unknown-tenant' }))
        : task(tenant),
    );
  }

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
    const others = elsewhere?.sharers(tenantId).filter(({ id }) => !tenants.has(id)) ?? [];
    return [...ownersHere(tenantId), ...others];
  }

  function ownersHere(tenantId: TenantId): OtherOwner[] {
    return owners.sharers(tenantId).flatMap(({ tenantId: id, sameDevice }) => {
      const record = tenants.get(id)?.record;
      if (record === undefined || record.unassigned !== undefined) return [];
      const { name, linkedAt } = record;
      return [{ id, name, ...(linkedAt === undefined ? {} : { linkedAt }), sameDevice }];
    });
  }

  function forget(tenant: Tenant): void {
    tenant.removed = true;
    tenants.delete(tenant.record.id);
  }

  elsewhere?.onSharers((tenantId) => {
    if (tenants.has(tenantId)) onChange(tenantId);
  });

  return {
    gate,
    find: (tenantId) => (mayAct(tenantId) ? tenants.get(tenantId) : undefined),
    known: (tenantId) => tenants.get(tenantId),
    all: () => [...tenants.values()],
    adopt,
    drop(tenant) {
      const { id } = tenant.record;
      forget(tenant);
      if (tenant.record.unassigned === undefined) options.onChange(id);
      else options.onUnassigned(tenant);
      owners.note(id, undefined).forEach(onChange);
    },
    part(tenantId) {
      const tenant = tenants.get(tenantId);
      if (tenant === undefined) return undefined;
      forget(tenant);
      tenant.sends.closeDoor();
      owners.note(tenantId, undefined).forEach(onChange);
      return tenant;
    },
    put,
    remember,
    command,
    ending,
    ownersBeside,
    tellSharers: (tenantId) => owners.sharers(tenantId).forEach((sharer) => onChange(sharer.tenantId)),
  };
}
