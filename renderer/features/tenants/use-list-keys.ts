import {
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';

import { choose, placeAfter, placeNamed } from './list-choice.ts';
import { topOf, type ListPlaces } from './list-places.ts';

/** A letter that comes later than this begins a new name; ms. */
const nameMs = 1_000;

interface ListKeysOptions {
  readonly box: RefObject<HTMLElement | null>;
  /** The id of a row's element. */
  readonly rowId: (tenantId: string) => string;
  readonly places: ListPlaces;
  readonly selected: readonly string[];
  readonly onSelect: (tenantId: string) => void;
  readonly onSelectSeveral: (tenantIds: readonly string[]) => void;
  readonly onOpen: (tenantId: string) => void;
}

function tenantAt(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tenant]')?.dataset.tenant : undefined;
}

/** Scrolls no further than is needed for that part of it to be in view; pixels. */
function bringIntoView(element: HTMLElement, from: number, to: number): void {
  if (element.scrollTop > from) element.scrollTop = from;
  else if (element.scrollTop < to - element.clientHeight) element.scrollTop = to - element.clientHeight;
}

/**
 * Pointer and keyboard of the list, as a listbox has them (ARIA Authoring Practices): the keys go through the rows and choose,
 * with Shift as far as there, with Ctrl without choosing; letters go to the next name; a press chooses on its way down and opens.
 * `current` is the row that has the focus, or gets it with Tab, and has to exist wherever the list is scrolled to.
 */
export function useListKeys({ box, rowId, places, selected, onSelect, onSelectSeveral, onOpen }: ListKeysOptions) {
  const { order, sizes } = places;
  const [focused, setFocused] = useState<string>();
  const [followed, setFollowed] = useState(selected);
  // From a tenant that was chosen elsewhere, the keys go on.
  if (followed !== selected) {
    setFollowed(selected);
    const [only] = selected;
    if (selected.length === 1 && only !== undefined && !followed.includes(only)) setFocused(only);
  }
  const current = [focused, selected[0]].find((id) => id !== undefined && order.includes(id)) ?? order[0];
  const hasFocus = useRef(false);
  /** What was chosen here, and so is in view. */
  const chosenHere = useRef<string>(undefined);
  const anchor = useRef<string>(undefined);
  const typed = useRef({ text: '', at: 0 });

  function reveal(id: string): void {
    const top = topOf(id, places);
    if (box.current === null || top === undefined) return;
    // With the heading above the first one.
    const from = order[0] === id ? 0 : top - sizes.padding;
    bringIntoView(box.current, from, top + sizes.row + sizes.padding);
  }
  const revealChosen = useEffectEvent((id: string) => reveal(id));
  useLayoutEffect(() => {
    const [only] = selected;
    if (selected.length === 1 && only !== undefined && only !== chosenHere.current) revealChosen(only);
    chosenHere.current = undefined;
  }, [selected]);
  // The focus goes with the keys, and comes back where its row has moved to another group.
  useLayoutEffect(() => {
    if (!hasFocus.current || current === undefined) return;
    const { activeElement } = document;
    // A row that is taken away does not say that it has lost the focus; an element that has got it since keeps it.
    hasFocus.current = activeElement === document.body || box.current?.contains(activeElement) === true;
    if (!hasFocus.current) return;
    const row = document.getElementById(rowId(current));
    if (row !== document.activeElement) row?.focus({ preventScroll: true });
  });

  function take(id: string, how: { readonly reach: boolean; readonly toggle: boolean }): void {
    const choice = choose(id, how, { ids: selected, anchor: anchor.current }, order);
    anchor.current = choice.anchor;
    const [first] = choice.ids;
    chosenHere.current = choice.ids.length > 1 ? id : first;
    if (choice.ids.length > 1) onSelectSeveral(choice.ids);
    else if (first !== undefined) onSelect(first);
  }

  function goTo(place: number): void {
    const id = order[place];
    if (id === undefined) return;
    setFocused(id);
    reveal(id);
  }

  /** False where the key is no letter. */
  function type(key: string, at: number): boolean {
    const before = at - typed.current.at < nameMs ? typed.current.text : '';
    if (key.length !== 1 || (key === ' ' && before === '')) return false;
    typed.current = { text: before + key, at };
    const names = places.groups.flatMap(({ items }) => items.map(({ name }) => name));
    const place = placeNamed(before + key, names, order.indexOf(current ?? ''));
    if (place !== undefined) goTo(place);
    return true;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { key, code, shiftKey, altKey, timeStamp } = event;
    if (current === undefined || altKey) return;
    const withCtrl = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / (sizes.row + sizes.gap)) - 1);
    const place = placeAfter(key, order.indexOf(current), { count: order.length, page });
    const next = order[place ?? -1];
    if (place !== undefined && next !== undefined) {
      goTo(place);
      if (shiftKey || !withCtrl) take(next, { reach: shiftKey, toggle: false });
    } else if (withCtrl && code === 'KeyA') {
      if (order.length > 1) onSelectSeveral(order);
      else onSelect(current);
    } else if (key === 'Enter' && !withCtrl && !shiftKey) {
      onOpen(current);
    } else if (withCtrl || !type(key, timeStamp)) {
      if (key !== ' ') return;
      take(current, { reach: shiftKey, toggle: withCtrl });
    }
    event.preventDefault();
  }

  return {
    current,
    handlers: {
      onKeyDown,
      onMouseDown({ button, target, shiftKey, ctrlKey, metaKey }: MouseEvent): void {
        const id = tenantAt(target);
        if (id !== undefined && button === 0) take(id, { reach: shiftKey, toggle: ctrlKey || metaKey });
      },
      onClick({ target, shiftKey, ctrlKey, metaKey }: MouseEvent): void {
        const id = tenantAt(target);
        // With these it is chosen, not opened.
        if (id !== undefined && !shiftKey && !ctrlKey && !metaKey) onOpen(id);
      },
      onFocus({ target, currentTarget }: FocusEvent): void {
        hasFocus.current = true;
        const id = tenantAt(target);
        if (id !== undefined) setFocused(id);
        else if (target === currentTarget && current !== undefined) document.getElementById(rowId(current))?.focus();
      },
      onBlur(): void {
        hasFocus.current = false;
      },
    },
  };
}
