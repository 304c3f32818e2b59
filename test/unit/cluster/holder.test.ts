import { describe, expect, it } from 'vitest';

import { createHolder } from '../../../electron/cluster/holder.ts';
import type { LeaseFailure, LeaseStore } from '../../../electron/cluster/ports.ts';
import { rhythm } from '../../../electron/cluster/rhythm.ts';
import { type Result, err } from '../../../shared/result.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { type MemoryLeases, createMemoryLeases } from '../../support/cluster/memory-leases.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const tenants = ['t1', 't2', 't3', 't4'].map((id) => tenantIdSchema.parse(id));

/** Nodes on one store in one pretend time. */
function createRig() {
  const clock = createFakeClock();
  const holders: ReturnType<typeof createHolder>[] = [];
  const leases: MemoryLeases = createMemoryLeases({ tenants, onFree: () => holders.forEach((each) => each.woken()) });

  function addNode(name: string) {
    const log: string[] = [];
    let slowlyClosed: (() => void)[] | undefined;
    let isCut = false;
    const call = async <T>(run: () => Result<T, LeaseFailure>): Promise<Result<T, LeaseFailure>> =>
      isCut ? err({ code: 'unreachable' }) : Promise.resolve(run());
    const store: LeaseStore = {
      join: ({ id, name: machine }) => call(() => leases.join(clock.now(), id, machine)),
      beat: ({ id, load, leaving, leaseMs }) => call(() => leases.beat(clock.now(), id, load, leaving, leaseMs)),
      claim: (id, most) => call(() => leases.claim(clock.now(), id, most)),
      list: (id) => call(() => leases.list(clock.now(), id)),
      release: (id, held) => call(() => leases.release(clock.now(), id, held)),
      leave: (id) => call(() => leases.leave(clock.now(), id)),
    };
    const holder = createHolder({
      name,
      machine: name,
      address: `http://${name}`,
      store,
      sessions: {
        takeUp(held) {
          for (const { tenantId } of held) log.push(`up ${tenantId}`);
          return Promise.resolve();
        },
        opening: () => 0,
        async letGo(tenantId) {
          log.push(`close ${tenantId}`);
          const waiting = slowlyClosed;
          if (waiting !== undefined) await new Promise<void>((resolve) => waiting.push(resolve));
          log.push(`closed ${tenantId}`);
        },
        cut: (tenantId) => log.push(`cut ${tenantId}`),
        cutAll: () => log.push('cut all'),
      },
      clock,
      load: () => 0,
      onFault: (where, error) => log.push(`fault ${where} ${String(error)}`),
    });
    holders.push(holder);
    holder.start();
    return {
      holder,
      log,
      cutOff: () => (isCut = true),
      reconnect: () => (isCut = false),
      /** Sessions close only when told to from here on. */
      closeSlowly: () => (slowlyClosed = []),
      letClose: () => slowlyClosed?.splice(0).forEach((resolve) => resolve()),
      held: () => tenants.filter((tenantId) => holder.epochOf(tenantId) !== undefined),
    };
  }
  return { clock, leases, addNode };
}

