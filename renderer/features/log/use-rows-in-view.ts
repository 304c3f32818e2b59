import { useLayoutEffect, useState, type RefObject } from 'react';

/** Rows beyond the edges, so that a flick does not outrun them. */
const beyond = 6;

export interface RowsInView {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Which of `count` rows of one height are in view of a scrolling element, and a few more on either side. */
export function useRowsInView(box: RefObject<HTMLElement | null>, count: number, rowHeight: number): RowsInView {
  const [view, setView] = useState({ top: 0, rows: 20 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    function look(): void {
      if (element === null) return;
      const top = Math.floor(element.scrollTop / rowHeight);
      const rows = Math.ceil(element.clientHeight / rowHeight);
      setView((before) => (before.top === top && before.rows === rows ? before : { top, rows }));
    }
    look();
    element.addEventListener('scroll', look, { passive: true });
    // jsdom has none, and lays nothing out either.
    const sizes = 'ResizeObserver' in window ? new ResizeObserver(look) : undefined;
    sizes?.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes?.disconnect();
    };
  }, [box, rowHeight]);
  // The list may have become shorter than where it was scrolled to.
  const top = Math.min(view.top, Math.max(0, count - view.rows));
  return { first: Math.max(0, top - beyond), end: Math.min(count, top + view.rows + beyond) };
}
