import type { NewNotice } from '../../shared/console.ts';

/** Notices to the operator. Some come before there is a window, so a listener hears the earlier ones, too. */
export interface Notices {
  readonly add: (notice: NewNotice) => void;
  /** Calls `listener` with every notice so far, then with each new one. */
  readonly listen: (listener: (notice: NewNotice) => void) => void;
}

export function createNotices(): Notices {
  const soFar: NewNotice[] = [];
  const listeners: ((notice: NewNotice) => void)[] = [];
  return {
    add(notice) {
      soFar.push(notice);
      for (const listener of listeners) listener(notice);
    },
    listen(listener) {
      soFar.forEach(listener);
      listeners.push(listener);
    },
  };
}
