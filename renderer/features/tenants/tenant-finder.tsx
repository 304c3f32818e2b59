import { useEffect, useState, type ReactNode, type Ref, type RefObject } from 'react';

import { useRoster } from '../../state/services.ts';
import { ListBar } from './list-bar.tsx';
import { TenantList } from './tenant-list.tsx';
import { everything, useTenantGroups } from './use-tenant-groups.ts';

export interface TenantFinderProps {
  /** The tenants in view; none while another page is. */
  readonly selected: readonly string[];
  readonly searchRef: Ref<HTMLInputElement>;
  /** Is given the ids of the list in its order, as it is shown. */
  readonly orderRef: RefObject<readonly string[]>;
  /** Enter in the search, with its text. */
  readonly onFind: (text: string) => void;
  readonly onSelect: (tenantId: string) => void;
  readonly onSelectSeveral: (tenantIds: readonly string[]) => void;
  readonly onOpen: (tenantId: string) => void;
  /** Between the search and the list. */
  readonly children: ReactNode;
}

/** The search and the list that it narrows, apart from the rest of the side: a letter draws nothing else again. */
export function TenantFinder(props: TenantFinderProps) {
  const { selected, searchRef, orderRef, onFind, onSelect, onSelectSeveral, onOpen, children } = props;
  const roster = useRoster();
  const [query, setQuery] = useState(everything);
  const groups = useTenantGroups(query);
  useEffect(() => {
    orderRef.current = groups.flatMap(({ items }) => items.map(({ id }) => id));
  }, [orderRef, groups]);
  const shown = groups.reduce((count, { items }) => count + items.length, 0);
  return (
    <>
      <ListBar
        query={query}
        shown={shown}
        total={roster.length}
        onQuery={setQuery}
        onFind={onFind}
        searchRef={searchRef}
      />
      {children}
      <TenantList
        groups={groups}
        selected={selected}
        onSelect={onSelect}
        onSelectSeveral={onSelectSeveral}
        onOpen={onOpen}
      />
    </>
  );
}
