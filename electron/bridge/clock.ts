import type { z } from 'zod';

import type { clockSchema } from './wire.ts';

const utc: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC']);

/** What the clock of this machine says. `ok` means UTC, as it did in the older service; times on the wire are UTC anyway. */
export function clockReading(
  now: number,
  timezone: string = Intl.DateTimeFormat().resolvedOptions().timeZone,
): z.input<typeof clockSchema> {
  const isUtc = utc.has(timezone);
  return {
    unix_ms: now,
    iso: new Date(now).toISOString(),
    timezone,
    is_utc: isUtc,
    ok: isUtc,
    warning: isUtc ? null : `This machine's time zone is ${timezone}. Every time in an answer is UTC all the same.`,
  };
}
