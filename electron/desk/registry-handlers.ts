import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import { readProxy } from '../../shared/proxy-rules.ts';
import { type Result, ok } from '../../shared/result.ts';
import type { NewTenant, TenantId } from '../../shared/tenant.ts';
import { explain } from '../journal/journal-handlers.ts';
import type { JournalStore } from '../journal/journal.ts';
import type { Registry } from '../pairing/registry.ts';

/** The window's commands for tenants and sessions. They go to the registry, as the bridge's do. */
export function createRegistryHandlers(parts: {
  readonly registry: Registry;
  /** Resolves when the registry knows its tenants: an earlier command would not find them. */
  readonly opened: Promise<void>;
  readonly journal: Pick<JournalStore, 'list' | 'explain'>;
  /** Lets the system ask for the account's passkey, and takes its answer to WhatsApp. */
  readonly usePasskey: (tenantId: TenantId) => Promise<Result<null, CommandError>>;
}): Pick<Handlers<Contract>, 'tenants' | 'session'> {
  const { registry, opened, journal, usePasskey } = parts;

  /** Waits for the registry, then runs. */
  const command =
    <I, R>(run: (input: I) => Promise<R>) =>
    async (input: I): Promise<R> => {
      await opened;
      return run(input);
    };
  const add = command(({ tenantId, name, expectedNumber, proxy }: NewTenant) =>
    registry.add(tenantId, name, expectedNumber, { proxy: proxy === undefined ? undefined : readProxy(proxy) }),
  );

  return {
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
      withNumber: command(({ endings }) => Promise.resolve(ok([...registry.withNumber(endings)]))),
      rename: command(({ tenantId, name }) => registry.rename(tenantId, name)),
      expectNumber: command(({ tenantId, expectedNumber }) =>
        registry.expectNumber(tenantId, expectedNumber ?? undefined),
      ),
      useProxy: command(({ tenantId, proxy }) =>
        registry.useProxy(tenantId, proxy === null ? undefined : readProxy(proxy)),
      ),
      remove: command(({ tenantId }) => registry.remove(tenantId)),
      restore: command(({ tenantId }) => registry.restore(tenantId)),
      removed: command(async () => {
        const kept = await registry.removed();
        return kept.ok ? ok([...kept.value]) : kept;
      }),
    },
    session: {
      start: command(({ tenantId }) => registry.start(tenantId)),
      takeOver: command(({ tenantId }) => registry.start(tenantId, { takeOver: true })),
      relink: command(({ tenantId }) => registry.relink(tenantId)),
      disconnect: command(({ tenantId }) => registry.disconnect(tenantId)),
      acceptNumber: command(({ tenantId, linked }) => registry.acceptNumber(tenantId, linked)),
      revealNumbers: command(({ tenantId }) => Promise.resolve(registry.revealNumbers(tenantId))),
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
        return explain(journal, entry?.id, answer);
      }),
      sendTestMessage: command(({ tenantId, text }) => registry.sendTestMessage(tenantId, text)),
    },
  };
}
