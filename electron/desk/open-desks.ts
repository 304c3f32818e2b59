import type { Desk } from './desk.ts';

/** The desks whose windows are open, in the order they were opened: the real one first. */
export interface OpenDesks {
  /** Until its window closes. */
  readonly add: (desk: Desk) => void;
  readonly all: () => readonly Desk[];
  /** Brings the first one to the front, if there is one. */
  readonly focusFirst: () => void;
}

export function createOpenDesks(): OpenDesks {
  const open = new Set<Desk>();
  return {
    add(desk) {
      open.add(desk);
      desk.window.once('closed', () => open.delete(desk));
    },
    all: () => [...open],
    focusFirst: () => [...open][0]?.focus(),
  };
}
