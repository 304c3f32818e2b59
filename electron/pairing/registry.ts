import type { NothingToRestore, RegistryError, StorageError } from '../../shared/errors.ts';
import { storageErrorSchema } from '../../shared/errors.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import { err, ok } from '../../shared/result.ts';
import type { TenantView } from '../../shared/console.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import type { LiveCode } from '../../shared/session.ts';
import { isConnected } from '../../shared/session.ts';
import { expectedNumberProblem } from '../../shared/tenant-rules.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { createGate } from './gate.ts';
import type { NumberCommands } from './number-commands.ts';
import { createNumberCommands } from './number-commands.ts';
import { maskedNumber } from './numbers.ts';
import type {
  AuthStore,
  Clock,
  Credentials,
  FoundCredentials,
  IncomingMessages,
  Journal,
  Logger,
  Recipient,
  SocketFactory,
  TenantRecord,
  TenantStore,
} from './ports.ts';
import type { Sends, SendStatus } from './sends.ts';
import { createSends } from './sends.ts';
import type { Session } from './session.ts';
import { createSession } from './session.ts';

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
export interface Registry extends NumberCommands {
  /** Reads the tenants and brings back the sessions that were running. Answers the folders it could not read. */
  open(): Promise<Result<{ readonly unreadable: readonly string[] }, RegistryError>>;
  tenantIds(): readonly TenantId[];
  view(tenantId: TenantId): TenantView | undefined;
  /** `expectedNumber`: 7 to 15 digits, country code first. */
  add(tenantId: TenantId, name: string, expectedNumber?: string): Answer;
  /** The whole number, for whoever fills in a form; never to be logged. `null`: any will do. */
  expectedNumber(tenantId: TenantId): Result<string | null, RegistryError>;
  rename(tenantId: TenantId, name: string): Answer;
  /** Closes the session and sets the tenant's folder aside. `busy` as for `relink`. */
  remove(tenantId: TenantId): Answer;
  /** Brings the tenant's newest removal back, and its session if it was running. */
  restore(tenantId: TenantId): Promise<Result<null, RegistryError | NothingToRestore>>;
  start(tenantId: TenantId): Answer;
  /** Waits up to 10 s for messages on their way; `busy` if they are still there. */
  relink(tenantId: TenantId, options?: EndOptions): Answer;
  /** `busy` as for `relink`. Answers whether WhatsApp has confirmed a logout; else the phone may still list the device. */
  disconnect(tenantId: TenantId, options?: EndOptions): Promise<Result<{ readonly loggedOut: boolean }, RegistryError>>;
  /** A linking code in the QR's place, once a QR is live. `number`: 7 to 15 digits, country code first. */
  requestCode(tenantId: TenantId, number: string): Promise<Result<LiveCode, RegistryError>>;
  /** What WhatsApp asks of the account's passkey, while the phase is `awaiting-passkey`; never to be logged. */
  passkeyRequest(tenantId: TenantId): PasskeyRequest | undefined;
  /**
   * An authenticator's answer. Takes up to a minute and a half; may be tried again while the phase lasts. Where there is
   * a `confirmationCode`, someone compares it with the phone's and then calls `confirmPasskey`.
   */
  answerPasskey(
    tenantId: TenantId,
    assertion: PasskeyAssertion,
  ): Promise<Result<{ readonly confirmationCode?: string }, RegistryError>>;
  confirmPasskey(tenantId: TenantId): Answer;
  /** The phone shows another code: ends the attempt with nothing sent, and shows a fresh QR. */
  rejectPasskey(tenantId: TenantId): Answer;
  /** Opens the credentials of a session that does not run, which repairs what can be, and closes them again. */
  checkCredentials(tenantId: TenantId): Promise<Result<CredentialsCheck, RegistryError>>;
  /** Sends text and waits for WhatsApp to acknowledge it, which takes `durationMs`; at most 30 s. */
  sendText(
    tenantId: TenantId,
    to: Recipient,
    text: string,
  ): Promise<Result<{ messageId: string; durationMs: number }, RegistryError>>;
  sendTyping(tenantId: TenantId, jid: string, typing: boolean): Answer;
  sends(tenantId: TenantId): SendStatus | undefined;
  /** Answers the time until WhatsApp acknowledged the message, in ms. */
  sendTestMessage(tenantId: TenantId, text: string): Promise<Result<{ durationMs: number }, RegistryError>>;
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
  const error = storageErrorSchema.safeParse({ code: failure?.cause, folder: failure?.folder });
  return error.success ? error.data : { code: 'internal-error' };
}

