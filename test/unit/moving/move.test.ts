import { expect, it } from 'vitest';

import { moveTenant, renewTenant } from '../../../electron/moving/move.ts';
import type { Parcel, ParcelPlace } from '../../../electron/moving/parcel.ts';
import type { StorageError } from '../../../shared/errors.ts';
import { type Result, err, ok } from '../../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';

const shop = tenantIdSchema.parse('shop');
const parcelOf = (id: TenantId, name = 'Shop'): Parcel => ({
  record: { id, name, addedAt: 1, running: true },
  link: { creds: '{}', keys: [], pairingPending: false },
  sends: [],
  media: [],
  calls: [],
  told: undefined,
});

/** A place in memory. `refuse`: what cannot be done there. */
function createPlace(name: string, tenants: readonly Parcel[] = []) {
  const there = new Map(tenants.map((parcel) => [parcel.record.id, parcel]));
  const aside = new Map<TenantId, Parcel>();
  const settled = new Map<TenantId, Parcel>();
  const relabel = (id: TenantId, [before, after]: readonly [Map<TenantId, Parcel>, Map<TenantId, Parcel>]) => {
    const parcel = before.get(id);
    if (parcel !== undefined) after.set(id, parcel);
    before.delete(id);
    return null;
  };
  const refuse = new Set<keyof ParcelPlace>();
  const may = <T>(act: keyof ParcelPlace, value: () => T): Promise<Result<T, StorageError>> =>
    Promise.resolve(refuse.has(act) ? err({ code: 'storage-full', place: name }) : ok(value()));
  const place: ParcelPlace = {
    name,
    tenantIds: () => may('tenantIds', () => [...there.keys()]),
    has: (id) => may('has', () => there.has(id)),
    takeOut: (id) =>
      may('takeOut', () => {
        const parcel = there.get(id);
        if (parcel === undefined) return undefined;
        there.delete(id);
        aside.set(id, parcel);
        return parcel;
      }),
    putBack: (id) =>
      may('putBack', () => {
        const parcel = aside.get(id);
        if (parcel === undefined || there.has(id)) return false;
        aside.delete(id);
        there.set(id, parcel);
        return true;
      }),
    settle: (id) => may('settle', () => relabel(id, [aside, settled])),
    reopen: (id) => may('reopen', () => relabel(id, [settled, aside])),
    takeIn: (parcel) =>
      may('takeIn', () => {
        if (there.has(parcel.record.id)) return false;
        there.set(parcel.record.id, parcel);
        return true;
      }),
  };
  return { ...place, there, aside, settled, refuse };
}

it('leaves a tenant in one place only', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  expect(await moveTenant({ from, to }, shop)).toEqual(ok({ isProven: false }));
  expect([from.there.has(shop), to.there.has(shop)]).toEqual([false, true]);
});

it('takes nothing away where there is one of the same id', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database', [parcelOf(shop, 'B')])];
  expect(await moveTenant({ from, to }, shop)).toEqual(err('the database has a tenant of this id'));
  expect(from.there.has(shop)).toBe(true);
});

it('brings it back where it was, if it cannot be written where it goes', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  to.refuse.add('takeIn');
  expect(await moveTenant({ from, to }, shop)).toEqual(
    err('the database could not take it: storage-full; it is back at the folder'),
  );
  expect(from.there.has(shop)).toBe(true);
  from.refuse.add('putBack');
  const lost = await moveTenant({ from, to }, shop);
  expect(lost).toEqual(err(expect.stringContaining('it is set aside at the folder')));
});

it('takes up a move that was cut off in between', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  await from.takeOut(shop);
  expect(await moveTenant({ from, to }, shop)).toEqual(ok({ isProven: false }));
  expect(to.there.has(shop)).toBe(true);
  expect(await moveTenant({ from, to: createPlace('another') }, shop)).toEqual(
    err('the folder has no tenant of this id'),
  );
});

it('of a move that was killed while it was tried, nothing is taken up again: the link has gone on', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  await new Promise<void>((isTried) => {
    const trial = () => {
      isTried();
      return new Promise<never>(() => undefined);
    };
    void moveTenant({ from, to, trial }, shop);
  });
  // It has left the database since.
  to.there.delete(shop);
  expect(await moveTenant({ from, to }, shop)).toEqual(err('the folder has no tenant of this id'));
});

it('says that a link is proven where it has logged in, and nowhere else', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  const trial = () => Promise.resolve(ok(null));
  expect(await moveTenant({ from, to, trial }, shop)).toEqual(ok({ isProven: true }));
});

it('brings back a link that does not log in, as it is by then', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  const trial = (id: TenantId) => {
    to.there.set(id, parcelOf(id, 'Shop, and its keys have gone on'));
    return Promise.resolve(err('logged-out'));
  };
  expect(await moveTenant({ from, to, trial }, shop)).toEqual(err('logged-out; it is back at the folder'));
  expect(to.there.has(shop)).toBe(false);
  expect(from.there.get(shop)?.record.name).toContain('gone on');
});

it('brings back what it was, where the link was refused and is gone', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  const trial = (id: TenantId) => {
    to.there.set(id, { ...parcelOf(id), link: undefined });
    return Promise.resolve(err('logged-out'));
  };
  expect(await moveTenant({ from, to, trial }, shop)).toEqual(err('logged-out; it is back at the folder'));
  expect(from.there.get(shop)?.link).toBeDefined();
  expect([to.there.has(shop), to.aside.has(shop), from.aside.has(shop)]).toEqual([false, false, false]);
});

it('says what a person has to see to, where the copy of a refused link cannot be opened again', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  const trial = (id: TenantId) => {
    to.there.set(id, { ...parcelOf(id), link: undefined });
    from.refuse.add('reopen');
    return Promise.resolve(err('logged-out'));
  };
  expect(await moveTenant({ from, to, trial }, shop)).toEqual(
    err('logged-out; the folder keeps it set aside and could not open it: storage-full'),
  );
  expect([from.there.has(shop), from.settled.has(shop)]).toEqual([false, true]);
});

it('tries no login of what has no link, or did not run', async () => {
  const trial = () => Promise.reject(new Error('tried'));
  const still = { ...parcelOf(shop), record: { ...parcelOf(shop).record, running: false } };
  for (const parcel of [still, { ...parcelOf(shop), link: undefined }]) {
    const [from, to] = [createPlace('the folder', [parcel]), createPlace('the database')];
    expect(await moveTenant({ from, to, trial }, shop)).toEqual(ok({ isProven: false }));
  }
});

it('says so where the copy could not be closed: it must not be moved once more', async () => {
  const [from, to] = [createPlace('the folder', [parcelOf(shop)]), createPlace('the database')];
  from.refuse.add('settle');
  expect(await moveTenant({ from, to }, shop)).toEqual(err(expect.stringContaining('never move it again')));
  expect(to.there.has(shop)).toBe(true);
});

it('changes a link where it is, or leaves it as it was', async () => {
  const place = createPlace('the database', [parcelOf(shop)]);
  const change = (parcel: Parcel): Parcel => ({ ...parcel, told: 'connected' });
  expect(await renewTenant(place, change, shop)).toEqual(ok(null));
  expect(place.there.get(shop)?.told).toBe('connected');
  place.refuse.add('takeIn');
  expect(await renewTenant(place, (parcel) => ({ ...parcel, told: 'disconnected' }), shop)).toEqual(
    err('storage-full; it is back at the database'),
  );
  expect(place.there.get(shop)?.told).toBe('connected');
});
