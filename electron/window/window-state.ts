import type { Clock } from '../pairing/ports.ts';
import type { WindowState } from '../settings/settings-file.ts';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A size, and a place where the window is to stand; without one the system centres it. */
export interface Placement {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const minimumSize = { width: 900, height: 600 } as const;
const defaultSize = { width: 1200, height: 800 } as const;

/** How much of the top edge must be on a display for a person to be able to take hold of the window. */
const handle = { width: 120, height: 32 } as const;

/**
 * Where to put the window. A place is used only if its top edge can be reached on a display that is there now; the
 * size is never larger than that display, nor smaller than the minimum.
 */
export function placeWindow(saved: WindowState | undefined, displays: readonly Area[]): Placement {
  if (saved === undefined) return { ...defaultSize, maximized: false };
  const display = displays.find((area) => canBeTakenHoldOf(saved, area));
  const room = display ?? displays[0] ?? defaultSize;
  const size = {
    width: Math.max(minimumSize.width, Math.min(saved.width, room.width)),
    height: Math.max(minimumSize.height, Math.min(saved.height, room.height)),
    maximized: saved.maximized,
  };
  return display === undefined ? size : { x: saved.x, y: saved.y, ...size };
}

function canBeTakenHoldOf(window: Area, display: Area): boolean {
  const reachable = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x);
  return reachable >= handle.width && window.y >= display.y && window.y + handle.height <= display.y + display.height;
}

const quietMs = 500;

/** Saves the window's state once it has been left alone for half a second, and at once when it closes. */
export function createStateSaver(options: {
  readonly read: () => WindowState;
  readonly save: (state: WindowState) => void;
  readonly clock: Clock;
}): { changed: () => void; flush: () => void } {
  const { read, save, clock } = options;
  let cancel: (() => void) | undefined;
  const flush = (): void => {
    if (cancel === undefined) return;
    cancel();
    cancel = undefined;
    save(read());
  };
  return {
    changed() {
      cancel?.();
      cancel = clock.after(quietMs, flush);
    },
    flush,
  };
}
