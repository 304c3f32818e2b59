import { useLayoutEffect } from 'react';

/** Tells the style sheets that this window is for practice, so that all of it looks the part. */
export function usePracticeMark(practising: boolean): void {
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-practice', practising);
  }, [practising]);
}
