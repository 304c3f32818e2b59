import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import type { Held } from '../../../electron/cluster/ports.ts';
import { createDatabaseLeases, wakeChannel } from '../../../electron/postgres/leases.ts';
import { listenForWakes } from '../../../electron/postgres/wake-listener.ts';
import type { Result } from '../../../shared/result.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type TestDatabase, createTestDatabase, openTestDatabase } from '../../support/postgres/test-database.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ connections: 20 });
});
afterEach(() => database.close());

const leasesOn = (on: TestDatabase, { leaseMs = 60_000, answerMs = 10_000 } = {}) =>
  createDatabaseLeases({ database: on, leaseMs, answerMs, clock: systemClock, logger: createRecordingLogger() });

function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const addTenants = (count: number) =>
  database.run(`INSERT INTO tenant (id, record) SELECT 't' || n, '' FROM generate_series(1, $1::int) AS n`, [count]);

async function join(leases: ReturnType<typeof leasesOn>, id: string) {
  valueOf(await leases.join({ id, name: id.replace(/\..*/, ''), address: `http://${id}` }));
  return valueOf(await leases.beat({ id, load: 0.25, leaving: false, leaseMs: 60_000 }));
}

/** Lets a node's lease be over, as time would. */
const endLease = (id: string) =>
  database.run(`UPDATE node SET lease_until = clock_timestamp() - interval '1 ms' WHERE id = $1`, [id]);

/** What the stores do in the transaction that writes. */
const save = async ({ tenantId, epoch }: Held) =>
  (
    await database.run('UPDATE link SET saves = saves + 1 WHERE tenant = $1 AND epoch = $2 RETURNING tenant', [
      tenantId,
      epoch,
    ])
  ).length === 1;

describe('a claim', () => {
  it('gives each link to one node, however many ask at the same moment', async () => {
    await addTenants(300);
    const leases = leasesOn(database);
    const ids = Array.from({ length: 10 }, (_, index) => `n${index}.1`);
    for (const id of ids) await join(leases, id);
    const claims = await Promise.all(ids.flatMap((id) => [leases.claim(id, 20), leases.claim(id, 20)]));
    const held = claims.flatMap((claim) => valueOf(claim));
    // Those that asked at the same moment may have skipped some.
    while (held.length < 300) {
      const more = valueOf(await leases.claim('n0.1', 300));
      if (more.length === 0) break;
      held.push(...more);
    }
    expect(new Set(held.map(({ tenantId }) => tenantId)).size).toBe(300);
    expect(held).toHaveLength(300);
    expect(held.every(({ epoch }) => epoch === 1n)).toBe(true);
  });

  it('counts the epoch up, so that a save of the holder before finds no row', async () => {
    await addTenants(1);
    const leases = leasesOn(database);
    await join(leases, 'a.1');
    await join(leases, 'b.1');
    const [before] = valueOf(await leases.claim('a.1', 5));
    if (before === undefined) throw new Error('nothing was claimed');
    expect(await save(before)).toBe(true);
    await endLease('a.1');
    // Until another node has it, the save of a node that was late does no harm.
    expect(await save(before)).toBe(true);
    expect(valueOf(await leases.beat({ id: 'b.1', load: 0, leaving: false, leaseMs: 60_000 })).free).toBe(1);
    const [after] = valueOf(await leases.claim('b.1', 5));
    expect(after).toEqual({ tenantId: before.tenantId, epoch: before.epoch + 1n });
    expect(await save(before)).toBe(false);
    expect(after && (await save(after))).toBe(true);
  });

  it('gives nothing to a node whose lease is over', async () => {
    await addTenants(1);
    const leases = leasesOn(database);
    await join(leases, 'a.1');
    await endLease('a.1');
    expect(valueOf(await leases.claim('a.1', 5))).toEqual([]);
  });

  it('leaves out what is left of tenants that were removed', async () => {
    const leases = leasesOn(database);
    await database.run(`INSERT INTO link (tenant, epoch) VALUES ('gone', 7)`);
    await join(leases, 'a.1');
    expect(valueOf(await leases.claim('a.1', 5))).toEqual([]);
    expect(valueOf(await leases.beat({ id: 'a.1', load: 0, leaving: false, leaseMs: 60_000 })).free).toBe(0);
  });
});

