import { beforeEach, expect, it } from 'vitest';

import { createOtherServices } from '../../../electron/console/other-services.ts';
import type { ServiceNode } from '../../../electron/console/service-node.ts';
import type { TenantView } from '../../../shared/console.ts';
import { err, ok } from '../../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const [shop, cafe] = ['shop', 'cafe'].map((id) => tenantIdSchema.parse(id)) as [TenantId, TenantId];
const there = { id: 'b.1', address: 'http://there' };
type Holder = typeof there | 'nobody' | 'unknown' | 'away';

function setUp() {
  const clock = createFakeClock();
  const epochs = new Map<TenantId, bigint>();
  const registry = new Set<TenantId>();
  const asked: TenantId[] = [];
  const state = { holder: there as Holder, between: { mine: 0, free: false } };
  const answer = <T>(value: T) => Promise.resolve(ok(value));
  const node: Pick<ServiceNode, 'fence' | 'leases' | 'url' | 'id' | 'cluster'> = {
    fence: {
      epochOf: (tenantId) => epochs.get(tenantId),
      lost: () => undefined,
      take: () => Promise.resolve(undefined),
      removed: () => undefined,
    },
    leases: {
      holderOf(tenantId) {
        asked.push(tenantId);
        return state.holder === 'away' ? Promise.resolve(err({ code: 'unreachable' })) : answer(state.holder);
      },
      between: () => answer(state.between),
    },
    url: () => 'http://here',
    id: () => 'a.2',
    cluster: () => ({
      free: 1,
      nodes: [
        { id: 'a.2', address: 'http://here', links: 9, load: 0, flaps: 0, leaving: false },
        { id: 'b.1', address: 'http://there', links: 4, load: 0, flaps: 0, leaving: false },
      ],
    }),
  };
  const others = createOtherServices({
    node,
    registry: { view: (id) => (registry.has(id) ? ({ id } as TenantView) : undefined), tenantIds: () => [...registry] },
    clock,
  });
  const hold = (tenantId: TenantId, epoch: bigint) => {
    epochs.set(tenantId, epoch);
    registry.add(tenantId);
  };
  return { others, clock, epochs, registry, asked, state, hold };
}
let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

it('knows what is here without asking, as long as the lease holds', async () => {
  world.hold(shop, 3n);
  expect([world.others.isHere(shop), await world.others.holderOf(shop)]).toEqual([true, 'here']);
  expect(world.asked).toEqual([]);
  expect(world.others.epochOf(shop)).toBe(3n);
  world.epochs.clear();
  expect([world.others.isHere(shop), world.others.epochOf(shop)]).toEqual([false, 3n]);
});

it('remembers for a second where a tenant is, unless it is asked again', async () => {
  const where = { address: 'http://there' };
  expect(await world.others.holderOf(shop)).toEqual(where);
  await world.clock.advance(999);
  expect(await world.others.holderOf(shop)).toEqual(where);
  expect(world.asked).toHaveLength(1);
  expect(await world.others.holderOf(shop, true)).toEqual(where);
  await world.clock.advance(1_000);
  await world.others.holderOf(shop);
  expect(world.asked).toHaveLength(3);
});

it('remembers nothing that may be otherwise in a moment', async () => {
  for (const said of ['nobody', 'unknown', 'away'] as const) {
    world.state.holder = said;
    expect(await world.others.holderOf(shop)).toBe(said);
  }
  expect(world.asked).toHaveLength(3);
});

it('never sends a caller to this service: what it has only by name is with nobody', async () => {
  world.state.holder = { id: 'a.2', address: 'http://here' };
  expect(await world.others.holderOf(shop)).toBe('nobody');
  // The lease before this one.
  world.state.holder = { id: 'a.1', address: 'http://here' };
  expect(await world.others.holderOf(shop)).toBe('nobody');
  expect(world.others.peers()).toMatchObject([{ address: 'http://there' }]);
});

it('counts the tenants of all, its own as they are', () => {
  world.hold(shop, 1n);
  world.hold(cafe, 1n);
  expect(world.others.count()).toBe(7);
});

it('knows of tenants that are with nobody, or not here yet', async () => {
  world.hold(shop, 1n);
  world.state.between = { mine: 1, free: false };
  expect(await world.others.someAreBetween()).toBe(false);
  world.state.between = { mine: 2, free: false };
  expect(await world.others.someAreBetween()).toBe(true);
  world.state.between = { mine: 1, free: true };
  expect(await world.others.someAreBetween()).toBe(true);
});
