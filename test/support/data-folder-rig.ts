import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { dataFolderAt } from '../../electron/console/data-folder.ts';
import { owners } from '../../electron/console/seal-data.ts';
import { type Sealer, openSealer } from '../../electron/files/sealer.ts';
import { createOutboxFolder } from '../../electron/outbox/outbox-folder.ts';
import { createKeptMedia } from '../../electron/tenants/kept-media.ts';
import { createKeptSends } from '../../electron/tenants/kept-sends.ts';
import { createTenantStore } from '../../electron/tenants/tenant-store.ts';
import { type TenantId, tenantIdSchema } from '../../shared/tenant.ts';
import { createTestStore, link, unwrap } from './credentials.ts';
import { createFakeClock } from './fake-clock.ts';
import { silentLogger as logger } from './fake-ports.ts';

export const shops = ['shop-1', 'shop-2'].map((id) => tenantIdSchema.parse(id));
const removed = tenantIdSchema.parse('removed-3');
const clock = createFakeClock();
const media = { kind: 'image', mimetype: 'image/png', path: '/v', mediaKey: 'c2VjcmV0' } as const;

function storesOf(path: string, sealer: Sealer) {
  const folder = dataFolderAt(path);
  const root = folder.tenants;
  return {
    folder,
    credentials: createTestStore(root, { sealer, clock }),
    tenants: createTenantStore({ root, sealer, clock, logger }),
    sends: createKeptSends({ root, sealer, clock, logger }),
    media: createKeptMedia({ root, sealer, logger }),
    outbox: createOutboxFolder({ folder: folder.webhooks, seal: sealer.of(owners.webhooks), logger }),
  };
}

/** Fills a data folder with some of everything, each with the word `secret` in it. */
export async function fillDataFolder(path: string, sealer: Sealer = openSealer): Promise<void> {
  const { folder, credentials, tenants, sends, media: kept, outbox } = storesOf(path, sealer);
  for (const id of [...shops, removed]) {
    unwrap(await tenants.put({ id, name: `secret ${id}`, addedAt: 1, running: true }));
    const opened = unwrap(await credentials.open(id, () => undefined));
    link(opened.creds);
    opened.creds.additionalData = `secret of ${id}`;
    for (const round of [1, 2]) await opened.keys.set({ session: { [`${round}.0`]: { text: `secret ${round}` } } });
    unwrap(await opened.save());
    await opened.close();
    await sends(id).keep('MESSAGE-1', { to: ['1@s'], content: Buffer.from('secret') });
    await kept(id).keep([{ messageId: 'MESSAGE-1', media }]);
    const aside = join(folder.tenants, id, 'auth', 'imported-2026-11-01T00-00-00.000Z');
    await mkdir(aside);
    await writeFile(join(aside, 'session-1.0.json'), JSON.stringify({ text: 'secret session' }));
    const creds = await readFile(join(folder.tenants, id, 'auth', 'creds.json'));
    await writeFile(join(folder.tenants, id, 'auth', 'auth_info.json'), creds);
  }
  unwrap(await tenants.remove(removed));
  const body = { tenantId: removed, payload: { type: 'notify', messages: ['a secret'] } };
  unwrap(await outbox.put({ number: 1, at: 1, tenantId: removed, id: 'x', kind: 'incoming', body }));
}

/** Everything that `fillDataFolder` has put there, read through the stores. */
export async function contentsOf(path: string, sealer: Sealer): Promise<unknown> {
  const { credentials, tenants, sends, media: kept, outbox } = storesOf(path, sealer);
  unwrap(await tenants.restore(removed));
  const found = await Promise.all([...shops, removed].map((id) => contentsOfTenant(id)));
  unwrap(await tenants.remove(removed));
  return { found, tenants: unwrap(await tenants.list()), webhooks: unwrap(await outbox.load()).entries };

  async function contentsOfTenant(id: TenantId) {
    const opened = unwrap(
      await credentials.open(id, ({ code }) => {
        throw new Error(code);
      }),
    );
    const { found: fate, keyDamage, creds } = opened;
    const keys = await opened.keys.get('session', ['1.0', '2.0']);
    await opened.close();
    const sent = await sends(id).find('MESSAGE-1');
    return { id, fate, keyDamage, data: creds.additionalData, keys, sent, media: await kept(id).find('MESSAGE-1') };
  }
}

/** The files below a folder in which something can be read. */
export async function filesInTheClear(path: string): Promise<string[]> {
  const clear: string[] = [];
  for (const name of (await readdir(path, { recursive: true })).sort()) {
    if (!(await stat(join(path, name))).isFile()) continue;
    if (/secret|noiseKey|c2VjcmV0/.test((await readFile(join(path, name))).toString('latin1'))) clear.push(name);
  }
  return clear;
}
