import { useMemo } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';

import { useText } from '../../i18n/use-text.ts';
import { useRoster } from '../../state/services.ts';
import styles from './tenant-list.module.css';
import { TenantRow } from './tenant-row.tsx';

/** Pixels; the same for every row, so that a thousand tenants need no measuring. */
const rowSize = 54;

interface TenantListProps {
  readonly selected: string | undefined;
  readonly onSelect: (tenantId: string) => void;
}

/** Every tenant with its state. Only the rows in view exist, and each redraws by itself. */
export function TenantList({ selected, onSelect }: TenantListProps) {
  const text = useText();
  const roster = useRoster();
  const selectedKeys = useMemo(() => (selected === undefined ? [] : [selected]), [selected]);
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize, gap: 2, padding: 8 }}>
      <ListBox
        aria-label={text('tenants.title')}
        items={roster}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selectedKeys}
        onSelectionChange={(keys) => {
          const [key] = keys;
          if (typeof key === 'string') onSelect(key);
        }}
        className={styles.list ?? ''}
      >
        {({ id, name }) => (
          <ListBoxItem id={id} textValue={name} className={styles.item ?? ''}>
            <TenantRow id={id} />
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}
