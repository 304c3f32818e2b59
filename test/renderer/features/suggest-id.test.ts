import fc from 'fast-check';
import { expect, it } from 'vitest';

import { suggestId } from '../../../renderer/features/tenants/suggest-id.ts';
import { tenantIdProblem } from '../../../shared/tenant-rules.ts';

it.each([
  ['Rosie’s Flowers', [], 'rosies-flowers'],
  ['  Café Zoë, 2nd floor!', [], 'cafe-zoe-2nd-floor'],
  ['Rosie', ['rosie', 'ROSIE-2'], 'rosie-3'],
  ['הפרחים של רונית', [], 'hprhim-shl-ronit'],
  ['אוֹפְּטִיקָה כהן', [], 'optika-khn'],
  ['סניף 3', ['snif-3'], 'snif-3-2'],
  ['مخبز الشمال ٢', [], 'mkhbz-alshmal-2'],
  ['Ёлки и Чайная', [], 'elki-i-chaynaya'],
  ['ร้านดอกไม้', [], 'tenant-1'],
  ['ร้าน 3', ['tenant-1'], 'tenant-2'],
  ['Con', [], 'con-2'],
  ['   ', [], ''],
])('makes of %s, beside %j, %s', (name, taken, id) => {
  expect(suggestId(name, taken)).toBe(id);
});

it('is always an id that can be had', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.array(fc.string()), (name, others) => {
      fc.pre(name.trim() !== '');
      const taken = [...others, suggestId(name, others)];
      const id = suggestId(name, taken);
      expect(tenantIdProblem(id)).toBeUndefined();
      expect(taken.map((other) => other.toLowerCase())).not.toContain(id);
    }),
  );
});
