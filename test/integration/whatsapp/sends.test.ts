import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Phone } from '../../../electron/loopback/phone.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
let shop: TenantId;
let phone: Phone;
let ana: Phone;
/** The client library's own work, on a busy machine. */
const soon = { timeout: 15_000 };

beforeEach(async () => {
  rig = await createRig();
  phone = rig.whatsapp.addPhone({ number: '972501234567' });
  ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  shop = await rig.tenant('business_17');
  await rig.link(shop, phone);
}, 30_000);
afterEach(() => rig.close(), 30_000);

const send = (text: string, to: `${string}@${string}` = '972507654321@s.whatsapp.net') =>
  rig.console().registry.sendText(shop, to, text);
const read = () => ana.messages.map(({ text }) => text);

test('a number without WhatsApp is said to be one, and nothing is sent', { timeout: 60_000 }, async () => {
  expect(await send('hello', '972509999999@s.whatsapp.net')).toEqual({ ok: false, error: { code: 'not-on-whatsapp' } });
  rig.whatsapp.misbehave({ at: 'usync', kind: 'no-devices' }, { number: ana.number });
  expect(await send('hello')).toEqual({ ok: false, error: { code: 'not-on-whatsapp' } });
  expect(read()).toEqual([]);
  expect(phone.messages).toEqual([]);
});

test.each([
  [421, 'addressing'],
  [429, 'rate'],
  [463, 'restricted'],
  [475, 'restricted'],
  [479, 'stale-keys'],
  [500, 'other'],
])('a refusal with %i is %s', { timeout: 60_000 }, async (code, reason) => {
  rig.whatsapp.misbehave({ at: 'message', kind: 'nack', code }, { times: 1 });
  const error = { code: 'send-failed', reason, statusCode: code };
  expect(await send('hello')).toEqual({ ok: false, error });
  const restriction = reason === 'restricted' ? { kind: code === 463 ? 'reach-out' : 'new-chats' } : undefined;
  expect(rig.snapshot(shop).restriction).toEqual(restriction);
  expect(isConnected(rig.snapshot(shop))).toBe(true);
  // A message that the same contact gets takes the restriction back.
  expect(await send('again')).toMatchObject({ ok: true });
  expect(rig.snapshot(shop).restriction).toBeUndefined();
});

test('a contact whose LID is known is addressed by it', { timeout: 60_000 }, async () => {
  rig.whatsapp.misbehave({ at: 'message', kind: 'lid-only' });
  expect(await send('hello')).toMatchObject({ ok: true });
  await expect.poll(read, soon).toEqual(['hello']);
});

test('a contact without a LID gets the message though the own phone has no keys', { timeout: 60_000 }, async () => {
  rig.whatsapp.misbehave({ at: 'usync', kind: 'no-lid' }, { number: ana.number });
  rig.whatsapp.misbehave({ at: 'keys', kind: 'missing' }, { number: phone.number });
  expect(await send('hello')).toMatchObject({ ok: true });
  await expect.poll(read, soon).toEqual(['hello']);
});

test.each(['reconnect', 'restart'])(
  'who could not read a message gets it again after a %s',
  { timeout: 60_000 },
  async (end) => {
    const sent = await send('hello');
    if (!sent.ok) throw new Error(sent.error.code);
    await expect.poll(read, soon).toEqual(['hello']);
    if (end === 'restart') await rig.restart();
    else {
      rig.whatsapp.dropConnections();
      await rig.until(shop, (now) => !isConnected(now));
      await rig.passRetry(shop);
    }
    await rig.until(shop, isConnected);
    const [device] = phone.devices;
    expect(ana.askAgain(device?.jid ?? '', sent.value.messageId)).toBe(true);
    await expect.poll(read, soon).toEqual(['hello', 'hello']);
  },
);

test('sent messages are kept for this user only, and go with the tenant', { timeout: 60_000 }, async () => {
  const sent = await send('hello');
  if (!sent.ok) throw new Error(sent.error.code);
  const file = join(rig.dataFolder, 'storage', 'whatsapp', shop, 'sends.log');
  // What is called sent is on disk.
  expect(await readFile(file, 'utf8')).toContain(sent.value.messageId);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rig.console().registry.remove(shop);
  await expect(stat(file)).rejects.toThrow('ENOENT');
});