export function createRegistry<C extends Credentials>(options: RegistryOptions<C>): Registry {
  const { tenants: disk, store, clock, logger, onChange, onMessages } = options;
  const gate = createGate(roomAtGate);
  const tenants = new Map<TenantId, Tenant>();
  /** Ids that a restore is bringing back. */
  const returning = new Set<TenantId>();
  let closing = false;

  function adopt(record: TenantRecord): Tenant {
    const session = createSession({
      ...options,
      tenantId: record.id,
      expectedNumber: record.expectedNumber,
      gate,
      onMessages: onMessages && ((incoming) => onMessages(record.id, incoming)),
      onChange: () => {
        onChange(record.id);
        if (session.snapshot().phase !== 'stopped') return;
        tenant.turn = tenant.turn.then(() => remember(tenant, session.comesBack()));
      },
    });
    const tenant: Tenant = { record, session, sends: createSends(clock), turn: Promise.resolve(), removed: false };
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

  /** Questions to WhatsApp take as long as its answers, so no command waits for them. */
  async function asking<T>(
    tenantId: TenantId,
    ask: (session: Session) => Promise<Result<T, RegistryError>>,
  ): Promise<Result<T, RegistryError>> {
    const tenant = tenants.get(tenantId);
    if (closing) return err({ code: 'shutting-down' });
    return tenant === undefined ? err({ code: 'unknown-tenant' }) : ask(tenant.session);
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

  /** Messages do not wait for commands: they go out while the session is connected and no command is to end it. */
  async function sendText(
    tenantId: TenantId,
    to: Recipient,
    text: string,
  ): Promise<Result<{ messageId: string; durationMs: number }, RegistryError>> {
    const tenant = tenants.get(tenantId);
    if (tenant === undefined) return err({ code: 'unknown-tenant' });
    const { session, sends } = tenant;
    if (!isConnected(session.snapshot())) return err({ code: 'not-connected' });
    const begun = clock.now();
    const sent = await sends.run(() => session.sendText(to, text));
    if (sent === undefined) return err({ code: 'not-connected' });
    return sent.ok ? ok({ ...sent.value, durationMs: clock.now() - begun }) : err({ code: sent.error });
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
      const { id, name, addedAt, expectedNumber } = tenant.record;
      const expected = expectedNumber === undefined ? {} : { expectedNumberMasked: maskedNumber(expectedNumber) };
      return { id, name, addedAt, ...expected, session: tenant.session.snapshot() };
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
        return ok();
      }),
    async restore(tenantId) {
      const refusal = refusalOf(tenantId);
      if (refusal !== undefined) return err(refusal);
      returning.add(tenantId);
      const restored = await disk.restore(tenantId).finally(() => returning.delete(tenantId));
      if (!restored.ok) return restored;
      if (restored.value === undefined) return err({ code: 'nothing-to-restore' });
      const tenant = adopt(restored.value);
      onChange(tenantId);
      // After a shutdown has begun, the next start of the program brings it back.
      if (tenant.record.running && !closing) tenant.session.start();
      return ok();
    },
    start: (tenantId) =>
      command(tenantId, async (tenant) => {
        const written = await remember(tenant, true);
        if (written.ok) tenant.session.start();
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
    requestCode: (tenantId, number) =>
      asking(tenantId, async (session) =>
        expectedNumberProblem(number) === undefined ? session.requestCode(number) : err({ code: 'invalid-number' }),
      ),
    passkeyRequest: (tenantId) => tenants.get(tenantId)?.session.passkeyRequest(),
    answerPasskey: (tenantId, assertion) => asking(tenantId, (session) => session.answerPasskey(assertion)),
    confirmPasskey: (tenantId) => asking(tenantId, (session) => session.confirmPasskey()),
    rejectPasskey: (tenantId) => command(tenantId, ({ session }) => Promise.resolve(session.rejectPasskey())),
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
    sendText,
    async sendTyping(tenantId, jid, typing) {
      const written = await tenants.get(tenantId)?.session.sendTyping(jid, typing);
      if (written === undefined) return err({ code: 'unknown-tenant' });
      return written.ok ? written : err({ code: written.error });
    },
    sends: (tenantId) => tenants.get(tenantId)?.sends.status(),
    sendTestMessage: (tenantId, text) => sendText(tenantId, 'self', text),
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
