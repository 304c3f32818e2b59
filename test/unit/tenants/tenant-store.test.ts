import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSealer } from '../../../electron/files/sealer.ts';
import type { TenantRecord } from '../../../electron/pairing/ports.ts';
import { createTenantStore } from '../../../electron/tenants/tenant-store.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createTemporaryFolder, unwrap } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let store: ReturnType<typeof createTenantStore>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
  store = createTenantStore({
    sealer: openSealer,
    root: join(folder.path, 'whatsapp'),
    clock: createFakeClock(),
    logger: silentLogger,
  });
});
afterEach(() => folder.remove());

function record(id: string, addedAt: number, change: Partial<TenantRecord> = {}): TenantRecord {
  return { id: tenantIdSchema.parse(id), name: `Shop ${id}`, addedAt, running: false, ...change };
}

function pathTo(...parts: readonly string[]): string {
  return join(folder.path, 'whatsapp', ...parts);
}

async function makeAuthFolder(tenant: string, files: readonly string[]): Promise<void> {
  await mkdir(pathTo(tenant, 'auth'), { recursive: true });
  for (const file of files) await writeFile(pathTo(tenant, 'auth', file), '{}');
}

describe('the tenants on disk', () => {
  it('are none before the first', async () => {
    expect(unwrap(await store.list())).toEqual({ tenants: [], unreadable: [] });
  });

  it('come back as they were put, oldest first', async () => {
    const tenants = [record('b', 1, { running: true }), record('a', 2, { name: 'חנות' })];
    for (const tenant of [...tenants].reverse()) unwrap(await store.put(tenant));

    expect(unwrap(await store.list())).toEqual({ tenants, unreadable: [] });
    expect((await stat(pathTo('a', 'tenant.json'))).mode & 0o777).toBe(0o600);
  });

  it('are what was put last, however close the writes', async () => {
    await Promise.all([...Array(20).keys()].map((index) => store.put(record('a', 1, { name: `name ${index}` }))));

    expect(unwrap(await store.list()).tenants).toEqual([record('a', 1, { name: 'name 19' })]);
  });

  it('include folders of an older service, and start those that were linked', async () => {
    await makeAuthFolder('linked', ['creds.json']);
    await makeAuthFolder('bare', []);
    await mkdir(pathTo('neither'));
    await writeFile(pathTo('a-file'), '');

    const { tenants, unreadable } = unwrap(await store.list());
    const facts = tenants.map(({ id, name, running }) => ({ id, name, running }));
    expect(facts.sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: 'bare', name: 'bare', running: false },
      { id: 'linked', name: 'linked', running: true },
    ]);
    expect(tenants[0]?.addedAt).toBeGreaterThan(Date.UTC(2020, 0));
    expect(Number.isInteger(tenants[0]?.addedAt)).toBe(true);
    expect(unreadable).toEqual([]);
  });

  it('start those of which only a copy or a state of one file is left', async () => {
    await makeAuthFolder('copy', ['creds.json.bak']);
    await makeAuthFolder('state', []);
    await writeFile(pathTo('state', 'auth', 'auth_info_multi.json'), '{"creds":{"noiseKey":1}}');
    await makeAuthFolder('nested', []);
    await mkdir(pathTo('nested', 'auth', 'auth_info_baileys'));
    await writeFile(pathTo('nested', 'auth', 'auth_info_baileys', 'creds.json'), '{}');
    await makeAuthFolder('other', ['settings.json']);

    const { tenants } = unwrap(await store.list());
    expect(Object.fromEntries(tenants.map(({ id, running }) => [id, running]))).toEqual({
      copy: true,
      state: true,
      nested: true,
      other: false,
    });
  });

  it('names credentials that lie beside no auth folder', async () => {
    await mkdir(pathTo('business_17'), { recursive: true });
    await writeFile(pathTo('business_17', 'creds.json'), '{}');

    expect(unwrap(await store.list())).toEqual({ tenants: [], unreadable: [pathTo('business_17')] });
  });

  it('does not lose a tenant to a damaged record, and names the file', async () => {
    unwrap(await store.put(record('a', 1)));
    await makeAuthFolder('a', ['creds.json']);
    await writeFile(pathTo('a', 'tenant.json'), '{"name":');

    const { tenants, unreadable } = unwrap(await store.list());
    expect(tenants).toMatchObject([{ id: 'a', name: 'a', running: true }]);
    expect(unreadable).toEqual([pathTo('a', 'tenant.json')]);
  });

  it('keeps the proxy that a damaged record still names, and says where it is not known', async () => {
    const proxy = 'http://office.example:3128';
    for (const id of ['a', 'b', 'c', 'd']) await makeAuthFolder(id, ['creds.json']);
    await writeFile(pathTo('a', 'tenant.json'), '{"name":');
    await writeFile(pathTo('b', 'tenant.json'), JSON.stringify({ name: 7, proxy }));
    await writeFile(pathTo('c', 'tenant.json'), JSON.stringify({ name: 7, proxy: 'no proxy' }));
    const [a, b, c, d] = unwrap(await store.list()).tenants.sort((one, two) => one.id.localeCompare(two.id));
    expect([a?.proxyLost, b?.proxyLost, c?.proxyLost, d?.proxyLost]).toEqual([true, undefined, true, undefined]);
    expect([a?.proxy, b?.proxy, c?.proxy, d?.proxy]).toEqual([undefined, proxy, undefined, undefined]);
  });

  it('names credentials in a folder that cannot be a tenant', async () => {
    await makeAuthFolder('shop 1', ['creds.json']);

    expect(unwrap(await store.list())).toEqual({ tenants: [], unreadable: [pathTo('shop 1')] });
  });

  it('go to quarantine with their credentials when removed', async () => {
    unwrap(await store.put(record('a', 1)));
    await makeAuthFolder('a', ['creds.json']);

    unwrap(await store.remove(tenantIdSchema.parse('a')));

    expect(unwrap(await store.list()).tenants).toEqual([]);
    const kept = await readdir(pathTo('.quarantine', 'a'));
    expect(kept).toEqual([expect.stringMatching(/-removed$/)]);
    expect(await readFile(pathTo('.quarantine', 'a', kept[0] ?? '', 'auth', 'creds.json'), 'utf8')).toBe('{}');
    unwrap(await store.remove(tenantIdSchema.parse('a')));
  });

  it('come back whole from their newest removal, once', async () => {
    const tenant = record('a', 1, { running: true, expectedNumber: '972501234567' });
    unwrap(await store.put(record('a', 1, { name: 'older' })));
    unwrap(await store.remove(tenant.id));
    unwrap(await store.put(tenant));
    await makeAuthFolder('a', ['creds.json']);
    unwrap(await store.remove(tenant.id));

    expect(unwrap(await store.restore(tenant.id))).toEqual(tenant);
    expect(unwrap(await store.list()).tenants).toEqual([tenant]);
    expect(await readFile(pathTo('a', 'auth', 'creds.json'), 'utf8')).toBe('{}');
    unwrap(await store.remove(tenant.id));
    unwrap(await store.restore(tenant.id));
    expect(unwrap(await store.restore(tenantIdSchema.parse('b')))).toBeUndefined();
  });

  it('are listed by their newest removal until they come back', async () => {
    expect(unwrap(await store.removed())).toEqual([]);
    unwrap(await store.put(record('a', 1, { name: 'older' })));
    unwrap(await store.remove(tenantIdSchema.parse('a')));
    unwrap(await store.put(record('a', 1, { name: 'newer' })));
    unwrap(await store.remove(tenantIdSchema.parse('a')));
    await makeAuthFolder('b', ['creds.json']);
    unwrap(await store.remove(tenantIdSchema.parse('b')));
    const listed = unwrap(await store.removed());
    expect(listed.map(({ id, name }) => [id, name]).sort()).toEqual([
      ['a', 'newer'],
      ['b', 'b'],
    ]);
    unwrap(await store.restore(tenantIdSchema.parse('b')));
    expect(unwrap(await store.removed()).map(({ id }) => id)).toEqual(['a']);
  });
});
