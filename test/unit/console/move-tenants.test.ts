import { EventEmitter } from 'node:events';

import { expect, it } from 'vitest';

import { moveTenants } from '../../../electron/console/move-tenants.ts';
import { stopBetween } from '../../../electron/console/stop-between.ts';
import type { Parcel, ParcelPlace } from '../../../electron/moving/parcel.ts';
import { ok } from '../../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';

function createPlace(name: string, ...ids: readonly TenantId[]) {
  const there = new Set(ids);
  const place: ParcelPlace = {
    name,
    tenantIds: () => Promise.resolve(ok([...there])),
    has: (id) => Promise.resolve(ok(there.has(id))),
    takeOut(id) {
      const link = { creds: '{}', keys: [], pairingPending: false };
      const rest = { link, sends: [], media: [], calls: [], told: undefined };
      const parcel: Parcel = { record: { id, name: id, addedAt: 1, running: true }, ...rest };
      return Promise.resolve(ok(there.delete(id) ? parcel : undefined));
    },
    putBack: () => Promise.resolve(ok(false)),
    settle: () => Promise.resolve(ok()),
    reopen: () => Promise.resolve(ok()),
    takeIn(parcel) {
      there.add(parcel.record.id);
      return Promise.resolve(ok(true));
    },
  };
  return { place, there };
}

it('moves the tenant that is under way to its end when a signal comes, and begins with no other', async () => {
  const [shop, cafe] = ['shop', 'cafe'].map((id) => tenantIdSchema.parse(id)) as [TenantId, TenantId];
  const [from, to] = [createPlace('here', shop, cafe), createPlace('there')];
  const printed: string[] = [];
  const print = (line: string) => void printed.push(line);
  // Other tests listen to this process's own signals.
  const program = new EventEmitter();
  const stop = stopBetween(print, program);
  const moved = await moveTenants({
    ...{ from: from.place, to: to.place, tenants: [], print, isStopping: stop.isStopping },
    trial() {
      program.emit('SIGINT');
      return Promise.resolve(ok(null));
    },
  });
  stop.close();
  expect(moved).toEqual(ok({ moved: 1, failed: 1 }));
  expect([[...from.there], [...to.there]]).toEqual([[cafe], [shop]]);
  expect(printed).toEqual([
    expect.stringContaining('Ends after this tenant'),
    '1 of 2  shop  moved, and linked there',
    'Stopped: 1 were not begun',
  ]);
  expect(program.listenerCount('SIGINT')).toBe(0);
});
