import { createLinkingHandlers } from '../../electron/desk/linking-handlers.ts';
import { shiftOf } from '../../electron/journal/shift.ts';
import type { AppInfo } from '../../shared/app.ts';
import type { AuditList } from '../../shared/audit.ts';
import type { BridgeState } from '../../shared/bridge.ts';
import type { ConsoleChange, ConsoleState, TenantView } from '../../shared/console.ts';
import type { DataState } from '../../shared/data.ts';
import { defaultPreferences } from '../../shared/default-preferences.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import type { DiagnosticsState } from '../../shared/diagnostics.ts';
import type { CommandError } from '../../shared/errors.ts';
import type { FlightFrame } from '../../shared/flight.ts';
import { contract, type Contract } from '../../shared/ipc/contract.ts';
import { channelOf, type Client, type Handlers, type Publisher } from '../../shared/ipc/define.ts';
import type { JournalEntry, Loss, NewLink, PhoneAnswer } from '../../shared/journal.ts';
import type { UnassignedLink } from '../../shared/linking.ts';
import type { NetworkState } from '../../shared/network.ts';
import type { OperatorsState } from '../../shared/operators.ts';
import type { PracticeState } from '../../shared/practice.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { isAuthPaired, mayBeLinked } from '../../shared/proof.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { NewTenant } from '../../shared/tenant.ts';
import type { UpdatesState } from '../../shared/updates.ts';
import type { WaVersionState } from '../../shared/wa-version.ts';
import { connectContract } from './connect-contract.ts';
import { createFakeBridge } from './fake-bridge.ts';
import { createFakeData } from './fake-data.ts';
import { createFakeGuard } from './fake-guard.ts';
import { createFakeLinking, fakeUnassigned } from './fake-linking.ts';
import { createFakeNetwork, withProxy } from './fake-network.ts';
import { createFakeOperators } from './fake-operators.ts';
import { createFakePacks } from './fake-packs.ts';
import { emptyAudit, freshPractice, newestVersion, thisProgram } from './fake-states.ts';
import { createFakeUpdates } from './fake-updates.ts';
import { createFakeVersions } from './fake-versions.ts';

export interface FakeCall {
  /** `group.name`, as in the contract. */
  readonly channel: string;
  readonly input: unknown;
}

/** The main process as the window sees it, without one: a state that tests move by hand. */
export interface FakeConsole {
  readonly client: Client<Contract>;
  readonly publish: Publisher<Contract>;
  /** Every call so far, oldest first. */
  readonly calls: readonly FakeCall[];
  /** Those of `calls` that the role of the operator who is signed in does not allow. */
  readonly refusedCalls: readonly FakeCall[];
  readonly state: () => ConsoleState;
  /** Puts tenants in, or in their place, and tells the window. */
  readonly change: (change: Partial<Pick<ConsoleChange, 'tenants' | 'removed' | 'notices'>>) => void;
  /** Changes the state without telling the window. */
  readonly changeSilently: FakeConsole['change'];
  readonly preferences: () => Preferences;
  /** Moves the practice phone and its network, and tells the window. */
  readonly changePractice: (change: Partial<PracticeState>) => void;
  /** Moves the diagnosis on, and tells the window. */
  readonly changeDiagnostics: (change: Partial<DiagnosticsState>) => void;
  readonly appendToJournal: (entry: JournalEntry) => void;
  /** From here on this call is refused with `error`; `undefined` lifts it. */
  readonly refuse: (channel: string, error: CommandError | undefined) => void;
  /** Holds back the answers of a call until the returned function is called. */
  readonly hold: (channel: string) => () => void;
}

