import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Idempotency, createIdempotency } from '../../../electron/bridge/idempotency.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import type { SendKeyStore } from '../../../electron/outbox/ports.ts';
import { createSendKeysFile } from '../../../electron/outbox/send-keys-file.ts';
import { err, ok } from '../../../shared/result.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { type FakeClock, createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';

const shop = tenantIdSchema.parse('shop');
let folder: string;
let clock: FakeClock;
let runs: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'send-keys-'));
  clock = createFakeClock();
  runs = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, 'send-keys.jsonl');
const file = () => createSendKeysFile({ path: path(), seal: openSeal, clock });
const logger = createRecordingLogger();

/** A run of the program: `sent …` is kept, `lost …` may have been sent, anything else was not. */
function begin(store: SendKeyStore = file()): Idempotency<string> {
  return createIdempotency<string>({
    store,
    keep(outcome) {
      if (outcome.startsWith('sent')) return { messageId: outcome, durationMs: 7 };
      return outcome.startsWith('lost') ? 'unknown' : 'nothing';
    },
    recall: ({ messageId }) => messageId,
    clock,
    logger,
  });
}
const run = (outcome: string) => () => {
  runs += 1;
  return Promise.resolve(outcome);
};
const done = (outcome: string) => ({ kind: 'done', outcome });

test('a key runs once, for those who ask together and those who ask within ten minutes', async () => {
  const idempotency = begin();
  const together = await Promise.all(
    Array.from({ length: 50 }, () => idempotency.once(shop, 'a', 'work', run('sent'))),
  );
  expect(together).toEqual(together.map(() => done('sent')));
  await clock.advance(10 * 60_000 - 1);
  expect(await idempotency.once(shop, 'a', 'work', run('sent again'))).toEqual(done('sent'));
  expect(runs).toBe(1);
  await clock.advance(1);
  expect(await idempotency.once(shop, 'a', 'work', run('sent again'))).toEqual(done('sent again'));
});

test('an outcome in which nothing has happened is not kept, here or on disk', async () => {
  const idempotency = begin();
  expect(await idempotency.once(shop, 'a', 'work', run('refused'))).toEqual(done('refused'));
  expect(await idempotency.once(shop, 'b', 'work', run('refused'))).toEqual(done('refused'));
  expect(await idempotency.once(shop, 'a', 'work', run('sent'))).toEqual(done('sent'));
  expect(await begin().once(shop, 'b', 'work', run('sent'))).toEqual(done('sent'));
});

