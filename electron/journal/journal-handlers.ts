import type { CommandError } from '../../shared/errors.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/define.ts';
import type { JournalEntry, PhoneAnswer } from '../../shared/journal.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { JournalStore } from './journal.ts';

/** Adds what the phone shows to an entry; `undefined` stands for an entry that does not exist. */
export function explain(
  journal: Pick<JournalStore, 'explain'>,
  id: string | undefined,
  answer: PhoneAnswer,
): Result<JournalEntry, CommandError> {
  const explained = id === undefined ? undefined : journal.explain(id, answer);
  return explained === undefined ? err({ code: 'nothing-to-explain' }) : ok(explained);
}

export function createJournalHandlers(journal: JournalStore): Handlers<Contract>['journal'] {
  return {
    list: (query) => Promise.resolve(ok(journal.list(query))),
    phoneSays: ({ id, answer }) => Promise.resolve(explain(journal, id, answer)),
    loss: () => Promise.resolve(ok(journal.loss() ?? null)),
    flight: async ({ id }) => ok((await journal.flight(id)) ?? null),
    newLinks: () => Promise.resolve(ok(journal.newLinks())),
    linkFlight: async ({ tenantId }) => ok((await journal.linkFlight(tenantId)) ?? null),
  };
}
