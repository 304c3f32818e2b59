import { randomBytes } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeAll, expect, test } from 'vitest';

import { systemClock } from '../../../electron/clock/system-clock.ts';
import type { Console } from '../../../electron/console/console.ts';
import type { Phone } from '../../../electron/loopback/phone.ts';
import type { PasskeyRequest } from '../../../shared/passkey.ts';
import { isConnected } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createRig } from '../../support/console-rig.ts';
import { openSecondProgram } from '../../support/second-program.ts';
import { type GuideRig, createGuideRig, prepareMachine } from './guide-rig.ts';

const shop = tenantIdSchema.parse('business_17');

let rig: GuideRig;
let other: Console | undefined;
beforeAll(prepareMachine, 300_000);
afterEach(async () => {
  expect(rig.whatsapp.violations).toEqual([]);
  await other?.close();
  other = undefined;
  await rig.close();
});

const connected = (tenant: string) => rig.until(tenant, (status) => status.connected);
const start = (tenant: string) => rig.ask('POST', `/whatsapp/${tenant}/start`);
const qrIsLive = (tenant: string) => rig.until(tenant, ({ hasQR }) => hasQR);

async function scan(tenant: string, phone: Phone) {
  await qrIsLive(tenant);
  const { qrText } = (await rig.ask('GET', `/whatsapp/${tenant}/qr`)) as { qrText: string };
  return phone.scan(qrText);
}

/** Scans with a phone whose account wants its passkey; answers how its authenticator answers. */
async function scanWithPasskey(tenant: string, number: string) {
  const phone = rig.whatsapp.addPhone({ number });
  const passkey = phone.makePasskey();
  rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1, number });
  await start(tenant);
  void scan(tenant, phone);
  await rig.until(tenant, ({ phase }) => phase === 'awaiting-passkey');
  return async () => {
    const { publicKey } = (await rig.ask('GET', `/whatsapp/${tenant}/passkey`)) as { publicKey: PasskeyRequest };
    const assertion = passkey.assert(publicKey);
    await writeFile(join(rig.folder, 'assertion.json'), JSON.stringify(assertion));
    return assertion;
  };
}

/** Somebody writes to the shop with a picture; the backend is told where it is. */
async function sendPicture(bytes: Buffer): Promise<void> {
  const id = '3EB0D267F5EC4729DD0D02';
  const ana = rig.whatsapp.phone('972507654321');
  await ana?.sendFile('972501234599', { id, kind: 'image', bytes, mimetype: 'image/jpeg', caption: 'Is this yours?' });
  const { body } = await rig.backend.told(({ body }) => JSON.stringify(body).includes(id));
  const named = { key: { id }, _media: { type: 'image', mimetype: 'image/jpeg', size: bytes.length } };
  expect(body).toMatchObject({ tenantId: 'business_17', payload: { messages: [named] } });
}

test('docs/backend.md: every command gets the answer that stands under it', async () => {
  rig = await createGuideRig();
  const { whatsapp } = rig;
  const picture = randomBytes(48_213);
  let assert: Awaited<ReturnType<typeof scanWithPasskey>> | undefined;
  await rig.follow('backend.md', [
    ['business_17/qr', () => qrIsLive('business_17')],
    [
      'business_17/status',
      async () => {
        await scan('business_17', whatsapp.addPhone({ number: '972501234599', name: 'The Shop' }));
        await connected('business_17');
      },
    ],
    ['business_18/pairing-code', () => Promise.resolve(whatsapp.addPhone({ number: '972501234598' }))],
    ['business_19/passkey', async () => (assert = await scanWithPasskey('business_19', '972501234519'))],
    ['@assertion.json', async () => assert?.()],
    [
      '@assertion.json',
      async () => {
        await connected('business_19');
        assert = await scanWithPasskey('business_20', '972501234520');
        // A first answer that was believed, and that the phone did not go on with.
        whatsapp.misbehave({ at: 'passkey', kind: 'silent' }, { times: 1 });
        const believed = whatsapp.next('passkey-accepted');
        void rig.ask('POST', '/whatsapp/business_20/passkey', await assert());
        await believed;
      },
    ],
    [
      'business_21/status',
      async () => {
        await connected('business_20');
        await start('business_21');
        await scan('business_21', whatsapp.addPhone({ number: '447700900123' }));
        await rig.until('business_21', ({ phase }) => phase === 'awaiting-acceptance');
      },
    ],
    [
      'business_17/start',
      async () => {
        other = await openSecondProgram({
          tenantId: shop,
          original: rig.dataFolder,
          dataFolder: join(rig.folder, 'elsewhere'),
          whatsappUrl: whatsapp.url,
          clock: systemClock,
        });
        await rig.until('business_17', ({ phase }) => phase === 'stopped');
      },
    ],
    [
      '/send',
      async () => {
        await connected('business_17');
        whatsapp.addPhone({ number: '972507654321' });
      },
    ],
    ['photo.jpg', () => sendPicture(picture)],
    [
      'validate-auth',
      async () => {
        await rig.stopService();
        await rig.startService();
        await connected('business_17');
      },
    ],
  ]);
  expect((await readFile(join(rig.folder, 'photo.jpg'))).equals(picture)).toBe(true);
  expect(whatsapp.phone('972507654321')?.messages).toMatchObject([
    { text: 'Your order is ready' },
    { text: 'Our prices', media: { kind: 'document', fileName: 'prices.pdf' } },
  ]);
  expect(rig.backend.calls.filter(({ body }) => (body as { test?: boolean }).test)).toHaveLength(1);
});

/** What another program has of a link, in the client library's own layout. */
async function linkAtOlderService(phone: Phone, folder: string) {
  const older = await createRig({}, { whatsappUrl: rig.whatsapp.url });
  await older.tenant(shop);
  await older.console().registry.start(shop);
  await phone.scan(await older.qr(shop));
  await older.until(shop, isConnected);
  await older.console().close();
  expect(await older.console().store.exportStockLayout(shop, folder)).toMatchObject({ ok: true });
  await older.close();
}

test('docs/moving-a-volume.md: a link moves in and out, and no phone scans again', async () => {
  rig = await createGuideRig({ INTERNAL_SECRET: 'a-secret-of-more-than-32-characters' });
  const phone = rig.whatsapp.addPhone({ number: '972501234599' });
  await rig.follow('moving-a-volume.md', [
    ['/old/volume', () => linkAtOlderService(phone, join(rig.folder, 'old/volume', shop))],
    [
      'export business_17',
      async () => {
        await rig.startService();
        await connected(shop);
        await rig.stopService();
      },
    ],
  ]);
  expect(await readdir(join(rig.folder, 'somewhere', shop))).toContain('creds.json');
  expect(phone.devices).toHaveLength(1);
});
