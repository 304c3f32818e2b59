import { beforeEach, describe, expect, test } from 'vitest';

import { reasonOf, stateOf, watchTransitions } from '../../../../electron/bridge/webhooks/transitions.ts';
import type { Told } from '../../../../electron/outbox/entries.ts';
import type { SessionSnapshot } from '../../../../shared/session.ts';
import type { TenantId } from '../../../../shared/tenant.ts';
import { type FakeClock, createFakeClock } from '../../../support/fake-clock.ts';
import { cafe, linked, lost, shop } from './webhooks-rig.ts';

describe('what a tenant is for the backend', () => {
  test.each<[SessionSnapshot | undefined, Told, string]>([
    [linked, 'connected', 'connected'],
    [lost, 'disconnected', 'connection-lost'],
    [{ phase: 'awaiting-scan', since: 0, evidence: {} }, 'disconnected', 'awaiting-scan'],
    // Connected without the proof is not connected.
    [{ phase: 'connected', since: 0, evidence: { 'login-accepted': 1 } }, 'disconnected', 'connected'],
    [undefined, 'disconnected', 'removed'],
  ])('%#', (snapshot, state, reason) => {
    expect(stateOf(snapshot)).toBe(state);
    expect(reasonOf(snapshot)).toBe(reason);
  });
});

describe('which changes are told', () => {
  let clock: FakeClock;
  let flapMs: number;
  const snapshots = new Map<TenantId, SessionSnapshot>();
  const told = new Map<TenantId, Told>();
  let calls: [TenantId, Told][];
  let transitions: ReturnType<typeof watchTransitions>;
  beforeEach(() => {
    clock = createFakeClock();
    flapMs = 15_000;
    snapshots.clear();
    told.clear();
    calls = [];
    transitions = watchTransitions({
      snapshotOf: (tenantId) => snapshots.get(tenantId),
      told: (tenantId) => told.get(tenantId) ?? 'disconnected',
      tell(tenantId, snapshot) {
        told.set(tenantId, stateOf(snapshot));
        calls.push([tenantId, stateOf(snapshot)]);
      },
      flapMs: () => flapMs,
      clock,
    });
  });
  function become(tenantId: TenantId, snapshot: SessionSnapshot | undefined): void {
    if (snapshot === undefined) snapshots.delete(tenantId);
    else snapshots.set(tenantId, snapshot);
    transitions.look(tenantId);
  }

  test('a connection is told after a second, whatever else is looked at meanwhile', async () => {
    become(shop, linked);
    await clock.advance(500);
    transitions.look(shop);
    await clock.advance(499);
    expect(calls).toEqual([]);
    await clock.advance(1);
    expect(calls).toEqual([[shop, 'connected']]);
    transitions.look(shop);
    await clock.advance(60_000);
    expect(calls).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  test('a link that may come back has the flap window from the moment it was lost', async () => {
    told.set(shop, 'connected');
    become(shop, lost);
    await clock.advance(10_000);
    become(shop, { ...lost, phase: 'verifying' });
    await clock.advance(4_999);
    expect(calls).toEqual([]);
    await clock.advance(1);
    expect(calls).toEqual([[shop, 'disconnected']]);
  });

  test('one that comes back in time is told neither way', async () => {
    told.set(shop, 'connected');
    become(shop, lost);
    await clock.advance(14_999);
    become(shop, linked);
    await clock.advance(60_000);
    expect(calls).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test.each(['awaiting-scan', 'stopped', 'idle'] as const)(
    'one that ends in %s is told after a second',
    async (phase) => {
      told.set(shop, 'connected');
      become(shop, { ...lost, phase });
      await clock.advance(999);
      expect(calls).toEqual([]);
      await clock.advance(1);
      expect(calls).toEqual([[shop, 'disconnected']]);
    },
  );

  test('the second counts from the loss, and is at once over where the loss is older', async () => {
    told.set(shop, 'connected');
    become(shop, lost);
    await clock.advance(5_000);
    become(shop, { ...lost, phase: 'stopped' });
    await clock.advance(0);
    expect(calls).toEqual([[shop, 'disconnected']]);
  });

  test('a flap window below a second counts for every change, and a new one from the next change on', async () => {
    flapMs = 0;
    become(shop, linked);
    await clock.advance(0);
    flapMs = 60_000;
    become(shop, lost);
    await clock.advance(59_999);
    expect(calls).toEqual([[shop, 'connected']]);
    await clock.advance(1);
    expect(calls).toHaveLength(2);
  });

  test('a tenant that was removed is told, and tenants do not wait for each other', async () => {
    told.set(shop, 'connected');
    become(shop, undefined);
    become(cafe, linked);
    await clock.advance(1_000);
    expect(calls).toEqual([
      [shop, 'disconnected'],
      [cafe, 'connected'],
    ]);
  });

  test('nothing is told after the end', async () => {
    become(shop, linked);
    transitions.close();
    await clock.advance(60_000);
    expect(calls).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});
