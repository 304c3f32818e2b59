import { expect, it } from 'vitest';

import { keepAccountsInUse } from '../../../electron/pairing/weekly-presence.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

function run(count: number) {
  const clock = createFakeClock();
  const shownAt = new Map<TenantId, number>();
  for (let n = 0; n < count; n += 1) shownAt.set(tenantIdSchema.parse(`shop${n}`), clock.now());
  const shown: { readonly tenantId: TenantId; readonly at: number }[] = [];
  const state = { isOn: true };
  const stop = keepAccountsInUse({
    clock,
    isOn: () => state.isOn,
    links: () => [...shownAt].map(([tenantId, at]) => ({ tenantId, shownAt: at })),
    show(tenantId) {
      shown.push({ tenantId, at: clock.now() });
      shownAt.set(tenantId, clock.now());
    },
  });
  return { clock, shown, state, stop };
}

it('shows each account between six and eight days after the last time, one after the other', async () => {
  const { clock, shown } = run(20);
  const begin = clock.now();
  await clock.advance(6 * dayMs - hourMs);
  expect(shown).toEqual([]);
  await clock.advance(2 * dayMs + hourMs);
  expect(new Set(shown.map(({ tenantId }) => tenantId)).size).toBe(20);
  expect(shown).toHaveLength(20);
  for (const { at } of shown) expect(at - begin).toBeGreaterThan(6 * dayMs);
  const gaps = shown.slice(1).map(({ at }, index) => at - (shown[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
}, 30_000);

it('shows nobody while it is switched off, and nobody after its end', async () => {
  const { clock, shown, state, stop } = run(2);
  state.isOn = false;
  await clock.advance(8 * dayMs);
  expect(shown).toEqual([]);
  state.isOn = true;
  await clock.advance(hourMs);
  expect(shown).toHaveLength(2);
  stop();
  expect(clock.pending()).toBe(0);
}, 30_000);
