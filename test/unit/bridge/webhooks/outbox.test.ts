import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openOutbox } from '../../../../electron/bridge/webhooks/outbox.ts';
import { tenantIdSchema } from '../../../../shared/tenant.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { silentLogger } from '../../../support/fake-ports.ts';

const shop = tenantIdSchema.parse('shop');
const cafe = tenantIdSchema.parse('cafe');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const open = () => openOutbox({ folder, clock: createFakeClock(), logger: silentLogger });

test('what was added is there after the program was killed, in order and per tenant', async () => {
  const outbox = await open();
  outbox.add({ tenantId: shop, kind: 'status', body: { n: 1 } });
  outbox.add({ tenantId: cafe, kind: 'incoming', body: { n: 2 } });
  outbox.add({ tenantId: shop, kind: 'status', body: { n: 3 } });
  await outbox.settle();

  const again = await open();
  expect(again.size()).toBe(3);
  expect(again.tenants()).toEqual([shop, cafe]);
  const first = again.of(shop);
  expect(first?.body).toEqual({ n: 1 });
  if (first !== undefined) again.remove(first, 'delivered');
  expect(again.of(shop)?.body).toEqual({ n: 3 });
  again.add({ tenantId: shop, kind: 'status', body: { n: 4 } });
  await again.settle();
  const third = await open();
  expect(third.size()).toBe(3);
  expect(third.of(shop)?.body).toEqual({ n: 3 });
});

test('what the backend was told last is there too', async () => {
  const outbox = await open();
  outbox.tell(shop, 'connected');
  outbox.tell(cafe, 'connected');
  outbox.tell(cafe, 'disconnected');
  await outbox.settle();
  expect([...(await open()).told()]).toEqual([[shop, 'connected']]);
});

test('half a file, and what was being written, cost nothing else', async () => {
  const outbox = await open();
  outbox.add({ tenantId: shop, kind: 'status', body: 1 });
  outbox.tell(shop, 'connected');
  await outbox.settle();
  await writeFile(join(folder, '000000000002.json'), '{"number":2,"at"');
  await writeFile(join(folder, '000000000003.json.tmp'), '{');
  await writeFile(join(folder, 'told.json'), '');
  const again = await open();
  expect(again.size()).toBe(1);
  expect(await readdir(folder)).toEqual(['000000000001.json', 'told.json']);
});

test('when there is no more room, messages make room for what the backend must know', async () => {
  const outbox = await open();
  outbox.add({ tenantId: shop, kind: 'status', body: 'connected' });
  for (let n = 0; n < 1_010; n += 1) outbox.add({ tenantId: cafe, kind: 'incoming', body: n });
  expect(outbox.of(shop)?.body).toBe('connected');
  expect(outbox.of(cafe)?.body).toBe(11);
  expect(outbox.dropped()).toBe(11);
  await outbox.settle();
  expect((await open()).of(shop)?.body).toBe('connected');
}, 20_000);

test('a disk that refuses is tried again with the next change, and nothing that waited is lost', async () => {
  const outbox = await open();
  await rm(folder, { recursive: true });
  outbox.add({ tenantId: shop, kind: 'status', body: 1 });
  await outbox.settle();
  outbox.add({ tenantId: shop, kind: 'status', body: 2 });
  await outbox.settle();
  await mkdir(folder);
  outbox.tell(shop, 'connected');
  await outbox.settle();
  const again = await open();
  expect(again.size()).toBe(2);
  expect([...again.told()]).toEqual([[shop, 'connected']]);
});

test('there is an end to what is kept: the oldest goes, and what is too long does not come in', async () => {
  const outbox = await open();
  for (let n = 0; n < 1_003; n += 1) outbox.add({ tenantId: shop, kind: 'status', body: n });
  outbox.add({ tenantId: shop, kind: 'incoming', body: 'x'.repeat(300_000) });
  expect(outbox.size()).toBe(1_000);
  expect(outbox.dropped()).toBe(4);
  expect(outbox.of(shop)?.body).toBe(3);
  await outbox.settle();
  expect(await readdir(folder)).toHaveLength(1_000);
}, 20_000);
