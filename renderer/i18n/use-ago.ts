import { useCallback, useSyncExternalStore } from 'react';
import { useIntl } from 'react-intl';

import { useMoments } from './use-moments.ts';
import { useText } from './use-text.ts';

const minute = 60_000;

function minutesSince(at: number): number {
  return Math.max(0, Math.floor((Date.now() - at) / minute));
}

/** The moment and, from a minute on, how long ago it was, kept true as the minutes pass. `at`: epoch ms. */
export function useAgo(at: number): string {
  const text = useText();
  const { formatRelativeTime } = useIntl();
  const time = useMoments().short(at);
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: number;
      function wait(): void {
        const untilNext = at + (minutesSince(at) + 1) * minute - Date.now();
        timer = window.setTimeout(() => {
          listener();
          wait();
        }, untilNext);
      }
      wait();
      return () => {
        window.clearTimeout(timer);
      };
    },
    [at],
  );
  const minutes = useSyncExternalStore(subscribe, () => minutesSince(at));
  if (minutes === 0) return time;
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return text('moment.ago', { time, ago: formatRelativeTime(-days, 'day') });
  if (hours > 0) return text('moment.ago', { time, ago: formatRelativeTime(-hours, 'hour') });
  return text('moment.ago', { time, ago: formatRelativeTime(-minutes, 'minute') });
}
