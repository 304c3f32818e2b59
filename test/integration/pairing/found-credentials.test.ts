import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { initAuthCreds } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import type { Cause } from '../../../shared/causes.ts';
import type { CredentialsKind, FoundOnDisk } from '../../../shared/credentials.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

const number = '972501234567';

let rig: Rig;
let tenant: TenantId;
beforeEach(async () => {
  rig = await createRig();
  tenant = await rig.tenant('shop');
});
afterEach(async () => {
  await rig.close();
});

const folder = () => join(rig.dataFolder, 'storage/whatsapp', tenant, 'auth');

/** Everything in a folder, by name. */
async function contents(path: string): Promise<Record<string, string>> {
  const names = await readdir(path);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name), 'utf8')] as const)),
  );
}
async function lay(files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder(), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder(), name), text);
}
const identityWith = (change: object) => encodeCreds({ ...initAuthCreds(), ...change });
const setAside = async () => {
  const listed = await rig.console().store.listQuarantine();
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value;
};
async function linkPhone() {
  const phone = rig.whatsapp.addPhone({ number });
  await rig.link(tenant, phone);
  return phone;
}

test('an empty folder is a fresh code, and nothing to set aside', async () => {
  await rig.console().registry.start(tenant);
  await rig.qr(tenant);
  expect(rig.snapshot(tenant).found).toMatchObject({ kind: 'empty', fate: 'none' });
  expect(await setAside()).toEqual([]);
  expect(rig.failures(tenant)).toEqual([]);
});

type Row = [kind: CredentialsKind, cause: Cause, files: () => Record<string, string>];
const unusable: Row[] = [
  [
    'code-pending',
    'credentials-code-pending',
    () => ({
      'creds.json': identityWith({ me: { id: `${number}@s.whatsapp.net`, name: '~' }, pairingCode: 'ABCDEFGH' }),
    }),
  ],
  [
    'half-paired',
    'credentials-half-paired',
    () => ({ 'creds.json': identityWith({ me: { id: `${number}:12@s.whatsapp.net`, name: 'Shop' } }) }),
  ],
  [
    'corrupt',
    'credentials-corrupt',
    () => ({ 'creds.json': '{"noiseKey":{"pri', 'creds.last-good.json': '', 'keys.log': 'no keys' }),
  ],
];

test.each(unusable)(
  '%s is set aside whole and told, a fresh code is shown, and it never logs in',
  async (kind, cause, files) => {
    const laid = files();
    await lay(laid);
    await rig.console().registry.start(tenant);
    const qr = await rig.qr(tenant);
    const { found, failure } = rig.snapshot(tenant);
    expect(found).toEqual({ kind, fate: 'quarantined', at: rig.clock.now() } satisfies FoundOnDisk);
    expect(failure).toMatchObject({ cause, credentials: 'quarantined', retry: 'fresh-qr' });
    const [kept, ...more] = await setAside();
    expect(more).toEqual([]);
    expect(await contents(kept?.path ?? '')).toEqual(laid);
    expect(rig.failures(tenant)).toHaveLength(1);

    // A further round is a fresh start of the same session: what was found at its beginning stays said.
    const over = rig.whatsapp.next('closed');
    await rig.clock.advance(160_000);
    await over;
    await rig.qr(tenant, qr);
    expect(rig.snapshot(tenant).found).toEqual(found);
    const phone = rig.whatsapp.addPhone({ number });
    await phone.scan(await rig.qr(tenant));
    await rig.until(tenant, isConnected);
    expect(rig.whatsapp.counts.logins).toBe(1);
  },
);

test('a link is kept and used', async () => {
  const phone = await linkPhone();
  await rig.restart();
  await rig.until(tenant, isConnected);
  expect(rig.snapshot(tenant).found).toMatchObject({ kind: 'paired', fate: 'kept' });
  expect(await setAside()).toEqual([]);
  expect(phone.devices).toHaveLength(1);
});

test('a damaged link is recovered from its last good copy and used', async () => {
  const phone = await linkPhone();
  await rig.console().registry.shutdown();
  await writeFile(join(folder(), 'creds.json'), '{"half');
  await rig.restart();
  await rig.until(tenant, isConnected);
  expect(rig.snapshot(tenant).found).toMatchObject({ kind: 'paired', fate: 'recovered' });
  expect(rig.failures(tenant)).toMatchObject([{ failure: { cause: 'credentials-corrupt', credentials: 'recovered' } }]);
  expect(phone.devices).toHaveLength(1);
});

test.each(['auth_info_multi.json', 'creds.json.bak'])(
  'a tenant of which only %s is left is adopted, and its link started',
  async (name) => {
    const phone = await linkPhone();
    await rig.console().close();
    const creds = await readFile(join(folder(), 'creds.json'), 'utf8');
    await rm(join(rig.dataFolder, 'storage/whatsapp', tenant), { recursive: true });
    await lay({ [name]: name.endsWith('.bak') ? creds : `{"creds": ${creds}, "keys": {}}` });
    await rig.restart();
    await rig.until(tenant, isConnected);
    expect(rig.snapshot(tenant).found).toMatchObject({
      kind: 'paired',
      fate: 'recovered',
      imported: { from: name, keys: 0 },
    });
    expect(phone.devices).toHaveLength(1);
  },
);

test('a link that was found and then removed by the phone is no longer said to be there', async () => {
  const phone = await linkPhone();
  await rig.restart();
  await rig.until(tenant, isConnected);
  phone.unlink(phone.devices[0]?.jid ?? '');
  await rig.passRetry(tenant);
  await rig.qr(tenant);
  expect(rig.snapshot(tenant).found).toMatchObject({ kind: 'empty', fate: 'none' });
});