interface FakeConsoleOptions {
  readonly tenants?: readonly TenantView[];
  readonly notices?: ConsoleState['notices'];
  readonly journal?: readonly JournalEntry[];
  readonly loss?: Loss;
  readonly audit?: AuditList;
  readonly operators?: OperatorsState;
  readonly newLinks?: NewLink[];
  /** Whether WhatsApp confirms that a link was logged out. */
  readonly logoutConfirmed?: boolean;
  /** Recordings by the id of their entry, or of their tenant where they are of a link. */
  readonly flights?: Readonly<Record<string, FlightFrame[]>>;
  readonly preferences?: Partial<Preferences>;
  readonly unassigned?: readonly UnassignedLink[];
  /** Whole numbers by tenant. */
  readonly expectedNumbers?: Readonly<Record<string, string>>;
  readonly info?: Partial<AppInfo>;
  readonly bridge?: Partial<BridgeState>;
  readonly data?: Partial<DataState>;
  readonly network?: Partial<NetworkState>;
  readonly updates?: Partial<UpdatesState>;
  readonly protocol?: Parameters<typeof createFakePacks>[0];
  readonly waVersion?: Partial<WaVersionState>;
  readonly diagnostics?: DiagnosticsState;
  readonly practice?: Partial<PracticeState>;
  /** Epoch milliseconds, for tenants that are added. */
  readonly now?: () => number;
}

