import type { Desk } from './desk.ts';

/** The desks whose windows are open, in the order they were opened: the real one first. */
export interface OpenDesks {
  /** Until its window closes. */
  readonly add: (desk: Desk) => void;
  readonly all: () => readonly Desk[];
  /** The page that a person has to answer before there is a desk. */
  readonly waitFor: (page: { readonly focus: () => void }) => void;
  /** Brings the first one to the front, or that page. */
  readonly focusFirst: () => void;
}

export function createOpenDesks(): OpenDesks {
  const open = new Set<Desk>();
  let before: { readonly focus: () => void } | undefined;
  return {
    add(desk) {
      open.add(desk);
      desk.window.once('closed', () => open.delete(desk));
    },
    all: () => [...open],
    waitFor: (page) => void (before = page),
    focusFirst: () => ([...open][0] ?? before)?.focus(),
  };
}
