import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

const fieldsOf = (qr: string) => qr.split('#')[1]?.split(',') ?? [];

async function retired() {
  rig = await createRig();
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  rig.whatsapp.misbehave({ at: 'scan', kind: 'retire-secret' }, { times: 1 });
  await rig.console().registry.start(tenant);
  const first = await rig.qr(tenant);
  const before = rig.snapshot(tenant).qr;
  const at = rig.clock.now();
  expect(await phone.scan(first)).toEqual({ outcome: 'secret-retired' });
  const second = await rig.qr(tenant, first);
  // No timer of the program has run: the code follows from WhatsApp's word itself.
  expect(rig.clock.now()).toBe(at);
  return { tenant, phone, first, second, before };
}

test('a retired secret is replaced on disk, and the same ref is drawn again at once', async () => {
  const { tenant, first, second, before } = await retired();
  const [old, fresh] = [fieldsOf(first), fieldsOf(second)];
  expect(fresh.toSpliced(3, 1)).toEqual(old.toSpliced(3, 1));
  expect(fresh[3]).not.toBe(old[3]);
  const saved = await readFile(join(rig.dataFolder, 'storage/whatsapp/shop/auth/creds.json'), 'utf8');
  expect(JSON.parse(saved)).toMatchObject({ advSecretKey: fresh[3] });
  const { qr, failure } = rig.snapshot(tenant);
  expect(qr).toMatchObject({ rescan: true, expiresAt: before?.expiresAt });
  expect(failure).toBeUndefined();
});

test('the phone scans once more and is linked, without an entry in the failure log', async () => {
  const { tenant, phone, first, second } = await retired();
  expect(await phone.scan(first)).toEqual({ outcome: 'secret-retired' });
  expect(await phone.scan(second)).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
  expect(rig.failures(tenant)).toEqual([]);
  expect(rig.whatsapp.violations).toEqual([]);
});

test('a code that is not scanned again is told of after 20 s, goes on being shown, and still links', async () => {
  const { tenant, phone, second } = await retired();
  await rig.clock.advance(20_000);
  expect(rig.failures(tenant)).toMatchObject([
    { claim: { by: 'whatsapp' }, failure: { cause: 'silent-scan', credentials: 'none', retry: 'fresh-qr' } },
  ]);
  const { qr, failure } = rig.snapshot(tenant);
  expect(failure?.suspects?.[0]).toBe('secret-retired');
  expect(qr?.text).toBe(second);
  expect(await phone.scan(second)).toMatchObject({ outcome: 'linked' });
  const linked = await rig.until(tenant, isConnected);
  expect(linked.failure).toBeUndefined();
  expect(rig.failures(tenant)).toHaveLength(1);
});

test('every later code of the socket carries the new secret and asks for a scan', async () => {
  const { tenant, phone, second } = await retired();
  let shown = second;
  for (const lifetimeMs of [60_000, 20_000]) {
    await rig.clock.advance(lifetimeMs);
    const next = await rig.qr(tenant, shown);
    expect(fieldsOf(next)[0]).not.toBe(fieldsOf(shown)[0]);
    expect(fieldsOf(next)[3]).toBe(fieldsOf(second)[3]);
    expect(rig.snapshot(tenant).qr?.rescan).toBe(true);
    shown = next;
  }
  expect(await phone.scan(shown)).toMatchObject({ outcome: 'linked' });
  await rig.until(tenant, isConnected);
});

test('an unscanned code is followed by another after its time, and the last by the end of the round', async () => {
  rig = await createRig({ refCount: 2 });
  const tenant = await rig.tenant('shop');
  await rig.console().registry.start(tenant);
  const first = await rig.qr(tenant);
  expect(rig.snapshot(tenant).qr).toMatchObject({ expiresAt: rig.clock.now() + 60_000 });
  await rig.clock.advance(60_000);
  await rig.qr(tenant, first);
  expect(rig.snapshot(tenant).qr).toMatchObject({ expiresAt: rig.clock.now() + 20_000 });
  expect(rig.snapshot(tenant).qr?.rescan).toBeUndefined();
  await rig.clock.advance(20_000);
  expect(rig.failures(tenant)).toMatchObject([{ failure: { cause: 'qr-expired', retry: 'fresh-qr' } }]);
});
