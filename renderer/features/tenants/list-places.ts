import type { TenantGroup } from '../../state/tenant-list.ts';
import type { PartInView } from '../../ui/use-part-in-view.ts';

/** Pixels; the same for every row, so that a thousand tenants need no measuring. */
export interface RowSizes {
  readonly row: number;
  readonly heading: number;
  /** After a row, before the next. */
  readonly gap: number;
  /** Above the first and below the last. */
  readonly padding: number;
}

export interface PlacedGroup extends TenantGroup {
  readonly headed: boolean;
  /** From the top of the list. */
  readonly top: number;
  readonly height: number;
  /** How many tenants the groups above it have. */
  readonly before: number;
}

/** Where each row of the list is. */
export interface ListPlaces {
  readonly groups: readonly PlacedGroup[];
  readonly height: number;
  /** Every id in the list's order. */
  readonly order: readonly string[];
  readonly sizes: RowSizes;
}

const headingOf = ({ headed }: PlacedGroup, { heading, gap }: RowSizes) => (headed ? heading + gap : 0);

export function placeRows(groups: readonly TenantGroup[], sizes: RowSizes): ListPlaces {
  let top = sizes.padding;
  let before = 0;
  const placed = groups.map((group): PlacedGroup => {
    const headed = group.id === 'attention' || groups.length > 1;
    const head = headed ? sizes.heading + sizes.gap : 0;
    const height = head + group.items.length * (sizes.row + sizes.gap);
    const here = { ...group, headed, top, height, before };
    top += height;
    before += group.items.length;
    return here;
  });
  const order = groups.flatMap(({ items }) => items.map(({ id }) => id));
  return { groups: placed, height: top + sizes.padding, order, sizes };
}

/** Pixels from the top of its group. */
export function topInGroup(index: number, group: PlacedGroup, sizes: RowSizes): number {
  return headingOf(group, sizes) + index * (sizes.row + sizes.gap);
}

/** Which rows of a group are, wholly or in part, in that part of the list: from the first until before `end`. */
export function rowsIn(part: PartInView, group: PlacedGroup, sizes: RowSizes) {
  const pitch = sizes.row + sizes.gap;
  const start = group.top + headingOf(group, sizes);
  const bounded = (index: number) => Math.max(0, Math.min(group.items.length, index));
  return {
    first: bounded(Math.floor((part.from - start) / pitch)),
    end: bounded(Math.ceil((part.to - start) / pitch)),
  };
}

/** Pixels from the top of the list; undefined for one that is not in it. */
export function topOf(id: string, { groups, order, sizes }: ListPlaces): number | undefined {
  const index = order.indexOf(id);
  const group = groups.findLast(({ before }) => before <= index);
  return group === undefined ? undefined : group.top + topInGroup(index - group.before, group, sizes);
}
