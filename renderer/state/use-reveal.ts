import { useEffect, useRef, type RefObject } from 'react';

/**
 * Brings the page into view when another is asked for: in a narrow window it lies under the list. Whoever walks the list
 * with the arrow keys stays in the list.
 */
export function useReveal(page: RefObject<HTMLElement | null>, shown: string): void {
  const previous = useRef(shown);
  useEffect(() => {
    if (previous.current === shown) return;
    previous.current = shown;
    const walking = document.activeElement?.matches('[role="option"][data-focus-visible]') ?? false;
    if (!walking) page.current?.scrollIntoView({ block: 'start' });
  }, [page, shown]);
}
