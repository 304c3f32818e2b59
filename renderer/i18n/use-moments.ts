import { useMemo } from 'react';
import { useIntl, type IntlShape } from 'react-intl';

const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', second: '2-digit' };
const dateAndTime: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' };

function short(at: number): Intl.DateTimeFormatOptions {
  const moment = new Date(at);
  const now = new Date();
  if (moment.toDateString() === now.toDateString()) return time;
  return moment.getFullYear() === now.getFullYear() ? dateAndTime : { ...dateAndTime, year: 'numeric' };
}

export interface Moments {
  /** The time to the second where it is today, else day and time, with the year of another year. `at`: epoch ms. */
  readonly short: (at: number) => string;
  /** Date and time to the second. */
  readonly full: (at: number) => string;
}

function momentsOf(intl: IntlShape): Moments {
  return {
    short: (at) => intl.formatDate(at, short(at)),
    full: (at) => intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' }),
  };
}

export function useMoments(): Moments {
  const intl = useIntl();
  return useMemo(() => momentsOf(intl), [intl]);
}
