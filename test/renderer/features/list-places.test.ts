import { describe, expect, it } from 'vitest';

import { placeRows, rowsIn, topInGroup, topOf } from '../../../renderer/features/tenants/list-places.ts';
import type { TenantGroup } from '../../../renderer/state/tenant-list.ts';

const sizes = { row: 50, heading: 30, gap: 10, padding: 5 };

function groupOf(id: TenantGroup['id'], ...ids: readonly string[]): TenantGroup {
  return { id, items: ids.map((each) => ({ id: each, name: each, addedAt: 0 })) };
}
const two = placeRows([groupOf('attention', 'a', 'b'), groupOf('others', 'c', 'd', 'e')], sizes);

describe('where the rows of the list are', () => {
  it('stacks the groups, each below its heading', () => {
    expect(two.groups.map(({ top, height, before }) => [top, height, before])).toEqual([
      [5, 160, 0],
      [165, 220, 2],
    ]);
    expect(two.height).toBe(390);
    expect(two.order).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(['a', 'b', 'c', 'e', 'gone'].map((id) => topOf(id, two))).toEqual([45, 105, 205, 325, undefined]);
  });

  it('has no heading above the only group unless that needs someone', () => {
    const [others] = placeRows([groupOf('others', 'a')], sizes).groups;
    expect(others).toMatchObject({ headed: false, height: 60 });
    expect(placeRows([groupOf('attention', 'a')], sizes).groups[0]?.headed).toBe(true);
  });

  it('draws a row that is in view by a pixel, and none that is not', () => {
    const [, others] = two.groups;
    if (others === undefined) throw new Error('there are two groups');
    expect(topInGroup(1, others, sizes)).toBe(100);
    expect(rowsIn({ from: 0, to: 205 }, others, sizes)).toEqual({ first: 0, end: 0 });
    expect(rowsIn({ from: 0, to: 206 }, others, sizes)).toEqual({ first: 0, end: 1 });
    expect(rowsIn({ from: 264, to: 1000 }, others, sizes)).toEqual({ first: 0, end: 3 });
    expect(rowsIn({ from: 265, to: 1000 }, others, sizes)).toEqual({ first: 1, end: 3 });
    expect(rowsIn({ from: 900, to: 1000 }, others, sizes)).toEqual({ first: 3, end: 3 });
  });
});
