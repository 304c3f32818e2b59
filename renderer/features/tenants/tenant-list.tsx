import { memo, useRef } from 'react';
import { Collection } from 'react-aria-components/Collection';
import { Header } from 'react-aria-components/Header';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useIntl } from 'react-intl';

import { useText } from '../../i18n/use-text.ts';
import { usePreferences } from '../../state/services.ts';
import type { TenantGroup } from '../../state/tenant-list.ts';
import styles from './tenant-list.module.css';
import { TenantRow } from './tenant-row.tsx';

/** Pixels; the same for every row, so that a thousand tenants need no measuring. */
const layouts = {
  comfortable: { rowSize: 54, headingSize: 32, gap: 2, padding: 8 },
  compact: { rowSize: 32, headingSize: 28, gap: 0, padding: 6 },
} as const;

interface TenantListProps {
  readonly groups: readonly TenantGroup[];
  readonly selected: readonly string[];
  /** Moving through the list selects. */
  readonly onSelect: (tenantId: string) => void;
  /** With Shift or Ctrl; at least two. */
  readonly onSelectSeveral: (tenantIds: readonly string[]) => void;
  /** A press on a row, or Enter on it, opens its page. */
  readonly onOpen: (tenantId: string) => void;
}

/** The tenants with their states. Only the rows in view exist, and each redraws by itself; a letter in the search redraws none. */
export const TenantList = memo(function TenantList(props: TenantListProps) {
  const { groups, selected, onSelect, onSelectSeveral, onOpen } = props;
  const text = useText();
  const { formatNumber } = useIntl();
  const { density } = usePreferences();
  // Tab into the list focuses a row and would select it, which leaves the page that one only wanted to tab past.
  const pressed = useRef(false);
  const arriving = useRef(false);
  return (
    <div
      className={styles.around}
      onPointerDownCapture={() => {
        pressed.current = true;
        arriving.current = false;
      }}
      onBlurCapture={() => (pressed.current = false)}
      onKeyDownCapture={() => (arriving.current = false)}
      onFocusCapture={({ currentTarget, relatedTarget }) => {
        arriving.current = !pressed.current && !currentTarget.contains(relatedTarget);
      }}
    >
      <Virtualizer layout={ListLayout} layoutOptions={layouts[density]}>
        <ListBox
          aria-label={text('tenants.title')}
          items={groups}
          dependencies={[groups.length, text]}
          selectionMode="multiple"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={selected}
          onSelectionChange={(keys) => {
            if (arriving.current) return;
            const ids =
              keys === 'all' ? groups.flatMap(({ items }) => items.map(({ id }) => id)) : Array.from(keys, String);
            const [first] = ids;
            if (ids.length > 1) onSelectSeveral(ids);
            else if (first !== undefined) onSelect(first);
          }}
          renderEmptyState={() => <p className={styles.empty}>{text('list.empty')}</p>}
          className={styles.list ?? ''}
          data-density={density}
        >
          {({ id: group, items }) => (
            <ListBoxSection id={`group ${group}`} aria-label={text(`list.group.${group}`)}>
              {(group === 'attention' || groups.length > 1) && (
                <Header className={styles.heading ?? ''}>
                  <span>{text(`list.group.${group}`)}</span>
                  <span className={styles.count}>{formatNumber(items.length)}</span>
                </Header>
              )}
              <Collection items={items}>
                {({ id, name }) => (
                  <ListBoxItem
                    id={id}
                    textValue={name}
                    className={styles.item ?? ''}
                    onClick={({ ctrlKey, metaKey, shiftKey }) => {
                      // With these it is chosen, not opened.
                      if (!ctrlKey && !metaKey && !shiftKey) onOpen(id);
                    }}
                  >
                    <TenantRow id={id} />
                  </ListBoxItem>
                )}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
      </Virtualizer>
    </div>
  );
});
