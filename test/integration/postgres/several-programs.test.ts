import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openAudit } from '../../../electron/audit/audit.ts';
import { createBridgeKeys } from '../../../electron/bridge/bridge-keys.ts';
import { createEnvelope } from '../../../electron/crypto/key-envelope.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { openDatabaseAttempts } from '../../../electron/postgres/attempts.ts';
import { createDatabaseAudit } from '../../../electron/postgres/audit.ts';
import { createDatabaseBridgeKeys } from '../../../electron/postgres/bridge-keys.ts';
import type { Database } from '../../../electron/postgres/database.ts';
import { openDatabaseJournal } from '../../../electron/postgres/journal.ts';
import { createKeyEnvelopeRow } from '../../../electron/postgres/key-envelope-row.ts';
import { DatabaseRefusal } from '../../../electron/postgres/refusal.ts';
import type { NewAuditEntry } from '../../../shared/audit.ts';
import { unwrap } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';
import { type TestDatabase, createTestDatabase } from '../../support/postgres/test-database.ts';
import { depot, failedScan, shop } from '../../unit/journal/entries.ts';

let database: TestDatabase;
const clock = createFakeClock();
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

describe('the audit of several programs', () => {
  const entry = (who: string): NewAuditEntry => ({
    who,
    door: 'window',
    act: 'remove',
    tenantId: null,
    about: null,
    outcome: 'done',
  });
  const open = (on: Database = database) => openAudit({ folder: createDatabaseAudit(on), clock, logger });

  it('is one chain without a break, in which nothing is missing', async () => {
    const [first, second] = [await open(), await open()];
    for (let n = 0; n < 5; n += 1) {
      first.record(entry(`first ${n}`));
      second.record(entry(`second ${n}`));
    }
    await Promise.all([first.close(), second.close()]);
    const { entries, breaks, unsaved } = (await open()).list();
    expect({ breaks, unsaved }).toEqual({ breaks: [], unsaved: 0 });
    expect(entries.map(({ n }) => n)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(new Set(entries.map(({ who }) => who)).size).toBe(10);
  });

  it('has an entry once whose answer was lost', async () => {
    let isLost = true;
    const forgetful: Database = {
      ...database,
      async transaction(work) {
        const done = await database.transaction(work);
        if (!isLost) return done;
        isLost = false;
        throw new DatabaseRefusal('storage-away', '08006', true);
      },
    };
    const audit = await open(forgetful);
    audit.record(entry('once'));
    await clock.advance(0);
    await expect.poll(() => isLost).toBe(false);
    audit.record(entry('after'));
    await audit.close();
    const { entries, breaks } = (await open()).list();
    expect(breaks).toEqual([]);
    expect(entries.map(({ who }) => who)).toEqual(['after', 'once']);
  });

  it('shows a row that was changed', async () => {
    const audit = await open();
    for (const who of ['a', 'b', 'c']) audit.record(entry(who));
    await audit.close();
    await database.run('UPDATE audit_entry SET line = replace(line, \'"b"\', \'"x"\')');
    expect((await open()).list().breaks).toEqual([{ kind: 'changed', n: 2 }]);
  });
});

describe('the failure log of several programs', () => {
  const open = () => openDatabaseJournal(database, { clock, logger, onNotice: () => undefined });

  it('has in each what the others have added, in order, and tells nobody of it a second time', async () => {
    const [first, second] = [await open(), await open()];
    let told = 0;
    second.onAppend(() => (told += 1));
    first.append(failedScan(clock.now(), shop));
    await clock.advance(5);
    second.append(failedScan(clock.now(), shop));
    await clock.advance(5);
    first.append(failedScan(clock.now(), shop));
    await first.refresh();
    await second.refresh();
    const ids = () => [first, second].map((each) => each.list({ limit: 10 }).map(({ id }) => id));
    await expect.poll(async () => (await first.refresh(), ids()[0]?.length)).toBe(3);
    expect(ids()[1]).toEqual(ids()[0]);
    expect([...(ids()[0] ?? [])].sort().reverse()).toEqual(ids()[0]);
    expect(told).toBe(1);

    const [newest] = first.list({ limit: 1 });
    first.explain(newest?.id ?? '', { kind: 'android', screen: 'try-later' });
    await first.refresh();
    await second.refresh();
    expect(second.list({ limit: 1 })[0]?.phone?.screen).toBe('try-later');
    await second.refresh();
    expect(second.list({ limit: 10 })).toHaveLength(3);
    for (const journal of [first, second]) await journal.close();
    expect((await open()).list({ limit: 10 }).map(({ id }) => id)).toEqual(ids()[0]);
  });

  it('finds a line whose number is lower than one that was read before', async () => {
    const [first, second] = [await open(), await open()];
    first.append(failedScan(clock.now(), shop));
    await first.refresh();
    // Two programs at once: the one that got its number first is done last.
    await database.transaction(async ({ run }) => {
      const line = JSON.stringify({ id: '00000000001', ...failedScan(clock.now(), depot) });
      await run("INSERT INTO journal_line (digest, line) VALUES ('\\x01', $1)", [line]);
      first.append(failedScan(clock.now() + 1, shop));
      await first.refresh();
      await second.refresh();
      expect(second.list({ limit: 10 }).map(({ tenantId }) => tenantId)).toEqual(['shop', 'shop']);
    });
    await second.refresh();
    expect(second.list({ limit: 10 }).map(({ tenantId }) => tenantId)).toEqual(['shop', 'shop', 'depot']);
    for (const journal of [first, second]) await journal.close();
  });

  it('looks at a few digests where nothing has come, however much it has written itself', async () => {
    let [rows, lines] = [0, 0];
    const counting: Database = {
      ...database,
      async run<R extends object>(text: string, values?: readonly unknown[]) {
        const found = await database.run<R>(text, values);
        if (text.startsWith('SELECT number, digest')) {
          rows += found.length;
          lines += found.filter((row) => 'line' in row).length;
        }
        return found;
      },
    };
    const journal = await openDatabaseJournal(counting, { clock, logger, onNotice: () => undefined });
    for (let n = 0; n < 300; n += 1) journal.append(failedScan(clock.now() + n, shop));
    await journal.refresh();
    [rows, lines] = [0, 0];
    await journal.refresh();
    expect(rows).toBeLessThanOrEqual(200);
    expect(lines).toBe(0);
    await journal.close();
  });
});

it('attempts to link of one program count for the others', async () => {
  const open = () => openDatabaseAttempts({ database, seal: openSeal, clock, logger });
  const [first, second] = [await open(), await open()];
  first.add({ at: clock.now(), number: 'a' });
  await first.read();
  expect(second.list()).toEqual([]);
  await second.read();
  expect(second.list()).toEqual([{ at: clock.now(), number: 'a' }]);
  second.add({ at: clock.now(), number: 'b' });
  expect(second.list()).toHaveLength(2);
  await second.read();
  await first.read();
  expect([first.list(), second.list()]).toEqual([second.list(), first.list()]);
  expect(first.list()).toHaveLength(2);
});

describe('the keys of the bridge of several programs', () => {
  const open = async () => {
    const keys = createBridgeKeys({ path: createDatabaseBridgeKeys(database, logger), clock, logger });
    unwrap(await keys.open());
    return keys;
  };
  const wanted = (name: string) => ({ name, scopes: ['read' as const], tenants: null, expiresAt: null });

  it('are made, found and revoked for all of them', async () => {
    const [first, second] = [await open(), await open()];
    const made = [await first.add(wanted('a')), await first.add(wanted('b'))].map((each) => {
      if (!each.ok) throw new Error(each.error.code);
      return each.value;
    });
    const [a, b] = made;
    expect(second.find(a?.text ?? '')).toBeUndefined();
    await clock.advance(5_000);
    await expect.poll(() => second.find(a?.text ?? '')?.name).toBe('a');
    let told = 0;
    second.onRevoked(() => (told += 1));
    expect((await first.revoke(a?.key.id ?? '')).ok).toBe(true);
    // A use that the other program notes meanwhile does not bring the key back.
    second.used(a?.key.id ?? '', '10.0.0.1');
    second.used(b?.key.id ?? '', '10.0.0.1');
    await clock.advance(70_000);
    await expect.poll(() => second.find(a?.text ?? '')).toBeUndefined();
    await second.close();
    await first.close();
    const third = await open();
    expect(third.list().map(({ name }) => name)).toEqual(['b']);
    expect(third.list()[0]?.lastUsed?.address).toBe('10.0.0.1');
    await third.close();
  });
});

it('of two programs that make the data key at the same time, one does', async () => {
  const [first, second] = [createKeyEnvelopeRow(database), createKeyEnvelopeRow(database)];
  for (const row of [first, second]) expect(unwrap((await row.read()) as never)).toEqual([]);
  const [mine, theirs] = [createEnvelope().envelope, createEnvelope().envelope];
  unwrap(await first.write(mine));
  expect(await second.write(theirs)).toEqual({ ok: false, error: { code: 'storage-busy', place: database.place } });
  expect(unwrap((await second.read()) as never)).toEqual([mine]);
  unwrap(await second.write(theirs));
  expect(await first.write(mine)).toMatchObject({ error: { code: 'storage-busy' } });
});
