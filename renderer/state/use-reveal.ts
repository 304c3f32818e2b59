import { useEffect, useRef, type RefObject } from 'react';

/**
 * Brings the page into view when another is asked for, or a tenant is pressed whose page it is already: in a narrow window
 * it lies under the list. Whoever walks the list with the arrow keys stays in the list.
 */
export function useReveal(page: RefObject<HTMLElement | null>, shown: string): void {
  const previous = useRef(shown);
  useEffect(() => {
    const press = ({ target }: Event) => {
      const tenant = target instanceof Element ? target.closest('nav [role="option"]') : null;
      if (tenant !== null) page.current?.scrollIntoView({ block: 'start' });
    };
    // The list lets no click through to the document.
    document.addEventListener('click', press, true);
    return () => document.removeEventListener('click', press, true);
  }, [page]);
  useEffect(() => {
    if (previous.current === shown) return;
    previous.current = shown;
    const inList = document.activeElement?.matches('[role="option"]') ?? false;
    if (!inList) page.current?.scrollIntoView({ block: 'start' });
  }, [page, shown]);
}
