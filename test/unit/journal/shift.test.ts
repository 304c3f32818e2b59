import { expect, it } from 'vitest';

import { shiftOf } from '../../../electron/journal/shift.ts';
import type { JournalEntry, NewLink } from '../../../shared/journal.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

const tenantId = tenantIdSchema.parse('shop');
const midnight = new Date(2026, 10, 29).getTime();
const hour = 3_600_000;
const now = midnight + 10 * hour;
const linked = (at: number, seconds?: number): NewLink => ({
  tenantId,
  at,
  ...(seconds !== undefined && { codeAt: at - seconds * 1000 }),
});
const failed = (at: number, cause: JournalEntry['failure']['cause']): JournalEntry => ({
  id: String(at),
  tenantId,
  failure: { at, cause, credentials: 'none', retry: 'operator' },
  phase: 'awaiting-scan',
  evidence: {},
  qrShown: true,
});
const shift = (entries: readonly JournalEntry[], links: readonly NewLink[]) =>
  shiftOf({ entries, links, waiting: 3, now });

it('begins at midnight by this computer’s clock', () => {
  const [yesterday, today] = [midnight - 1, midnight];
  const { since, links, failures, waiting } = shift(
    [failed(yesterday, 'storage-full'), failed(today, 'storage-full')],
    [linked(yesterday), linked(today)],
  );
  expect(since).toBe(midnight);
  expect(links).toEqual([linked(today)]);
  expect(failures).toEqual([{ cause: 'storage-full', count: 1 }]);
  expect(waiting).toBe(3);
});

it('counts failures by cause, the most frequent first, and an expired code not at all', () => {
  const causes = ['banned', 'silent-scan', 'silent-scan', 'qr-expired', 'code-expired'] as const;
  const { failures } = shift(
    causes.map((cause, index) => failed(midnight + index, cause)),
    [],
  );
  expect(failures).toEqual([
    { cause: 'silent-scan', count: 2 },
    { cause: 'banned', count: 1 },
  ]);
});

it.each([
  [[], null],
  [[undefined], null],
  [[40], 40],
  [[90, 10, undefined, 20], 20],
  [[10, 20, 30, 90], 25],
])('takes the median of %j s as %s s', (seconds, median) => {
  const links = seconds.map((each, index) => linked(now - (index + 1) * hour, each));
  expect(shift([], links).medianMs).toBe(median === null ? null : median * 1000);
});