describe('who holds a tenant', () => {
  const t1 = tenantIdSchema.parse('t1');

  it('is one node, nobody, or not known, and not a node whose lease is over', async () => {
    await addTenants(1);
    const leases = leasesOn(database);
    const holder = async (tenantId = t1) => valueOf(await leases.holderOf(tenantId));
    // Added by something else than a service.
    expect(await holder()).toBe('nobody');
    await join(leases, 'a.1');
    expect(await holder()).toBe('nobody');
    const between = async () => valueOf(await leases.between('a.1'));
    expect(await between()).toEqual({ mine: 0, free: true });
    const [held] = valueOf(await leases.claim('a.1', 1));
    expect(await holder()).toEqual({ id: 'a.1', address: 'http://a.1' });
    expect(await between()).toEqual({ mine: 1, free: false });
    expect(await holder(tenantIdSchema.parse('stranger'))).toBe('unknown');
    await endLease('a.1');
    expect(await holder()).toBe('nobody');
    expect(await between()).toEqual({ mine: 1, free: true });
    await database.run('DELETE FROM tenant');
    expect([held?.epoch, await holder()]).toEqual([1n, 'unknown']);
  });
});

describe('a service of an earlier version', () => {
  it('keeps every link until it has ended, counts as no node, and has nothing to take afterwards', async () => {
    const leases = leasesOn(database);
    await join(leases, 'old.1');
    await database.run('UPDATE node SET shares = false');
    await database.run("UPDATE seat SET node = 'old.1'");
    expect(valueOf(await leases.retireSeat())).toBe(false);
    expect((await join(leases, 'a.1')).nodes.map(({ id }) => id)).toEqual(['a.1']);
    await endLease('old.1');
    expect(valueOf(await leases.retireSeat())).toBe(true);
    expect(await database.run('SELECT FROM seat')).toEqual([]);
    expect(valueOf(await leases.retireSeat())).toBe(true);
  });
});

describe('a lease', () => {
  it('that is over is not renewed, even if no node has noticed yet', async () => {
    const leases = leasesOn(database);
    await join(leases, 'a.1');
    await endLease('a.1');
    expect(await leases.beat({ id: 'a.1', load: 0, leaving: false, leaseMs: 60_000 })).toEqual({
      ok: false,
      error: { code: 'gone' },
    });
  });

  it('is renewed, or its links go, and never both, where the two come at the same moment', async () => {
    await addTenants(4);
    // Follows what two statements take on this machine, so that the end and the renewal meet.
    let leaseMs = 12;
    const long = leasesOn(database);
    await join(long, 'b.1');
    let [renewed, lost] = [0, 0];
    for (let run = 1; run <= 150; run += 1) {
      const id = `a.${run}`;
      const leases = leasesOn(database, { leaseMs });
      valueOf(await leases.join({ id, name: 'a', address: '' }));
      await leases.beat({ id, load: 0, leaving: false, leaseMs });
      const mine = await leases.claim(id, 4);
      const held = mine.ok ? mine.value : [];
      const [beaten] = await Promise.all([
        long.beat({ id, load: 0, leaving: false, leaseMs: 60_000 }),
        long.beat({ id: 'b.1', load: 0, leaving: false, leaseMs: 60_000 }),
        long.beat({ id: 'b.1', load: 0, leaving: false, leaseMs: 60_000 }),
      ]);
      const theirs = valueOf(await long.claim('b.1', 4));
      const both = theirs.filter(({ tenantId }) => held.some((each) => each.tenantId === tenantId));
      if (beaten.ok) {
        renewed += 1;
        expect(both).toEqual([]);
      } else lost += 1;
      leaseMs = Math.max(1, leaseMs + (beaten.ok ? -1 : 1));
      await database.run('DELETE FROM node WHERE id = $1', [id]);
      valueOf(await long.release('b.1', theirs));
    }
    // Both have to have happened.
    expect(renewed).toBeGreaterThan(5);
    expect(lost).toBeGreaterThan(5);
  });

  it('counts as a node only once it has beaten, and as a flap only then', async () => {
    const leases = leasesOn(database);
    await join(leases, 'b.1');
    valueOf(await leases.join({ id: 'a.1', name: 'a', address: '' }));
    const nodes = async () =>
      valueOf(await leases.beat({ id: 'b.1', load: 0, leaving: false, leaseMs: 60_000 })).nodes.map(({ id, flaps }) => [
        id,
        flaps,
      ]);
    expect(await nodes()).toEqual([['b.1', 0]]);
    await endLease('a.1');
    await nodes();
    await join(leases, 'a.2');
    expect(await nodes()).toContainEqual(['a.2', 0]);
    await endLease('a.2');
    await nodes();
    await join(leases, 'a.3');
    expect(await nodes()).toContainEqual(['a.3', 1]);
    // A farewell is no flap.
    valueOf(await leases.leave('a.3'));
    await join(leases, 'a.4');
    expect(await nodes()).toContainEqual(['a.4', 1]);
  });

  it('tells everybody how many links, how busy, and who leaves', async () => {
    await addTenants(3);
    const leases = leasesOn(database);
    await join(leases, 'a.1');
    valueOf(await leases.claim('a.1', 2));
    valueOf(await leases.beat({ id: 'a.1', load: 0.5, leaving: true, leaseMs: 60_000 }));
    const cluster = await join(leases, 'b.1');
    expect(cluster.free).toBe(1);
    expect(cluster.nodes).toContainEqual({
      id: 'a.1',
      address: 'http://a.1',
      links: 2,
      load: 0.5,
      flaps: 0,
      leaving: true,
    });
    expect(valueOf(await leases.list('a.1')).map(({ epoch }) => epoch)).toEqual([1n, 1n]);
  });
});

