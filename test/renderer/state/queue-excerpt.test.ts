import { expect, it } from 'vitest';

import { excerptOf } from '../../../renderer/state/queue-excerpt.ts';
import type { LinkingItem } from '../../../shared/linking.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

let number = 0;
const some = (count: number, state: LinkingItem['state']): LinkingItem[] =>
  Array.from({ length: count }, () => ({ tenantId: tenantIdSchema.parse(`t${(number += 1)}`), state }));

it('leaves out what says nothing yet and what says nothing any more, and never what needs somebody', () => {
  const linked = some(200, 'linked');
  const failed = some(30, 'failed');
  const current = some(9, 'current');
  const waiting = some(300, 'waiting');
  expect(excerptOf([...linked, ...failed, ...current, ...waiting])).toEqual([
    ...linked.slice(-12),
    ...failed,
    ...current,
    ...waiting.slice(0, 12),
  ]);
});

it('shows a queue whole where little would be left out', () => {
  const short = [...some(3, 'linked'), ...some(1, 'current'), ...some(24, 'waiting')];
  expect(excerptOf(short)).toBe(short);
});
