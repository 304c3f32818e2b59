import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { JournalEntry, PhoneAnswer } from '../../shared/journal.ts';
import { isAuthPaired } from '../../shared/proof.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Registry } from '../pairing/registry.ts';
import type { JournalStore } from './journal.ts';
import { shiftOf } from './shift.ts';

/** Adds what the phone shows to an entry; `undefined` stands for an entry that does not exist. */
export function explain(
  journal: Pick<JournalStore, 'explain'>,
  id: string | undefined,
  answer: PhoneAnswer,
): Result<JournalEntry, CommandError> {
  const explained = id === undefined ? undefined : journal.explain(id, answer);
  return explained === undefined ? err({ code: 'nothing-to-explain' }) : ok(explained);
}

/** `registry` knows who has no link yet. */
export function createJournalHandlers(parts: {
  readonly journal: JournalStore;
  readonly registry: Pick<Registry, 'tenantIds' | 'view'>;
  readonly clock: Pick<Clock, 'now'>;
}): Handlers<Contract>['journal'] {
  const { journal, registry, clock } = parts;
  const isUnlinked = (id: TenantId): boolean => {
    const view = registry.view(id);
    return view !== undefined && !isAuthPaired(view.session);
  };
  return {
    list: (query) => Promise.resolve(ok(journal.list(query))),
    phoneSays: ({ id, answer }) => Promise.resolve(explain(journal, id, answer)),
    shift: () =>
      Promise.resolve(
        ok(
          shiftOf({
            entries: journal.list({ limit: Infinity }),
            links: journal.newLinks(),
            waiting: registry.tenantIds().filter(isUnlinked).length,
            now: clock.now(),
          }),
        ),
      ),
    loss: () => Promise.resolve(ok(journal.loss() ?? null)),
    flight: async ({ id }) => ok((await journal.flight(id)) ?? null),
    newLinks: () => Promise.resolve(ok(journal.newLinks())),
    linkFlight: async ({ tenantId }) => ok((await journal.linkFlight(tenantId)) ?? null),
  };
}