test('after a fault the key does not send again, here or after a restart: the message may have left', async () => {
  const idempotency = begin();
  await expect(idempotency.once(shop, 'a', 'work', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
  expect(await idempotency.once(shop, 'a', 'work', run('sent'))).toEqual({ kind: 'interrupted' });
  expect(await begin().once(shop, 'a', 'work', run('sent'))).toEqual({ kind: 'interrupted' });
  expect(runs).toBe(0);
});

test('the same key for other work is a conflict and runs nothing, also after a restart', async () => {
  const idempotency = begin();
  await idempotency.once(shop, 'a', 'hello to Ana', run('sent'));
  expect(await idempotency.once(shop, 'a', 'hello to Ben', run('sent'))).toEqual({ kind: 'conflict' });
  expect(await begin().once(shop, 'a', 'hello to Ben', run('sent'))).toEqual({ kind: 'conflict' });
  expect(await idempotency.once(shop, 'a', 'hello to Ana', run('sent'))).toEqual(done('sent'));
  expect(runs).toBe(1);
});

test('a restart answers what was answered, for what is left of the ten minutes', async () => {
  await begin().once(shop, 'a', 'work', run('sent'));
  await clock.advance(9 * 60_000);
  expect(await begin().once(shop, 'a', 'work', run('sent again'))).toEqual(done('sent'));
  await clock.advance(60_000);
  expect(await begin().once(shop, 'a', 'work', run('sent again'))).toEqual(done('sent again'));
});

test('a crash between the send and its answer does not send twice: the key says that the outcome is not known', async () => {
  const begun = new Promise<void>((resolve) => {
    void begin().once(shop, 'a', 'work', () => {
      resolve();
      return new Promise<string>(() => undefined);
    });
  });
  await begun;
  const next = begin();
  expect(await next.once(shop, 'a', 'work', run('sent'))).toEqual({ kind: 'interrupted' });
  expect(await next.once(shop, 'b', 'work', run('sent'))).toEqual(done('sent'));
  expect(runs).toBe(1);
});

test('what may have been sent is answered the same here, and as interrupted after a restart', async () => {
  const idempotency = begin();
  expect(await idempotency.once(shop, 'a', 'work', run('lost'))).toEqual(done('lost'));
  expect(await idempotency.once(shop, 'a', 'work', run('sent'))).toEqual(done('lost'));
  expect(await begin().once(shop, 'a', 'work', run('sent'))).toEqual({ kind: 'interrupted' });
  expect(runs).toBe(1);
});

test('nothing is sent under a key that cannot be kept, and the key is free once it can', async () => {
  const store = file();
  const error = { code: 'storage-full', place: folder } as const;
  let full = true;
  const idempotency = begin({
    ...store,
    begin: (...send) => (full ? Promise.resolve(err(error)) : store.begin(...send)),
  });
  expect(await idempotency.once(shop, 'a', 'work', run('sent'))).toEqual({ kind: 'unkept', error });
  expect(runs).toBe(0);
  full = false;
  expect(await idempotency.once(shop, 'a', 'work', run('sent'))).toEqual(done('sent'));
});

test('keys that cannot be read now are asked for again at the next send', async () => {
  await begin().once(shop, 'a', 'work', run('sent'));
  const text = await readFile(path());
  await rm(path());
  await mkdir(path());
  const idempotency = begin();
  expect(await idempotency.once(shop, 'a', 'work', run('sent again'))).toMatchObject({ kind: 'unkept' });
  await rm(path(), { recursive: true });
  await writeFile(path(), text);
  expect(await idempotency.once(shop, 'a', 'work', run('sent again'))).toEqual(done('sent'));
  expect(runs).toBe(1);
});

test('keys do not pile up', async () => {
  const nothing = () => Promise.resolve(ok());
  const most = 10_000;
  const idempotency = begin({ most, begin: () => Promise.resolve(ok(undefined)), end: nothing, remove: nothing });
  for (let key = 0; key <= most; key += 1) await idempotency.once(shop, String(key), 'work', run('sent'));
  await idempotency.once(shop, String(most), 'work', run('sent'));
  expect(runs).toBe(most + 1);
  await idempotency.once(shop, '0', 'work', run('sent'));
  expect(runs).toBe(most + 2);
});

test('the file says neither key nor work, and only this user can read it', async () => {
  await begin().once(shop, 'order-4711', 'hello to Ana', run('sent'));
  const text = await readFile(path(), 'utf8');
  expect(text).not.toContain('4711');
  expect(text).not.toContain('Ana');
  expect((await stat(path())).mode & 0o777).toBe(0o600);
});

test('half a line at the end of the file costs that line only, and not the next', async () => {
  await begin().once(shop, 'a', 'work', run('sent'));
  await writeFile(path(), `${await readFile(path(), 'utf8')}{"id":"00`);
  const next = begin();
  expect(await next.once(shop, 'b', 'work', run('sent b'))).toEqual(done('sent b'));
  const third = begin();
  expect(await third.once(shop, 'a', 'work', run('x'))).toEqual(done('sent'));
  expect(await third.once(shop, 'b', 'work', run('x'))).toEqual(done('sent b'));
});

test('the file is written anew before it grows long', async () => {
  const idempotency = begin();
  for (let batch = 0; batch < 20; batch += 1) {
    const keys = Array.from({ length: 100 }, (_, n) => `${batch} ${n}`);
    await Promise.all(keys.map((key) => idempotency.once(shop, key, 'work', run('refused'))));
  }
  const lines = (await readFile(path(), 'utf8')).split('\n').length;
  expect(lines).toBeLessThan(2_200);
  expect(lines).toBeGreaterThan(1);
});
