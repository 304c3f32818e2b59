import { expect, it } from 'vitest';

import { clockReading } from '../../../electron/bridge/clock.ts';

const now = Date.UTC(2026, 10, 25, 10);

it('tells the time as the older service told it', () => {
  expect(clockReading(now, 'UTC')).toEqual({
    unix_ms: now,
    iso: '2026-11-25T10:00:00.000Z',
    timezone: 'UTC',
    is_utc: true,
    ok: true,
    warning: null,
  });
});

it('warns of another time zone', () => {
  const reading = clockReading(now, 'Asia/Jerusalem');
  expect(reading).toMatchObject({ unix_ms: now, timezone: 'Asia/Jerusalem', is_utc: false, ok: false });
  expect(reading.warning).toContain('Asia/Jerusalem');
});
