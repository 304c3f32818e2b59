import { useEffect, useRef, type RefObject } from 'react';

import type { Front } from './view.ts';

/**
 * In a window too narrow for list and page side by side one of them is in front. The keyboard goes with it: to the list's
 * tenant in view, or to the page, which then begins at its top.
 */
export function useFront(front: Front, page: RefObject<HTMLElement | null>, list: RefObject<HTMLElement | null>): void {
  const previous = useRef(front);
  useEffect(() => {
    if (previous.current === front) return;
    previous.current = front;
    if (front === 'list') (list.current?.querySelector<HTMLElement>('[role="listbox"]') ?? list.current)?.focus();
    else if (list.current !== null && getComputedStyle(list.current).display === 'none') page.current?.focus();
  }, [front, page, list]);
}
