import { useSyncExternalStore } from 'react';

/** Room for the list and two columns of a page. At 200 % a window has half as many of these. */
const wide = '(width >= 1600px)';

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(wide);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Whether the window is so wide that what otherwise opens as a dialog has its place beside the page. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(wide).matches);
}
