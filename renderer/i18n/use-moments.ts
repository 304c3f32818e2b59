import { useMemo } from 'react';
import { useIntl, type IntlShape } from 'react-intl';

const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', second: '2-digit' };
const dateAndTime: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' };

function isToday(at: number): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}

export interface Moments {
  /** The time to the second where it is today, else day and time. `at` is in epoch milliseconds. */
  readonly short: (at: number) => string;
  /** Date and time to the second. */
  readonly full: (at: number) => string;
}

function momentsOf(intl: IntlShape): Moments {
  return {
    short: (at) => intl.formatDate(at, isToday(at) ? time : dateAndTime),
    full: (at) => intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' }),
  };
}

export function useMoments(): Moments {
  const intl = useIntl();
  return useMemo(() => momentsOf(intl), [intl]);
}
