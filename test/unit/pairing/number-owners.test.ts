import { expect, test } from 'vitest';

import { createNumberOwners } from '../../../electron/pairing/number-owners.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id) => tenantIdSchema.parse(id)) as [never, never, never];
const first = { jid: '5511987654321:1@s.whatsapp.net' };
const second = { jid: '551187654321:2@s.whatsapp.net' };
const stranger = { jid: '972501234567:1@s.whatsapp.net' };

test('tenants with one number know of each other, however it is written, and no other tenant does', () => {
  const owners = createNumberOwners();
  expect(owners.note(a, first)).toEqual([]);
  expect(owners.note(b, second)).toEqual([a]);
  expect(owners.note(c, stranger)).toEqual([]);
  expect(owners.sharers(a)).toEqual([{ tenantId: b, sameDevice: false }]);
  expect(owners.sharers(b)).toEqual([{ tenantId: a, sameDevice: false }]);
  expect(owners.sharers(c)).toEqual([]);
});

test('a tenant that links anew or not at all is no longer listed, and the others are told', () => {
  const owners = createNumberOwners();
  owners.note(a, first);
  owners.note(b, first);
  expect(owners.sharers(a)).toEqual([{ tenantId: b, sameDevice: true }]);
  expect(owners.note(b, first)).toEqual([]);
  expect(owners.note(b, stranger)).toEqual([a]);
  expect(owners.sharers(a)).toEqual([]);
  owners.note(b, first);
  expect(owners.note(b, undefined)).toEqual([a]);
});

test('a device belongs to the tenant that holds it first, until that one has another link', () => {
  const owners = createNumberOwners();
  expect(owners.hold(a, first)).toBeUndefined();
  owners.note(a, first);
  owners.note(b, first);
  expect(owners.hold(b, first)).toBe(a);
  expect(owners.hold(a, first)).toBeUndefined();
  // The refused one lets go of nothing that is not its own.
  owners.note(b, undefined);
  expect(owners.hold(b, first)).toBe(a);
  owners.note(a, stranger);
  expect(owners.hold(b, first)).toBeUndefined();
});
