import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import type { Misbehaviour } from '../../../electron/loopback/misbehaviour.ts';
import { isConnected } from '../../../shared/session.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const number = '972501234567';

async function scanned(misbehaviour: Misbehaviour, times?: number) {
  rig = await createRig();
  rig.whatsapp.misbehave(misbehaviour, { times });
  const tenant = await rig.tenant('shop');
  const phone = rig.whatsapp.addPhone({ number });
  const login = rig.whatsapp.next('login');
  await rig.console().registry.start(tenant);
  await phone.scan(await rig.qr(tenant));
  await login;
  return { tenant, phone };
}

function credentialsFile(tenant: string): string {
  return join(rig.dataFolder, 'storage', 'whatsapp', tenant, 'auth', 'creds.json');
}

async function credentials(tenant: string): Promise<object> {
  return JSON.parse(await readFile(credentialsFile(tenant), 'utf8')) as object;
}

describe('pre-keys that do not reach the server', () => {
  it('are no link where the upload is refused, and the same keys are uploaded at the next login', async () => {
    const { tenant, phone } = await scanned({ at: 'pre-keys', kind: 'refuse' }, 2);
    for (const attempt of [1, 2]) {
      const { failure } = await rig.until(tenant, ({ retry }) => retry?.attempt === attempt);
      expect(failure).toMatchObject({ cause: 'pre-keys-refused', credentials: 'kept', retry: 'reconnect' });
      expect(isConnected(rig.snapshot(tenant))).toBe(false);
      await rig.passRetry(tenant);
    }
    await rig.until(tenant, isConnected);
    expect(phone.devices).toMatchObject([{ preKeys: 812, logins: 3 }]);
    await rig.restart();
    expect(await credentials(tenant)).toMatchObject({ nextPreKeyId: 813, firstUnuploadedPreKeyId: 813 });
  });

  it('are no link where the upload is not answered within 10 s', async () => {
    const { tenant, phone } = await scanned({ at: 'pre-keys', kind: 'ignore' });
    await rig.until(tenant, ({ settling }) => settling !== undefined);
    await rig.clock.advance(10_000);
    const { failure } = await rig.until(tenant, (now) => now.failure !== undefined);
    expect(failure).toMatchObject({ cause: 'pre-keys-unanswered', credentials: 'kept' });
    rig.whatsapp.behave();
    await rig.passRetry(tenant);
    await rig.until(tenant, isConnected);
    expect(phone.devices).toMatchObject([{ preKeys: 812, logins: 2 }]);
    await rig.restart();
    expect(await credentials(tenant)).toMatchObject({ nextPreKeyId: 813 });
  });

  it('are counted where an attempt that was cut off had made them and not counted them', async () => {
    const { tenant, phone } = await scanned({ at: 'pre-keys', kind: 'refuse' }, 1);
    await rig.until(tenant, ({ retry }) => retry !== undefined);
    await rig.console().close();
    const cutOff = { ...(await credentials(tenant)), nextPreKeyId: 1 };
    await writeFile(credentialsFile(tenant), JSON.stringify(cutOff));
    await rig.restart();
    await rig.until(tenant, isConnected);
    expect(phone.devices).toMatchObject([{ preKeys: 812, logins: 2 }]);
    await rig.restart();
    expect(await credentials(tenant)).toMatchObject({ nextPreKeyId: 813, firstUnuploadedPreKeyId: 813 });
  });

  it('are uploaded once more where the server kept only some of them', async () => {
    const { tenant, phone } = await scanned({ at: 'pre-keys', kind: 'half' }, 1);
    await rig.until(tenant, isConnected);
    expect(phone.devices).toMatchObject([{ preKeys: 812, logins: 1 }]);
  });
});

it('waits for the queries of an accepted login, and says that WhatsApp does not answer them', async () => {
  const { tenant, phone } = await scanned({ at: 'query', kind: 'ignore', xmlns: 'passive' }, 1);
  await rig.until(tenant, ({ evidence }) => evidence['keys-at-server'] !== undefined);
  await rig.clock.advance(50_000);
  expect(rig.snapshot(tenant)).toMatchObject({ phase: 'verifying', settling: {} });
  expect(phone.devices).toMatchObject([{ logins: 1 }]);
  await rig.clock.advance(11_000);
  await rig.until(tenant, isConnected);
  expect(rig.failures(tenant)).toMatchObject([{ failure: { cause: 'settling-unanswered', credentials: 'kept' } }]);
  expect(phone.devices).toMatchObject([{ logins: 2 }]);
});
