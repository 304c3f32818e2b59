import { useCallback, useSyncExternalStore } from 'react';

/** Whole seconds until `deadline` (epoch ms), rounded up; 0 from the moment it has passed. */
function secondsUntil(deadline: number): number {
  return Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
}

/**
 * Seconds left until `deadline`, counted down as they pass. Each wake-up is set for the moment the figure changes, so
 * zero comes with the deadline itself and not up to a second later.
 */
export function useCountdown(deadline: number): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: number | undefined;
      function wait(): void {
        const left = deadline - Date.now();
        if (left <= 0) return;
        timer = window.setTimeout(
          () => {
            listener();
            wait();
          },
          left % 1000 || 1000,
        );
      }
      wait();
      return () => {
        window.clearTimeout(timer);
      };
    },
    [deadline],
  );
  return useSyncExternalStore(subscribe, () => secondsUntil(deadline));
}
