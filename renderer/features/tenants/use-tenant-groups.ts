import { useDeferredValue, useMemo, useSyncExternalStore } from 'react';
import { useIntl } from 'react-intl';

import { useRoster, useServices } from '../../state/services.ts';
import {
  createGrouping,
  searchRoster,
  sortRoster,
  type Bucket,
  type Sorting,
  type TenantGroup,
} from '../../state/tenant-list.ts';
import { useNumberMatches } from '../../state/use-number-matches.ts';

export interface ListQuery {
  readonly search: string;
  /** Absent: every state. */
  readonly only: Bucket | undefined;
  readonly sorting: Sorting;
}

export const everything: ListQuery = { search: '', only: undefined, sorting: 'name' };

/** The tenants that the query asks for, those that need someone first, live. */
export function useTenantGroups({ search, only, sorting }: ListQuery): readonly TenantGroup[] {
  const { store } = useServices();
  const { locale } = useIntl();
  const roster = useRoster();
  // Typing stays ahead of the list.
  const wanted = useDeferredValue(search);
  const sorted = useMemo(() => sortRoster(roster, sorting, locale), [roster, sorting, locale]);
  const numbered = useNumberMatches(wanted);
  const found = useMemo(() => searchRoster(sorted, wanted, numbered), [sorted, wanted, numbered]);
  const read = useMemo(() => createGrouping(store, found, only), [store, found, only]);
  return useSyncExternalStore(store.subscribe, read);
}