describe('a node', () => {
  it('takes what is free, and gives a second node its share', async () => {
    const { clock, addNode } = createRig();
    const one = addNode('one');
    await clock.advance(1_000);
    expect(one.held()).toEqual(tenants);
    const other = addNode('other');
    await clock.advance(10_000);
    expect([one.held().length, other.held().length]).toEqual([2, 2]);
    expect(new Set([...one.held(), ...other.held()]).size).toBe(4);
  });

  it('cuts everything before another can have it, when the store cannot be reached', async () => {
    const { clock, leases, addNode } = createRig();
    const one = addNode('one');
    await clock.advance(3_000);
    const epochs = new Map<TenantId, bigint>(tenants.map((id) => [id, one.holder.epochOf(id) ?? 0n]));
    one.cutOff();
    await clock.advance(rhythm.stopMs);
    expect(one.log).toContain('cut all');
    expect(one.held()).toEqual([]);
    const other = addNode('other');
    await clock.advance(2_000);
    expect(other.held()).toEqual(tenants);
    // What it had held, it can write no longer.
    expect(tenants.map((id) => leases.write(id, epochs.get(id) ?? 0n))).toEqual([false, false, false, false]);
  });

  it('answers no epoch when its lease is over, though the timer has not come yet', async () => {
    const { clock, addNode } = createRig();
    const one = addNode('one');
    await clock.advance(3_000);
    one.cutOff();
    const held = tenants.map((id) => one.holder.epochOf(id));
    expect(held).not.toContain(undefined);
    const late = clock.now() + rhythm.stopMs;
    clock.now = () => late;
    expect(one.held()).toEqual([]);
  });

  it('opens no session of a tenant before the last one is closed', async () => {
    const { clock, addNode } = createRig();
    const one = addNode('one');
    await clock.advance(2_000);
    one.closeSlowly();
    one.cutOff();
    await clock.advance(rhythm.leaseMs);
    one.reconnect();
    one.log.length = 0;
    await clock.advance(4_000);
    expect(one.held()).toEqual(tenants);
    expect(one.log).toEqual([]);
    one.letClose();
    await clock.advance(100);
    expect(one.log.filter((line) => line.endsWith('t1'))).toEqual(['closed t1', 'up t1']);
  });

  it('drops a link at once where a save has met another epoch', async () => {
    const { clock, addNode } = createRig();
    const one = addNode('one');
    await clock.advance(1_000);
    const [tenantId = tenants[0]] = one.held();
    if (tenantId === undefined) throw new Error('nothing is held');
    one.holder.lost({ tenantId, epoch: one.holder.epochOf(tenantId) ?? 0n });
    expect(one.holder.epochOf(tenantId)).toBeUndefined();
    expect(one.log.at(-1)).toBe(`cut ${tenantId}`);
  });

  it('hands its links over when the program ends, and only then ends its lease', async () => {
    const { clock, leases, addNode } = createRig();
    const one = addNode('one');
    const other = addNode('other');
    await clock.advance(15_000);
    const leaving = one.holder.leave();
    await clock.advance(1_000);
    await leaving;
    expect(one.log.slice(-4).filter((line) => line.startsWith('closed'))).toHaveLength(2);
    expect(other.held()).toEqual(tenants);
    expect(leases.cluster(clock.now()).nodes).toHaveLength(1);
  });

  it('ends at once where it has no lease', async () => {
    const { addNode } = createRig();
    const one = addNode('one');
    one.cutOff();
    await one.holder.leave();
    await one.holder.leave();
    expect(one.holder.id()).toBeUndefined();
  });
});

describe('a tenant that is new', () => {
  const added = tenantIdSchema.parse('added');

  it('is held once its call was answered, is cut with the rest, and is not once it was removed', async () => {
    const { clock, leases, addNode } = createRig();
    const one = addNode('one');
    await clock.advance(1_000);
    const held = await one.holder.add((id) => {
      leases.add(added, id);
      return Promise.resolve({ tenantId: added, epoch: 1n });
    });
    expect(held).toEqual({ tenantId: added, epoch: 1n });
    expect(one.holder.epochOf(added)).toBe(1n);
    await clock.advance(2 * rhythm.beatMs);
    // Its session was not opened a second time.
    expect([one.holder.epochOf(added), one.log.filter((line) => line.endsWith('added'))]).toEqual([1n, []]);
    one.cutOff();
    await clock.advance(rhythm.stopMs);
    expect(one.log).toContain('close added');
    one.reconnect();
    await clock.advance(rhythm.leaseMs);
    expect(one.holder.epochOf(added)).toBe(2n);
    one.holder.removed(added);
    expect(one.holder.epochOf(added)).toBeUndefined();
  });

  it('comes by itself where the answer to its call was lost', async () => {
    const { clock, leases, addNode } = createRig();
    const one = addNode('one');
    await clock.advance(1_000);
    const lost = one.holder.add((id) => {
      leases.add(added, id);
      return Promise.reject(new Error('no answer'));
    });
    await expect(lost).rejects.toThrow('no answer');
    expect(one.holder.epochOf(added)).toBeUndefined();
    await clock.advance(2 * rhythm.beatMs);
    expect([one.holder.epochOf(added), one.log.at(-1)]).toEqual([1n, 'up added']);
  });

  it('is not taken by a node that has no lease, or is about to end', async () => {
    const { clock, addNode } = createRig();
    const one = addNode('one');
    const take = () => one.holder.add(() => Promise.resolve({ tenantId: added, epoch: 1n }));
    expect(await take()).toBeUndefined();
    await clock.advance(1_000);
    expect(one.holder.isIn()).toBe(true);
    const left = one.holder.leave();
    expect(await take()).toBeUndefined();
    await clock.advance(1_000);
    await left;
    expect(one.holder.isIn()).toBe(false);
  });
});
