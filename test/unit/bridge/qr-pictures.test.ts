import { PNG } from 'pngjs';
import { decodeQR } from 'qr/decode.js';
import { expect, test } from 'vitest';

import { createQrPictures } from '../../../electron/bridge/qr-pictures.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

const shop = tenantIdSchema.parse('shop');
const text = `https://wa.me/settings/linked_devices#2@${'ref'.repeat(40)},${'noise'.repeat(9)},${'id'.repeat(22)},secret,1`;

function read(dataUrl: string): string {
  const { data, width, height } = PNG.sync.read(Buffer.from(dataUrl.split(',')[1] ?? '', 'base64'));
  return decodeQR({ data, width, height });
}

test('the picture is a PNG from which another reader gets the text back', () => {
  const dataUrl = createQrPictures().dataUrl(shop, text);
  expect(dataUrl).toMatch(/^data:image\/png;base64,/);
  expect(read(dataUrl)).toBe(text);
  expect(dataUrl.length).toBeLessThan(8_000);
});

test('a code is drawn once, however many ask, and forgotten when it dies', () => {
  const pictures = createQrPictures();
  const first = pictures.dataUrl(shop, text);
  for (let poll = 0; poll < 100; poll += 1) expect(pictures.dataUrl(shop, text)).toBe(first);
  expect(pictures.drawn()).toBe(1);
  pictures.dataUrl(shop, 'another');
  expect(pictures.drawn()).toBe(2);
  pictures.forget(shop);
  pictures.dataUrl(shop, 'another');
  expect(pictures.drawn()).toBe(3);
});