export function createFakeConsole(options: FakeConsoleOptions = {}): FakeConsole {
  const { now = Date.now } = options;
  let state: ConsoleState = { revision: 1, tenants: [...(options.tenants ?? [])], notices: options.notices ?? [] };
  let journal: readonly JournalEntry[] = options.journal ?? [];
  let preferences: Preferences = { ...defaultPreferences, language: 'en', ...options.preferences };
  let practice: PracticeState = { ...freshPractice, ...options.practice };
  let diagnostics: DiagnosticsState = options.diagnostics ?? {};
  const trash = new Map<string, TenantView>();
  const calls: FakeCall[] = [];
  const refusedCalls: FakeCall[] = [];
  let operators: OperatorsState = options.operators ?? { kind: 'none' };
  const refusals = new Map<string, CommandError>();
  const gates = new Map<string, Promise<void>>();

  function merge({ tenants = [], removed = [], notices }: Partial<ConsoleChange>): ConsoleChange {
    const merged = new Map(state.tenants.map((tenant) => [tenant.id, tenant]));
    for (const tenant of tenants) merged.set(tenant.id, tenant);
    for (const id of removed) merged.delete(id);
    const touched = [...tenants.map(({ id }) => id), ...removed];
    queueMicrotask(() => touched.forEach(queue.changed));
    const previous = state.revision;
    state = { revision: previous + 1, tenants: [...merged.values()], notices: notices ?? state.notices };
    return {
      previous,
      revision: state.revision,
      tenants: [...tenants],
      removed: [...removed],
      ...(notices === undefined ? {} : { notices }),
    };
  }
  const find = (tenantId: string) => state.tenants.find(({ id }) => id === tenantId);
  function edit(tenantId: string, update: (tenant: TenantView) => TenantView): Result<null, CommandError> {
    const tenant = find(tenantId);
    if (tenant === undefined) return err({ code: 'unknown-tenant' });
    publish.console.changed(merge({ tenants: [update(tenant)] }));
    return ok();
  }
  function enter(tenantId: string, phase: 'connecting'): Result<null, CommandError> {
    return edit(tenantId, (tenant) => ({ ...tenant, session: { phase, since: now(), evidence: {} } }));
  }

  function add({ tenantId, name, expectedNumber }: NewTenant): Result<null, CommandError> {
    const taken = state.tenants.find(({ id }) => id.toLowerCase() === tenantId.toLowerCase());
    if (taken !== undefined) return err({ code: 'tenant-exists', id: taken.id });
    const session = { phase: 'idle', since: now(), evidence: {} } as const;
    const expected = expectedNumber === undefined ? {} : { expectedNumberMasked: `•••${expectedNumber.slice(-2)}` };
    publish.console.changed(merge({ tenants: [{ id: tenantId, name, addedAt: now(), session, ...expected }] }));
    return ok();
  }
  function changePractice(change: Partial<PracticeState>): Promise<Result<null, CommandError>> {
    practice = { ...practice, ...change };
    publish.practice.changed(practice);
    return Promise.resolve(ok());
  }
  function append(entry: JournalEntry): void {
    journal = [entry, ...journal];
    publish.journal.appended(entry);
  }
  function explain(id: string, answer: PhoneAnswer): Result<JournalEntry, CommandError> {
    const entry = journal.find((candidate) => candidate.id === id);
    if (entry === undefined) return err({ code: 'nothing-to-explain' });
    const known = { cause: entry.failure.cause, scanBy: entry.claim?.by, screen: answer.screen };
    const explained = { ...entry, phone: { at: now(), ...answer, ...diagnose(known) } };
    journal = journal.map((candidate) => (candidate.id === id ? explained : candidate));
    publish.journal.amended(explained);
    return ok(explained);
  }
  const done = () => Promise.resolve(ok());
  const queue = createFakeLinking({
    find,
    start: (tenantId) => enter(tenantId, 'connecting'),
    stop: (tenantId) => {
      edit(tenantId, (tenant) => ({ ...tenant, session: { phase: 'idle', since: now(), evidence: {} } }));
    },
    onChange: (linking) => publish.linking.changed(linking),
  });
  const handlers: Handlers<Contract> = {
    app: {
      info: () => Promise.resolve(ok({ ...thisProgram, ...options.info })),
      openDataFolder: done,
      openLink: done,
      licences: () => Promise.resolve(ok([{ name: 'react', version: '19.0.0', licence: 'MIT', text: 'MIT License' }])),
      copyText: done,
      print: done,
      setFullScreen: done,
    },
    console: {
      state: () => Promise.resolve(ok(state)),
      dismissNotice: ({ id }) => {
        publish.console.changed(merge({ notices: state.notices.filter((notice) => notice.id !== id) }));
        return Promise.resolve(ok());
      },
    },
    tenants: {
      add: (tenant) => Promise.resolve(add(tenant)),
      import: ({ rows }) => {
        const answers = rows.map((row) => ({ tenantId: row.tenantId, answer: add(row) }));
        const refused = answers.flatMap(({ tenantId, answer }) => (answer.ok ? [] : { tenantId, error: answer.error }));
        return Promise.resolve(ok({ added: rows.length - refused.length, refused }));
      },
      expectedNumber: ({ tenantId }) => Promise.resolve(ok(options.expectedNumbers?.[tenantId] ?? null)),
      withNumber: ({ endings }) =>
        Promise.resolve(
          ok(
            state.tenants
              .filter(({ id }) => endings.some((ending) => options.expectedNumbers?.[id]?.endsWith(ending) === true))
              .map(({ id }) => id),
          ),
        ),
      rename: ({ tenantId, name }) => Promise.resolve(edit(tenantId, (tenant) => ({ ...tenant, name }))),
      expectNumber: ({ tenantId, expectedNumber }) =>
        Promise.resolve(
          edit(tenantId, ({ id, name, addedAt, session }) => ({
            id,
            name,
            addedAt,
            session,
            ...(expectedNumber !== null && { expectedNumberMasked: `•••${expectedNumber.slice(-2)}` }),
          })),
        ),
      useProxy: ({ tenantId, proxy }) => Promise.resolve(edit(tenantId, (tenant) => withProxy(tenant, proxy))),
      remove: ({ tenantId }) => {
        const tenant = find(tenantId);
        if (tenant === undefined) return Promise.resolve(err({ code: 'unknown-tenant' }));
        trash.delete(tenantId);
        trash.set(tenantId, tenant);
        publish.console.changed(merge({ removed: [tenantId] }));
        return Promise.resolve(ok());
      },
      restore: ({ tenantId }) => {
        const tenant = trash.get(tenantId);
        if (tenant === undefined) return Promise.resolve(err({ code: 'nothing-to-restore' }));
        trash.delete(tenantId);
        publish.console.changed(merge({ tenants: [tenant] }));
        return Promise.resolve(ok());
      },
      removed: () =>
        Promise.resolve(
          ok(
            [...trash.values()]
              .reverse()
              .map(({ id, name }) => ({ id, name, removedAt: now(), keptUntil: now() + 7 * 86_400_000 })),
          ),
        ),
    },
    session: {
      start: ({ tenantId }) => Promise.resolve(enter(tenantId, 'connecting')),
      takeOver: ({ tenantId }) => Promise.resolve(enter(tenantId, 'connecting')),
      relink: ({ tenantId }) => Promise.resolve(enter(tenantId, 'connecting')),
      disconnect: ({ tenantId }) => {
        const loggedOut = options.logoutConfirmed ?? true;
        const gone = edit(tenantId, (tenant) => ({
          ...tenant,
          session: {
            phase: 'idle',
            since: now(),
            evidence: {},
            ...(!loggedOut && mayBeLinked(tenant.session) ? { logoutUnconfirmed: true } : {}),
          },
        }));
        return Promise.resolve(gone.ok ? ok({ loggedOut }) : gone);
      },
      acceptNumber: ({ tenantId }) =>
        Promise.resolve(
          edit(tenantId, (tenant) => {
            const { since, evidence, account } = tenant.session;
            return { ...tenant, session: { phase: 'connected', since, evidence, ...(account && { account }) } };
          }),
        ),
      revealNumbers: () => Promise.resolve(ok({ expected: '972501234517', linked: '972507654317' })),
      refuseNumber: ({ tenantId }) => Promise.resolve(enter(tenantId, 'connecting')),
      requestCode: ({ tenantId }) => {
        const code = { text: 'ABCD-EFGH', issuedAt: now(), expiresAt: now() + 160_000 };
        const session = { phase: 'awaiting-code', since: now(), evidence: {}, code } as const;
        const entered = edit(tenantId, (tenant) => ({ ...tenant, session }));
        return Promise.resolve(entered.ok ? ok(code) : entered);
      },
      usePasskey: done,
      confirmPasskey: done,
      rejectPasskey: ({ tenantId }) => Promise.resolve(enter(tenantId, 'connecting')),
      claimScan: ({ tenantId }) => {
        const claim = { at: now(), by: 'operator', until: now() + 20_000 } as const;
        return Promise.resolve(edit(tenantId, (tenant) => ({ ...tenant, session: { ...tenant.session, claim } })));
      },
      phoneSays: ({ tenantId, answer }) => {
        const { claim, ...session } = find(tenantId)?.session ?? { phase: 'idle', since: 0, evidence: {} };
        const failure = { at: now(), cause: 'silent-scan', credentials: 'none', retry: 'fresh-qr' } as const;
        const failed = { id: `silent-${now()}`, tenantId, failure, phase: session.phase, evidence: {}, qrShown: true };
        append({ ...failed, ...(claim === undefined ? {} : { claim }) });
        edit(tenantId, (tenant) => ({ ...tenant, session: { ...session, failure } }));
        return Promise.resolve(explain(failed.id, answer));
      },
      sendTestMessage: ({ tenantId }) =>
        Promise.resolve(find(tenantId) === undefined ? err({ code: 'unknown-tenant' }) : ok({ durationMs: 420 })),
    },
    linking: createLinkingHandlers(queue, Promise.resolve(), () => undefined),
    unassigned: fakeUnassigned(options.unassigned),
    journal: {
      list: ({ tenantId, limit }) => {
        const matching = journal.filter((entry) => tenantId === undefined || entry.tenantId === tenantId);
        return Promise.resolve(ok(matching.slice(0, limit)));
      },
      phoneSays: ({ id, answer }) => Promise.resolve(explain(id, answer)),
      shift: () =>
        Promise.resolve(
          ok(
            shiftOf({
              entries: journal,
              links: options.newLinks ?? [],
              waiting: state.tenants.filter(({ session }) => !isAuthPaired(session)).length,
              now: now(),
            }),
          ),
        ),
      loss: () => Promise.resolve(ok(options.loss ?? null)),
      newLinks: () => Promise.resolve(ok(options.newLinks ?? [])),
      flight: ({ id }) => Promise.resolve(ok(options.flights?.[id] ?? null)),
      linkFlight: ({ tenantId }) => Promise.resolve(ok(options.flights?.[tenantId] ?? null)),
    },
    preferences: {
      get: () => Promise.resolve(ok(preferences)),
      set: (patch) => {
        const chosen = Object.entries(patch).filter(([, value]) => value !== undefined);
        preferences = { ...preferences, ...Object.fromEntries(chosen) };
        publish.preferences.changed(preferences);
        return Promise.resolve(ok(preferences));
      },
    },
    data: createFakeData(options.data, (state) => publish.data.changed(state)),
    network: createFakeNetwork(options.network, (state) => publish.network.changed(state)),
    updates: createFakeUpdates(options.updates, (state) => publish.updates.changed(state), now),
    protocol: createFakePacks(options.protocol, (state) => publish.protocol.changed(state)),
    waVersion: createFakeVersions({ ...newestVersion(now()), ...options.waVersion }, now),
    operators: createFakeOperators(operators, (state) => publish.operators.changed((operators = state))),
    audit: { list: () => Promise.resolve(ok(options.audit ?? emptyAudit)) },
    bridge: createFakeBridge(options.bridge, (state) => publish.bridge.changed(state)),
    diagnostics: {
      state: () => Promise.resolve(ok(diagnostics)),
      checkWorkstation: done,
      testProgram: done,
      saveBundle: done,
      showBundle: done,
      cancel: done,
    },
    practice: {
      open: done,
      state: () => Promise.resolve(ok(practice)),
      scan: ({ tenantId }) =>
        find(tenantId)?.session.qr === undefined
          ? Promise.resolve(err({ code: 'no-live-qr' }))
          : changePractice({ lastScan: { outcome: 'linked', at: now() } }),
      scanExpired: () => changePractice({ lastScan: { outcome: 'ref-expired', at: now() } }),
      enterCode: () => changePractice({ lastScan: { outcome: 'linked', at: now() } }),
      rejectNext: () => changePractice({ rejectsNext: true }),
      setPasskey: ({ wanted }) => changePractice({ wantsPasskey: wanted }),
      setOffline: ({ offline }) => changePractice({ phone: { ...practice.phone, offline } }),
      unlink: ({ id }) => {
        const devices = practice.phone.devices.filter((device) => device.id !== id);
        return changePractice({ phone: { ...practice.phone, devices } });
      },
      setNetwork: ({ up }) => changePractice({ networkUp: up }),
    },
  };

  const guard = createFakeGuard(options.info?.practice ?? false, () => operators);
  const { client, publish } = connectContract(contract, handlers, async (group, name, input, carryOut) => {
    const channel = channelOf(group, name);
    calls.push({ channel, input });
    const denied = guard.refusal(group, name, input);
    if (denied) refusedCalls.push({ channel, input });
    await gates.get(channel);
    const refusal = denied ?? refusals.get(channel);
    if (refusal !== undefined) return err(refusal);
    const answer = await carryOut();
    return answer.ok ? ok(guard.seen(group, name, answer.value)) : answer;
  });

  return {
    client,
    publish,
    calls,
    refusedCalls,
    state: () => state,
    change: (change) => publish.console.changed(merge(change)),
    changeSilently: (change) => void merge(change),
    preferences: () => preferences,
    changePractice: (change) => void changePractice(change),
    changeDiagnostics: (change) => {
      diagnostics = { ...diagnostics, ...change };
      publish.diagnostics.changed(diagnostics);
    },
    appendToJournal: append,
    refuse: (channel, error) => (error === undefined ? refusals.delete(channel) : refusals.set(channel, error)),
    hold: (channel) => {
      let release: (() => void) | undefined;
      gates.set(channel, new Promise((resolve) => (release = resolve)));
      return () => {
        gates.delete(channel);
        release?.();
      };
    },
  };
}
