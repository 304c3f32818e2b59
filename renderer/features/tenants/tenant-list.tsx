import { memo, useId, useMemo, useRef } from 'react';
import { useIntl } from 'react-intl';

import { useText } from '../../i18n/use-text.ts';
import { usePreferences } from '../../state/services.ts';
import type { TenantGroup } from '../../state/tenant-list.ts';
import { usePartInView, type PartInView } from '../../ui/use-part-in-view.ts';
import { placeRows, rowsIn, topInGroup, type PlacedGroup, type RowSizes } from './list-places.ts';
import styles from './tenant-list.module.css';
import { TenantRow } from './tenant-row.tsx';
import { useListKeys } from './use-list-keys.ts';

/** As in the style sheet. */
const sizesOf: Readonly<Record<'comfortable' | 'compact', RowSizes>> = {
  comfortable: { row: 54, heading: 32, gap: 2, padding: 8 },
  compact: { row: 32, heading: 28, gap: 0, padding: 6 },
};
/** Rows are drawn and taken away so many at a time while the list is scrolled. */
const rowsAtOnce = 4;

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

/** The indexes of the rows that exist: those of the part in view and, wherever it is, the one that Tab comes to. */
function drawnRows(part: PartInView, group: PlacedGroup, sizes: RowSizes, current: string | undefined): number[] {
  const { first, end } = rowsIn(part, group, sizes);
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
  const kept = group.items.findIndex(({ id }) => id === current);
  if (kept === -1 || (kept >= first && kept < end)) return rows;
  return kept < first ? [kept, ...rows] : [...rows, kept];
}

/** The tenants with their states. Only the rows in view exist, and each redraws by itself; a letter in the search redraws none. */
export const TenantList = memo(function TenantList(props: TenantListProps) {
  const { groups, selected } = props;
  const text = useText();
  const { formatNumber } = useIntl();
  const { density } = usePreferences();
  const listId = useId();
  const rowId = (tenantId: string) => `${listId}-${tenantId}`;
  const box = useRef<HTMLDivElement>(null);
  const sizes = sizesOf[density];
  const places = useMemo(() => placeRows(groups, sizes), [groups, sizes]);
  const part = usePartInView(box, places.height, rowsAtOnce * (sizes.row + sizes.gap));
  const { current, handlers } = useListKeys({ ...props, box, rowId, places });
  const chosen = useMemo(() => new Set(selected), [selected]);
  const total = places.order.length;
  return (
    <>
      <div
        ref={box}
        role="listbox"
        aria-label={text('tenants.title')}
        aria-multiselectable
        tabIndex={-1}
        hidden={total === 0}
        className={styles.list}
        data-density={density}
        {...handlers}
      >
        {places.groups.map((group) => (
          <div
            key={group.id}
            role="group"
            aria-label={text(`list.group.${group.id}`)}
            className={styles.group}
            style={{ blockSize: group.height }}
          >
            {group.headed && (
              <div className={styles.heading} role="presentation">
                <span>{text(`list.group.${group.id}`)}</span>
                <span className={styles.count}>{formatNumber(group.items.length)}</span>
              </div>
            )}
            {drawnRows(part, group, sizes, current).map((index) => {
              const id = group.items[index]?.id ?? '';
              return (
                <TenantRow
                  key={id}
                  tenantId={id}
                  id={rowId(id)}
                  top={topInGroup(index, group, sizes)}
                  place={group.before + index + 1}
                  total={total}
                  selected={chosen.has(id)}
                  current={id === current}
                />
              );
            })}
          </div>
        ))}
      </div>
      {total === 0 && <p className={styles.empty}>{text('list.empty')}</p>}
    </>
  );
});
