import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { JournalEntry, PhoneAnswer } from '../../shared/journal.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { NewTenant, TenantId } from '../../shared/tenant.ts';
import type { JournalStore } from '../journal/journal.ts';
import type { Registry } from '../pairing/registry.ts';
import type { Settings } from '../settings/settings.ts';
import type { ChangeFeed } from './change-feed.ts';

/** What the window wants to be otherwise. */
export type PreferencesChange = { readonly [N in keyof Preferences]?: Preferences[N] | undefined };

/** What each call of the window does. Nothing is decided here: commands go to the registry, as the bridge's do. */
export function createConsoleHandlers(parts: {
  readonly registry: Registry;
  /** Resolves when the registry knows its tenants: a command that came sooner would not find them. */
  readonly opened: Promise<void>;
  readonly journal: JournalStore;
  readonly settings: Settings;
  readonly feed: ChangeFeed;
  /** Lets the system ask for the account's passkey, and takes its answer to WhatsApp. */
  readonly usePasskey: (tenantId: TenantId) => Promise<Result<null, CommandError>>;
  /** Does what a change of preferences asks of the system, and says why it cannot be. */
  readonly applyPreferences: (change: PreferencesChange) => Promise<CommandError | undefined>;
}): Omit<Handlers<Contract>, 'app' | 'practice' | 'bridge' | 'waVersion' | 'diagnostics'> {
  const { registry, opened, journal, settings, feed, usePasskey, applyPreferences } = parts;

  /** A call that goes to the registry. */
  const command =
    <I, R>(run: (input: I) => Promise<R>) =>
    async (input: I): Promise<R> => {
      await opened;
      return run(input);
    };
  const add = command(({ tenantId, name, expectedNumber }: NewTenant) => registry.add(tenantId, name, expectedNumber));

  const explain = (id: string | undefined, answer: PhoneAnswer): Result<JournalEntry, CommandError> => {
    const explained = id === undefined ? undefined : journal.explain(id, answer);
    return explained === undefined ? err({ code: 'nothing-to-explain' }) : ok(explained);
  };

  return {
    console: {
      state: () => Promise.resolve(ok(feed.state())),
      dismissNotice({ id }) {
        feed.dismissNotice(id);
        return Promise.resolve(ok());
      },
    },
    tenants: {
      add,
      async import({ rows }) {
        const refused: { tenantId: TenantId; error: CommandError }[] = [];
        for (const row of rows) {
          const added = await add(row);
          if (!added.ok) refused.push({ tenantId: row.tenantId, error: added.error });
        }
        return ok({ added: rows.length - refused.length, refused });
      },
      expectedNumber: command(({ tenantId }) => Promise.resolve(registry.expectedNumber(tenantId))),
      rename: command(({ tenantId, name }) => registry.rename(tenantId, name)),
      expectNumber: command(({ tenantId, expectedNumber }) =>
        registry.expectNumber(tenantId, expectedNumber ?? undefined),
      ),
      remove: command(({ tenantId }) => registry.remove(tenantId)),
      restore: command(({ tenantId }) => registry.restore(tenantId)),
    },
    session: {
      start: command(({ tenantId }) => registry.start(tenantId)),
      takeOver: command(({ tenantId }) => registry.start(tenantId, { takeOver: true })),
      relink: command(({ tenantId }) => registry.relink(tenantId)),
      disconnect: command(({ tenantId }) => registry.disconnect(tenantId)),
      acceptNumber: command(({ tenantId, linked }) => registry.acceptNumber(tenantId, linked)),
      refuseNumber: command(({ tenantId, linked }) => registry.refuseNumber(tenantId, linked)),
      requestCode: command(({ tenantId, number }) => registry.requestCode(tenantId, number)),
      usePasskey: command(({ tenantId }) => usePasskey(tenantId)),
      confirmPasskey: command(({ tenantId }) => registry.confirmPasskey(tenantId)),
      rejectPasskey: command(({ tenantId }) => registry.rejectPasskey(tenantId)),
      claimScan: command(({ tenantId }) => registry.claimScan(tenantId)),
      phoneSays: command(async ({ tenantId, since, answer }) => {
        const failed = await registry.failScan(tenantId);
        if (!failed.ok) return failed;
        const entry = journal.list({ tenantId, limit: 1 }).find(({ failure }) => failure.at >= since);
        return explain(entry?.id, answer);
      }),
      sendTestMessage: command(({ tenantId, text }) => registry.sendTestMessage(tenantId, text)),
    },
    journal: {
      list: (query) => Promise.resolve(ok(journal.list(query))),
      phoneSays: ({ id, answer }) => Promise.resolve(explain(id, answer)),
      loss: () => Promise.resolve(ok(journal.loss() ?? null)),
      flight: async ({ id }) => ok((await journal.flight(id)) ?? null),
      newLinks: () => Promise.resolve(ok(journal.newLinks())),
      linkFlight: async ({ tenantId }) => ok((await journal.linkFlight(tenantId)) ?? null),
    },
    preferences: {
      get: () => Promise.resolve(ok(settings.preferences())),
      async set(change) {
        const refusal = await applyPreferences(change);
        return refusal === undefined ? ok(settings.setPreferences(change)) : err(refusal);
      },
    },
  };
}
