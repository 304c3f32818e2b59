import { expect, it } from 'vitest';

import type { Parcel } from '../../../electron/moving/parcel.ts';
import { rewound } from '../../../electron/moving/rewound.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

const parcelWith = (creds: object, keys: readonly (readonly [string, string])[] = []): Parcel => ({
  record: { id: tenantIdSchema.parse('shop'), name: 'Shop', addedAt: 1, running: true },
  link: { creds: JSON.stringify(creds), keys, pairingPending: false },
  sends: [{ id: 'ABCDEFGH', at: 1, to: [], content: '' }],
  media: [],
  calls: [],
  told: 'connected',
});
const idsAfter = (parcel: Parcel) =>
  JSON.parse(parcel.link?.creds ?? '') as { nextPreKeyId: number; firstUnuploadedPreKeyId: number };

it('keeps the identity, the account and what only this link knows, and drops what others have gone on with', () => {
  const kept = [
    ['pre-key/7', '{}'],
    ['identity-key/1.0', '"i"'],
    ['lid-mapping/1', '"2"'],
    ['app-state-sync-key/AAAA', '{}'],
    ['tctoken/1@s.whatsapp.net', '{}'],
  ] as const;
  const dropped = [
    ['session/1.0', '{}'],
    ['sender-key/1@g.us::2::0', '{}'],
    ['sender-key-memory/1@g.us', '{}'],
    ['device-list/1', '[]'],
  ] as const;
  const before = {
    nextPreKeyId: 813,
    firstUnuploadedPreKeyId: 813,
    advSecretKey: 's',
    me: { id: '1:2@s.whatsapp.net' },
  };
  const after = rewound(parcelWith(before, [...kept, ...dropped]), 0);
  expect(after.link?.keys).toEqual(kept);
  expect(idsAfter(after)).toEqual({ ...before, nextPreKeyId: 10_813, firstUnuploadedPreKeyId: 10_813 });
  expect(after.sends).toEqual([]);
  expect(after.told).toBe('connected');
});

it('jumps elsewhere each time, and never over the three bytes that a number has', () => {
  const ids = [0, 0.25, 0.999_999].map((random) => idsAfter(rewound(parcelWith({ nextPreKeyId: 16_700_000 }), random)));
  expect(new Set(ids.map(({ nextPreKeyId }) => nextPreKeyId)).size).toBe(3);
  for (const { nextPreKeyId, firstUnuploadedPreKeyId } of ids) {
    expect(nextPreKeyId).toBe(firstUnuploadedPreKeyId);
    expect(nextPreKeyId).toBeGreaterThan(0);
    expect(nextPreKeyId).toBeLessThan(0xff_ff_ff);
  }
});

it('leaves a tenant without a link as it is', () => {
  const parcel = { ...parcelWith({}), link: undefined };
  expect(rewound(parcel, 0.5)).toBe(parcel);
});
