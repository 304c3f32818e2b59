import type { ConsoleChange, ConsoleState, TenantView } from '../../shared/console.ts';
import type { CommandError } from '../../shared/errors.ts';
import { contract, type Contract } from '../../shared/ipc/contract.ts';
import { channelOf, type Client, type Handlers, type Publisher } from '../../shared/ipc/define.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';
import { connectContract } from './connect-contract.ts';

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
  readonly state: () => ConsoleState;
  /** Puts tenants in, or in their place, and tells the window. */
  readonly change: (change: Partial<Pick<ConsoleChange, 'tenants' | 'removed' | 'notices'>>) => void;
  /** Changes the state without telling the window. */
  readonly changeSilently: FakeConsole['change'];
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
  readonly preferences?: Partial<Preferences>;
  /** Epoch milliseconds, for tenants that are added. */
  readonly now?: () => number;
}

export function createFakeConsole(options: FakeConsoleOptions = {}): FakeConsole {
  const { now = Date.now } = options;
  let state: ConsoleState = { revision: 1, tenants: [...(options.tenants ?? [])], notices: options.notices ?? [] };
  let journal: readonly JournalEntry[] = options.journal ?? [];
  let preferences: Preferences = { language: 'en', theme: 'system', ...options.preferences };
  const calls: FakeCall[] = [];
  const refusals = new Map<string, CommandError>();
  const gates = new Map<string, Promise<void>>();

  function merge({ tenants = [], removed = [], notices }: Partial<ConsoleChange>): ConsoleChange {
    const merged = new Map(state.tenants.map((tenant) => [tenant.id, tenant]));
    for (const tenant of tenants) merged.set(tenant.id, tenant);
    for (const id of removed) merged.delete(id);
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
  function enter(tenantId: string, phase: 'connecting' | 'idle'): Result<null, CommandError> {
    return edit(tenantId, (tenant) => ({ ...tenant, session: { phase, since: now(), evidence: {} } }));
  }

  const handlers: Handlers<Contract> = {
    console: {
      state: () => Promise.resolve(ok(state)),
      dismissNotice: ({ id }) => {
        publish.console.changed(merge({ notices: state.notices.filter((notice) => notice.id !== id) }));
        return Promise.resolve(ok());
      },
    },
    tenants: {
      add: ({ tenantId, name }) => {
        const taken = state.tenants.find(({ id }) => id.toLowerCase() === tenantId.toLowerCase());
        if (taken !== undefined) return Promise.resolve(err({ code: 'tenant-exists', id: taken.id }));
        const session = { phase: 'idle', since: now(), evidence: {} } as const;
        publish.console.changed(merge({ tenants: [{ id: tenantId, name, addedAt: now(), session }] }));
        return Promise.resolve(ok());
      },
      rename: ({ tenantId, name }) => Promise.resolve(edit(tenantId, (tenant) => ({ ...tenant, name }))),
      remove: ({ tenantId }) => {
        if (find(tenantId) === undefined) return Promise.resolve(err({ code: 'unknown-tenant' }));
        publish.console.changed(merge({ removed: [tenantId] }));
        return Promise.resolve(ok());
      },
    },
    session: {
      start: ({ tenantId }) => Promise.resolve(enter(tenantId, 'connecting')),
      relink: ({ tenantId }) => Promise.resolve(enter(tenantId, 'connecting')),
      disconnect: ({ tenantId }) => Promise.resolve(enter(tenantId, 'idle')),
      sendTestMessage: ({ tenantId }) =>
        Promise.resolve(find(tenantId) === undefined ? err({ code: 'unknown-tenant' }) : ok({ durationMs: 420 })),
    },
    journal: {
      list: ({ tenantId, limit }) => {
        const matching = journal.filter((entry) => tenantId === undefined || entry.tenantId === tenantId);
        return Promise.resolve(ok(matching.slice(0, limit)));
      },
    },
    preferences: {
      get: () => Promise.resolve(ok(preferences)),
      set: (patch) => {
        preferences = {
          language: patch.language ?? preferences.language,
          theme: patch.theme ?? preferences.theme,
        };
        publish.preferences.changed(preferences);
        return Promise.resolve(ok(preferences));
      },
    },
  };

  const { client, publish } = connectContract(contract, handlers, async (group, name, input, carryOut) => {
    const channel = channelOf(group, name);
    calls.push({ channel, input });
    await gates.get(channel);
    const refusal = refusals.get(channel);
    return refusal === undefined ? carryOut() : err(refusal);
  });

  return {
    client,
    publish,
    calls,
    state: () => state,
    change: (change) => {
      publish.console.changed(merge(change));
    },
    changeSilently: (change) => {
      merge(change);
    },
    appendToJournal: (entry) => {
      journal = [entry, ...journal];
      publish.journal.appended(entry);
    },
    refuse: (channel, error) => {
      if (error === undefined) refusals.delete(channel);
      else refusals.set(channel, error);
    },
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

/** A tenant for a test; the id is parsed, so a test cannot use one that the product would refuse. */
export function tenantView(id: string, view: Partial<Omit<TenantView, 'id'>> = {}): TenantView {
  return {
    id: tenantIdSchema.parse(id),
    name: id,
    addedAt: 0,
    session: { phase: 'idle', since: 0, evidence: {} },
    ...view,
  };
}