describe('a claim, a release and the view of the others', () => {
  it('agree at once on how many links a node has', async () => {
    await addTenants(4);
    const leases = leasesOn(database);
    await join(leases, 'a.1');
    await join(leases, 'b.1');
    valueOf(await leases.claim('a.1', 3));
    const seen = valueOf(await leases.beat({ id: 'b.1', load: 0, leaving: false, leaseMs: 60_000 }));
    expect([seen.nodes.find(({ id }) => id === 'a.1')?.links, seen.free]).toEqual([3, 1]);
  });

  it('count a link once that one node gives and another takes', async () => {
    await addTenants(4);
    const leases = leasesOn(database);
    await join(leases, 'a.1');
    await join(leases, 'b.1');
    const held = valueOf(await leases.claim('a.1', 4));
    valueOf(await leases.release('a.1', held.slice(0, 2)));
    valueOf(await leases.release('a.1', held.slice(0, 2)));
    valueOf(await leases.claim('b.1', 2));
    const seen = valueOf(await leases.beat({ id: 'b.1', load: 0, leaving: false, leaseMs: 60_000 }));
    expect([seen.nodes.map(({ links }) => links), seen.free]).toEqual([[2, 2], 0]);
  });
});

describe('a release', () => {
  it('frees what is held under this epoch by this node, and nothing else, and wakes who listens', async () => {
    await addTenants(2);
    const leases = leasesOn(database);
    await join(leases, 'a.1');
    const [one, two] = valueOf(await leases.claim('a.1', 2));
    if (one === undefined || two === undefined) throw new Error('nothing was claimed');
    const woken = wakeUps(database);
    await woken.next();
    valueOf(await leases.release('b.1', [one]));
    valueOf(await leases.release('a.1', [{ ...one, epoch: 9n }]));
    expect(valueOf(await leases.list('a.1'))).toHaveLength(2);
    valueOf(await leases.release('a.1', [one]));
    expect(valueOf(await leases.list('a.1'))).toEqual([two]);
    await woken.next();
    await woken.close();
  });
});

describe('a database that cannot be reached', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  let isDeaf = false;
  beforeEach(async () => {
    isDeaf = false;
    const { hostname, port } = new URL(database.url);
    server = createServer((client) => {
      const upstream = connect(Number(port), hostname);
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket
          .on('error', () => socket.destroy())
          .on('close', () => [client, upstream].forEach((each) => each.destroy()));
      }
      // A cut cable: nobody learns that nothing arrives.
      client.on('data', (part) => isDeaf || upstream.write(part));
      upstream.on('data', (part) => isDeaf || client.write(part));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  function throughProxy(): TestDatabase {
    const url = new URL(database.url);
    const address = server.address();
    url.port = String(typeof address === 'object' ? address?.port : 0);
    return openTestDatabase(url.href, { statementMs: 300 });
  }

  it('is a failure within the time for an answer, and is asked again on new connections', async () => {
    const far = throughProxy();
    const leases = leasesOn(far, { answerMs: 400 });
    await join(leases, 'a.1');
    isDeaf = true;
    const began = performance.now();
    expect(await leases.beat({ id: 'a.1', load: 0, leaving: false, leaseMs: 60_000 })).toEqual({
      ok: false,
      error: { code: 'unreachable' },
    });
    expect(performance.now() - began).toBeLessThan(2_000);
    isDeaf = false;
    expect((await leases.beat({ id: 'a.1', load: 0, leaving: false, leaseMs: 60_000 })).ok).toBe(true);
    for (const socket of sockets) socket.destroy();
    await far.close();
  });

  it('is listened to again after every connection was cut', async () => {
    const woken = wakeUps(database);
    await woken.next();
    await database.run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'pairing-console wake-ups' AND datname = current_database()`,
    );
    // A listener that is back wakes its node: a wake-up may have been missed.
    await woken.next();
    await database.run('SELECT pg_notify($1, $2)', [wakeChannel, '']);
    await woken.next();
    await woken.close();
  });
});

/** Wake-ups as they come. */
function wakeUps(on: TestDatabase) {
  let came = 0;
  let proceed: () => void = () => undefined;
  const listener = listenForWakes({
    address: { url: on.url, place: '' },
    channel: wakeChannel,
    onWake() {
      came += 1;
      proceed();
    },
    clock: { ...systemClock, random: () => 0 },
  });
  return {
    async next() {
      while (came === 0) await new Promise<void>((resolve) => (proceed = resolve));
      came -= 1;
    },
    close: () => listener.close(),
  };
}
