import { fold } from '../../state/tenant-list.ts';

/** Where a key of the keyboard leads from a place in the list; undefined for one that leads nowhere. */
export function placeAfter(key: string, from: number, { count, page }: { count: number; page: number }) {
  const within = (place: number) => Math.max(0, Math.min(count - 1, place));
  switch (key) {
    case 'ArrowDown':
      return within(from + 1);
    case 'ArrowUp':
      return within(from - 1);
    case 'PageDown':
      return within(from + page);
    case 'PageUp':
      return within(from - page);
    case 'Home':
      return 0;
    case 'End':
      return within(count - 1);
    default:
      return undefined;
  }
}

/** The tenants that are chosen, and the last one that was chosen without Shift, from which Shift reaches. */
export interface Choice {
  readonly ids: readonly string[];
  readonly anchor: string | undefined;
}

const between = (order: readonly string[], a: number, b: number) => order.slice(Math.min(a, b), Math.max(a, b) + 1);

/**
 * What is chosen after `id` was: it alone; with `reach`, everything from the anchor to it; with `toggle`, it beside the others,
 * or the others without it. Never nothing.
 */
export function choose(
  id: string,
  how: { readonly reach: boolean; readonly toggle: boolean },
  { ids, anchor }: Choice,
  order: readonly string[],
): Choice {
  if (how.reach) {
    // Something else may have been chosen since, and elsewhere.
    const start = order.indexOf(anchor !== undefined && ids.includes(anchor) ? anchor : (ids[0] ?? id));
    if (start !== -1) return { ids: between(order, start, order.indexOf(id)), anchor: order[start] };
  }
  if (how.toggle) {
    const others = ids.filter((each) => each !== id);
    if (others.length === ids.length) return { ids: [...ids, id], anchor: id };
    return { ids: others.length === 0 ? ids : others, anchor: id };
  }
  return { ids: [id], anchor: id };
}

/**
 * The first name from a place on, going round, that begins with what was typed. The first letter of a name leads on to the next
 * such name, so that the same letter, pressed again and again, goes through all of them.
 */
export function placeNamed(typed: string, names: readonly string[], from: number): number | undefined {
  const wanted = fold(typed);
  const [letter] = wanted;
  if (letter === undefined) return undefined;
  const next = (text: string, start: number) =>
    names.map((_, step) => (start + step) % names.length).find((place) => fold(names[place] ?? '').startsWith(text));
  const place = wanted === letter ? undefined : next(wanted, from);
  const isOneLetter = wanted.replaceAll(letter, '') === '';
  return place ?? (isOneLetter ? next(letter, from + 1) : undefined);
}
