import { useEffect, useRef, type RefObject } from 'react';

/**
 * Brings the page into view when another is asked for: in a narrow window it lies under the list. Whoever walks the list
 * with the arrow keys stays in the list.
 */
export function useReveal(page: RefObject<HTMLElement | null>, shown: string): void {
  const previous = useRef(shown);
  const byKeyboard = useRef(false);
  useEffect(() => {
    // Before anybody else hears of it: what a press selects is shown while the press goes on.
    const note = ({ type }: Event) => {
      byKeyboard.current = type === 'keydown';
    };
    document.addEventListener('keydown', note, true);
    document.addEventListener('pointerdown', note, true);
    return () => {
      document.removeEventListener('keydown', note, true);
      document.removeEventListener('pointerdown', note, true);
    };
  }, []);
  useEffect(() => {
    if (previous.current === shown) return;
    previous.current = shown;
    const inList = document.activeElement?.matches('[role="option"]') ?? false;
    if (!(inList && byKeyboard.current)) page.current?.scrollIntoView({ block: 'start' });
  }, [page, shown]);
}
