import { useMemo } from 'react';

import type { Cause } from '../../../shared/causes.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';

type WordsOf = (entry: JournalEntry) => string;

/** Ten thousand entries have some thirty causes between them, and putting their titles together is slow. */
function createWordsOf(titleOf: (cause: Cause) => string, nameOf: (tenantId: string) => string | undefined): WordsOf {
  const titles = new Map<Cause, string>();
  const known = new WeakMap<JournalEntry, string>();
  return (entry) => {
    const before = known.get(entry);
    if (before !== undefined) return before;
    const { id, tenantId, failure } = entry;
    const { cause, statusCode, detail } = failure;
    const title = titles.get(cause) ?? titleOf(cause);
    titles.set(cause, title);
    const words = [id, tenantId, nameOf(tenantId), cause, title, statusCode, detail].join(' ').toLocaleLowerCase();
    known.set(entry, words);
    return words;
  };
}

/** The words of an entry by which a person may look for it, as the page shows them. */
export function useEntryWords(): WordsOf {
  const text = useText();
  const { store } = useServices();
  return useMemo(
    () =>
      createWordsOf(
        (cause) => text(`cause.${cause}.title`),
        (id) => store.tenant(id)?.name,
      ),
    [text, store],
  );
}
