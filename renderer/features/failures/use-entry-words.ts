import { useMemo } from 'react';

import type { Cause } from '../../../shared/failure.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';

/** What somebody who looks for an entry may remember of it, as the page shows it. */
export function useEntryWords(): (entry: JournalEntry) => string {
  const text = useText();
  const { store } = useServices();
  return useMemo(() => {
    // Ten thousand entries have some thirty causes between them, and putting words together is slow.
    const titles = new Map<Cause, string>();
    function titleOf(cause: Cause): string {
      const title = titles.get(cause) ?? text(`cause.${cause}.title`);
      titles.set(cause, title);
      return title;
    }
    return ({ id, tenantId, failure: { cause, statusCode, detail } }) =>
      [id, tenantId, store.tenant(tenantId)?.name, cause, titleOf(cause), statusCode, detail].join(' ');
  }, [text, store]);
}
