import { describe, expect, it } from 'vitest';

import { fileTime, timeFromName } from '../../../electron/auth/file-time.ts';

const moment = Date.UTC(2026, 9, 1, 12, 34, 56, 789);

describe('the time in a file name', () => {
  it('is in UTC and has no colon', () => {
    expect(fileTime(moment)).toBe('2026-10-01T12-34-56.789Z');
  });

  it.each(['2026-10-01T12-34-56.789Z', '2026-10-01T12-34-56.789Z-relink-2'])('is read from %s', (name) => {
    expect(timeFromName(name)).toBe(moment);
  });

  it.each(['', 'notes', 'imported-2026-10-01T12-34-56.789Z', '2026-10-01T12:34:56.789Z', '2026-13-01T12-34-56.789Z'])(
    'is not seen in "%s"',
    (name) => {
      expect(timeFromName(name)).toBeUndefined();
    },
  );
});
