import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createSealer, openSealer } from '../../../electron/files/sealer.ts';
import type { OutboxEntry } from '../../../electron/outbox/entries.ts';
import { createOutboxFolder } from '../../../electron/outbox/outbox-folder.ts';
import { createKeptMedia } from '../../../electron/tenants/kept-media.ts';
import { createKeptSends } from '../../../electron/tenants/kept-sends.ts';
import { createTenantStore } from '../../../electron/tenants/tenant-store.ts';
import { createTemporaryFolder, testTenant, unwrap } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger as logger } from '../../support/fake-ports.ts';
import { otherKey, testKey } from '../../support/seals.ts';

const sealer = createSealer(testKey);
const clock = createFakeClock();
let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  await mkdir(join(folder.path, testTenant));
});
afterEach(() => folder.remove());

const tenant = { id: testTenant, name: 'A secret shop', addedAt: 1, running: true };
const tenants = (own = sealer) => createTenantStore({ root: folder.path, sealer: own, clock, logger });

async function bytesOf(...names: string[]): Promise<string> {
  return (await readFile(join(folder.path, ...names))).toString('latin1');
}

it('a record of a tenant is sealed, and left alone where the key is another', async () => {
  unwrap(await tenants().put(tenant));
  expect(await bytesOf(testTenant, 'tenant.json')).not.toContain('secret');
  expect(unwrap(await tenants().list()).tenants).toEqual([tenant]);
  const before = await bytesOf(testTenant, 'tenant.json');
  for (const wrong of [createSealer(otherKey), openSealer]) {
    const path = join(folder.path, testTenant);
    expect(unwrap(await tenants(wrong).list())).toEqual({ tenants: [], unreadable: [path] });
  }
  expect(await bytesOf(testTenant, 'tenant.json')).toBe(before);
  unwrap(await tenants().remove(testTenant));
  expect(unwrap(await tenants().removed())).toMatchObject([{ id: testTenant, name: 'A secret shop' }]);
  expect(unwrap(await tenants().restore(testTenant))).toEqual(tenant);
});

it('sent messages are sealed line by line, and found among those in the clear', async () => {
  const sends = (own = sealer) => createKeptSends({ root: folder.path, sealer: own, clock, logger })(testTenant);
  const send = (text: string) => ({ to: ['1@s'], content: Buffer.from(text) });
  await sends(openSealer).keep('MESSAGE-1', send('in the clear'));
  await sends().keep('MESSAGE-2', send('a secret'));
  await sends().keep('MESSAGE-3', send('another'));
  const [first = '', ...rest] = (await bytesOf(testTenant, 'sends.log')).trim().split('\n');
  expect(first).toContain('MESSAGE-1');
  expect(rest.join('')).not.toContain('MESSAGE');
  for (const [id, text] of [
    ['MESSAGE-1', 'in the clear'],
    ['MESSAGE-2', 'a secret'],
    ['MESSAGE-3', 'another'],
  ] as const) {
    expect(await sends().find(id)).toEqual(send(text));
  }
  expect(await sends(createSealer(otherKey)).find('MESSAGE-2')).toBeUndefined();
});

it('the keys of files are sealed line by line', async () => {
  const media = (own = sealer) => createKeptMedia({ root: folder.path, sealer: own, logger })(testTenant);
  const file = { kind: 'image', mimetype: 'image/png', path: '/v/t62', mediaKey: 'c2VjcmV0' } as const;
  await media().keep([{ messageId: 'MESSAGE-1', media: file }]);
  expect(await bytesOf(testTenant, 'media-keys.jsonl')).not.toContain('c2VjcmV0');
  expect(await media().find('MESSAGE-1')).toEqual(file);
  expect(await media(createSealer(otherKey)).find('MESSAGE-1')).toBeUndefined();
});

it('a webhook that waits is sealed for its number, and is not deleted where it does not open', async () => {
  const outbox = (own = sealer) => createOutboxFolder({ folder: folder.path, seal: own.of('/webhooks'), logger });
  const entry: OutboxEntry = {
    number: 7,
    at: 1,
    tenantId: testTenant,
    id: 'x',
    kind: 'incoming',
    body: { tenantId: testTenant, payload: { type: 'notify', messages: [{ text: 'a secret' }] } },
  };
  const [name, other] = ['000000000007.json', '000000000008.json'];
  unwrap(await outbox().put(entry));
  unwrap(await outbox().putTold(new Map([[testTenant, 'connected']])));
  expect(await bytesOf(name)).not.toContain('secret');
  await rm(join(folder.path, testTenant), { recursive: true });
  for (const wrong of [createSealer(otherKey), openSealer]) {
    expect(await outbox(wrong).load()).toMatchObject({ ok: false, error: { code: 'storage-sealed' } });
  }
  await writeFile(join(folder.path, other), await readFile(join(folder.path, name)));
  expect(await outbox().load()).toMatchObject({ ok: false, error: { code: 'storage-sealed' } });
  await rm(join(folder.path, other));
  expect(unwrap(await outbox().load())).toEqual({ entries: [entry], told: new Map([[testTenant, 'connected']]) });
  expect((await readdir(folder.path)).sort()).toEqual([name, 'told.json']);
});
