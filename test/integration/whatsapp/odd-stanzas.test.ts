import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { type OddStanza, oddStanzas } from '../../../electron/loopback/misbehaviour.ts';
import type { Phone } from '../../../electron/loopback/phone.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
let tenant: TenantId;
let phone: Phone;
beforeEach(async () => {
  rig = await createRig();
  tenant = await rig.tenant('shop');
  phone = rig.whatsapp.addPhone({ number: '972501234567' });
  await rig.link(tenant, phone);
});
afterEach(() => rig.close());

const ofTheLink = ['me', 'account', 'advSecretKey', 'noiseKey', 'signedIdentityKey', 'pairingCode'] as const;

/** What the credentials on disk say of whose link this is, as digests: a failed test prints no secret. */
async function linkOnDisk(): Promise<object> {
  const text = await readFile(join(rig.dataFolder, 'storage/whatsapp', tenant, 'auth/creds.json'), 'utf8');
  const creds = JSON.parse(text) as Partial<Record<string, unknown>>;
  const digest = (value: unknown) =>
    createHash('sha256')
      .update(JSON.stringify(value ?? null))
      .digest('hex');
  return Object.fromEntries(ofTheLink.map((name) => [name, digest(creds[name])]));
}

/** Logs in anew, and gets this stanza as soon as the link stands. */
async function logInToReceive(stanza: OddStanza): Promise<void> {
  rig.whatsapp.misbehave({ at: 'open', kind: 'stanza', stanza, afterMs: 0 }, { times: 1 });
  await rig.restart();
  await rig.until(tenant, isConnected);
}

/** Stanzas are read in their order: what came before the answer to a message has been read. */
async function sendAndArrive(): Promise<void> {
  const arrived = rig.whatsapp.next('message');
  expect(await rig.console().registry.sendTestMessage(tenant, 'Hello')).toMatchObject({ ok: true });
  await arrived;
}

it.each(oddStanzas.filter((stanza) => stanza !== 'failure-in-stream-error'))(
  '%s changes neither the number, nor the credentials, nor the state of a link that stands',
  async (stanza) => {
    const before = { disk: await linkOnDisk(), account: rig.snapshot(tenant).account };
    await logInToReceive(stanza);
    await sendAndArrive();
    // Longer than a QR lives.
    for (let second = 0; second < 90; second += 15) {
      await rig.clock.advance(15_000);
      await sendAndArrive();
    }
    const { phase, account, evidence, qr, code } = rig.snapshot(tenant);
    expect({ phase, account, qr, code }).toEqual({
      phase: 'connected',
      account: before.account,
      qr: undefined,
      code: undefined,
    });
    expect(evidence.stable).toBeDefined();
    expect(phone.devices).toMatchObject([{ online: true, logins: 2 }]);
    expect(rig.failures(tenant)).toEqual([]);
    await rig.console().close();
    expect(await linkOnDisk()).toEqual(before.disk);
  },
);

it('a 401 inside of a stream error ends the connection, and the link comes back by itself', async () => {
  const before = { disk: await linkOnDisk(), account: rig.snapshot(tenant).account };
  rig.whatsapp.misbehave({ at: 'open', kind: 'stanza', stanza: 'failure-in-stream-error', afterMs: 0 }, { times: 1 });
  await rig.restart();
  await rig.until(tenant, ({ failure }) => failure !== undefined);
  await rig.passRetry(tenant);
  const { account } = await rig.until(tenant, isConnected);
  expect(account).toEqual(before.account);
  expect(rig.failures(tenant)).toMatchObject([{ failure: { credentials: 'kept', retry: 'reconnect' } }]);
  expect(phone.devices).toMatchObject([{ logins: 3 }]);
  await rig.console().close();
  expect(await linkOnDisk()).toEqual(before.disk);
});
