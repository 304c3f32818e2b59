import { createHash, randomBytes } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Phone } from '../../../electron/loopback/phone.ts';
import type { MediaKind, MediaSource, OutgoingMedia } from '../../../electron/pairing/media.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';

let rig: Rig;
let shop: TenantId;
let phone: Phone;
let ana: Phone;

beforeEach(async () => {
  rig = await createRig();
  phone = rig.whatsapp.addPhone({ number: '972501234567' });
  ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  shop = await rig.tenant('business_17');
  await rig.link(shop, phone);
}, 30_000);
afterEach(async () => {
  expect(rig.whatsapp.violations).toEqual([]);
  await rig.close();
}, 30_000);

function source(bytes: Buffer, chunk = 10_000): MediaSource {
  return {
    size: bytes.length,
    async *read() {
      for (let at = 0; at < bytes.length; at += chunk) yield await Promise.resolve(bytes.subarray(at, at + chunk));
    },
  };
}
const bytes = randomBytes(100_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
/** Lets time pass until it is over. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const state = { over: false };
  void work.then(() => (state.over = true));
  while (!state.over) {
    await rig.clock.advance(5_000);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  return work;
}
const send = (media: Partial<OutgoingMedia> = {}, to: `${string}@${string}` = '972507654321@s.whatsapp.net') =>
  rig.console().registry.sendMedia(shop, to, {
    kind: 'image',
    source: source(bytes),
    mimetype: 'image/jpeg',
    ...media,
  });

describe('a file arrives as it was', { timeout: 60_000 }, () => {
  test.each<[MediaKind, Partial<OutgoingMedia>, object]>([
    ['image', { mimetype: 'image/jpeg', caption: 'the shop' }, { caption: 'the shop' }],
    ['video', { mimetype: 'video/mp4', caption: 'opening' }, { caption: 'opening' }],
    ['audio', { mimetype: 'audio/mpeg' }, {}],
    ['audio', { mimetype: 'audio/ogg; codecs=opus' }, { ptt: true }],
    ['document', { mimetype: 'application/pdf', fileName: 'price list.pdf' }, { fileName: 'price list.pdf' }],
  ])('%s %o', async (kind, media, seen) => {
    expect(await send({ kind, ...media })).toMatchObject({ ok: true });
    const { mimetype } = media;
    const file = { kind, mimetype, size: bytes.length, sha256, ...seen };
    expect(ana.messages).toMatchObject([{ media: file }]);
    expect(ana.messages[0]?.media).toEqual(file);
  });

  test.each([0, 1, 15, 16, 17, 65_536])('of %i bytes', async (size) => {
    const file = randomBytes(size);
    expect(await send({ source: source(file) })).toMatchObject({ ok: true });
    const hash = createHash('sha256').update(file).digest('hex');
    expect(ana.messages.map(({ media }) => media?.sha256)).toEqual([hash]);
  });
});

describe('a file that WhatsApp does not take is not sent', { timeout: 60_000 }, () => {
  test.each([
    [{ kind: 'fail', code: 507 }, { statusCode: 507 }],
    [{ kind: 'fail', code: 302 }, { statusCode: 302 }],
    [{ kind: 'nonsense' }, { statusCode: 200 }],
    [{ kind: 'cut' }, {}],
  ] as const)('%o', async (wrong, told) => {
    rig.whatsapp.misbehave({ at: 'upload', ...wrong }, { times: 1 });
    expect(await send()).toEqual({ ok: false, error: { code: 'media-not-uploaded', ...told } });
    expect(ana.messages).toEqual([]);
    // The next one asks for the servers anew.
    expect(await send()).toMatchObject({ ok: true });
    expect(ana.messages).toHaveLength(1);
  });

  test('and a server that does not answer is given up after half a minute', async () => {
    rig.whatsapp.misbehave({ at: 'upload', kind: 'silent' }, { times: 1 });
    expect(await inTime(send())).toEqual({ ok: false, error: { code: 'media-not-uploaded' } });
  });

  test('nor one for which WhatsApp names no server', async () => {
    rig.whatsapp.misbehave({ at: 'query', kind: 'ignore', xmlns: 'w:m' }, { times: 1 });
    expect(await inTime(send())).toEqual({ ok: false, error: { code: 'media-not-uploaded' } });
    expect(await send()).toMatchObject({ ok: true });
  });
});

test('a number without WhatsApp costs no upload', { timeout: 60_000 }, async () => {
  expect(await send({}, '972509999999@s.whatsapp.net')).toEqual({ ok: false, error: { code: 'not-on-whatsapp' } });
  expect(rig.whatsapp.counts.uploads).toBe(0);
});

test('a tenant that is unlinked during an upload sends nothing', { timeout: 60_000 }, async () => {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  let reads = 0;
  const slow: MediaSource = {
    size: 200_000,
    async *read() {
      yield Buffer.alloc(100_000);
      // The first reading is for the hashes.
      if (++reads === 2) {
        begin();
        await new Promise(() => undefined);
      }
      yield Buffer.alloc(100_000);
    },
  };
  const sent = send({ source: slow });
  await begun;
  expect(phone.unlink(phone.devices[0]?.jid ?? '')).toBe(true);
  expect(await sent).toEqual({ ok: false, error: { code: 'not-connected' } });
  expect(ana.messages).toEqual([]);
});

test('who could not read a message with a file gets it again', { timeout: 60_000 }, async () => {
  const sent = await send({ caption: 'hello' });
  if (!sent.ok) throw new Error(sent.error.code);
  await rig.restart();
  await rig.until(shop, isConnected);
  expect(ana.askAgain(phone.devices[0]?.jid ?? '', sent.value.messageId)).toBe(true);
  await expect
    .poll(() => ana.messages.map(({ media }) => media?.sha256), { timeout: 15_000 })
    .toEqual([sha256, sha256]);
});
