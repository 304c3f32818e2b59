import { describe, expect, it } from 'vitest';

import { choose, placeAfter, placeNamed } from '../../../renderer/features/tenants/list-choice.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const alone = { reach: false, toggle: false };
const reach = { reach: true, toggle: false };
const toggle = { reach: false, toggle: true };

describe('a press in the list', () => {
  it('chooses one tenant alone', () => {
    expect(choose('c', alone, { ids: ['a', 'b'], anchor: 'a' }, order)).toEqual({ ids: ['c'], anchor: 'c' });
  });

  it('with Shift reaches from the anchor, either way, again and again', () => {
    const down = choose('d', reach, { ids: ['c'], anchor: 'c' }, order);
    expect(down.ids).toEqual(['c', 'd']);
    expect(choose('a', reach, down, order).ids).toEqual(['a', 'b', 'c']);
  });

  it('with Shift reaches from the tenant in view where nothing was chosen here, or the anchor has gone', () => {
    expect(choose('d', reach, { ids: ['b'], anchor: undefined }, order).ids).toEqual(['b', 'c', 'd']);
    expect(choose('d', reach, { ids: ['b'], anchor: 'gone' }, order).ids).toEqual(['b', 'c', 'd']);
    expect(choose('d', reach, { ids: ['gone'], anchor: 'gone' }, order)).toEqual({ ids: ['d'], anchor: 'd' });
  });

  it('with Shift reaches from the tenant in view where that is not the anchor any more', () => {
    expect(choose('d', reach, { ids: ['c'], anchor: 'a' }, order).ids).toEqual(['c', 'd']);
  });

  it('with Ctrl adds a tenant or takes it away, and never leaves none', () => {
    expect(choose('d', toggle, { ids: ['a'], anchor: 'a' }, order).ids).toEqual(['a', 'd']);
    expect(choose('a', toggle, { ids: ['a', 'd'], anchor: 'd' }, order).ids).toEqual(['d']);
    expect(choose('d', toggle, { ids: ['d'], anchor: 'd' }, order).ids).toEqual(['d']);
  });
});

describe('a key in the list', () => {
  const list = { count: 100, page: 10 };

  it.each([
    ['ArrowDown', 5, 6],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 5, 4],
    ['ArrowUp', 0, 0],
    ['PageDown', 95, 99],
    ['PageUp', 45, 35],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['x', 50, undefined],
  ])('%s leads from %i to %s', (key, from, to) => {
    expect(placeAfter(key, from, list)).toBe(to);
  });
});

describe('letters in the list', () => {
  const names = ['Bakery', 'Butcher', 'Éclair', 'Shop 1', 'Shop 2'];

  it('lead to the next name that begins with them, going round, accents aside', () => {
    expect(placeNamed('e', names, 0)).toBe(2);
    expect(placeNamed('b', names, 0)).toBe(1);
    expect(placeNamed('b', names, 1)).toBe(0);
    expect(placeNamed('z', names, 0)).toBeUndefined();
  });

  it('lead through all such names where the same one comes again and again, but to a name that has it twice', () => {
    expect(placeNamed('bb', names, 0)).toBe(1);
    expect(placeNamed('bbb', names, 1)).toBe(0);
    expect(placeNamed('bb', [...names, 'BB Hotel'], 0)).toBe(5);
  });

  it('stay where they are while the name goes on', () => {
    expect(placeNamed('sh', names, 3)).toBe(3);
    expect(placeNamed('shop 2', names, 3)).toBe(4);
  });
});
