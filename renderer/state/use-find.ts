import { useCallback } from 'react';
import { useIntl } from 'react-intl';

import { numbersIn } from './numbers-in.ts';
import { useMay } from './rights.ts';
import { useConsole, useRoster } from './services.ts';
import { fold, searchRoster, sortRoster } from './tenant-list.ts';

/**
 * Looks a text up once: the tenants that it means, in the list's order. An id in full, as a label on a parcel has it, is
 * that tenant and no other.
 */
export function useFind(): (text: string) => Promise<readonly string[]> {
  const { tenants } = useConsole();
  const { locale } = useIntl();
  const roster = useRoster();
  const may = useMay();
  return useCallback(
    async (text) => {
      const named = roster.filter(({ id }) => fold(id) === fold(text.trim()));
      if (named.length > 0) return named.map(({ id }) => id);
      const endings = may('link') ? numbersIn(text) : [];
      const answer = endings.length === 0 ? undefined : await tenants.withNumber({ endings: [...endings] });
      const numbered = new Set<string>(answer?.ok === true ? answer.value : []);
      return searchRoster(sortRoster(roster, 'name', locale), text, numbered).map(({ id }) => id);
    },
    [tenants, roster, locale, may],
  );
}
