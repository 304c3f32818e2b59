import { describe, expect, it } from 'vitest';

import { parseLinkingQr } from '../../../electron/loopback/qr-text.ts';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const url = (...fields: string[]): string => `https://wa.me/settings/linked_devices#${fields.join(',')}`;

describe('parseLinkingQr', () => {
  it('reads the five fields', () => {
    expect(parseLinkingQr(url('2@ref', key(1), key(2), key(3), '1'))).toEqual({
      ok: true,
      value: {
        ref: '2@ref',
        noiseKey: Buffer.alloc(32, 1),
        identityKey: Buffer.alloc(32, 2),
        advSecret: Buffer.alloc(32, 3),
        clientType: '1',
      },
    });
  });

  it.each([
    ['without an address in front', ['2@ref', key(1), key(2), key(3), '1'].join(',')],
    ['without a client type, as older clients draw it', ['2@ref', key(1), key(2), key(3)].join(',')],
  ])('reads a text %s', (_, text) => {
    expect(parseLinkingQr(text)).toMatchObject({
      ok: true,
      value: { ref: '2@ref', advSecret: Buffer.alloc(32, 3) },
    });
  });

  it.each([
    ['https://example.org/#a,b,c,d,e', 'noise key is not 32 bytes'],
    ['https://example.org/', '1 fields instead of 5'],
    [url('2@ref', key(1), key(2)), '3 fields instead of 5'],
    [url('', key(1), key(2), key(3), '1'), 'empty ref'],
    [url('2@ref', 'AAAA', key(2), key(3), '1'), 'noise key is not 32 bytes'],
    [url('2@ref', key(1), 'AAAA', key(3), '1'), 'identity key is not 32 bytes'],
    [url('2@ref', key(1), key(2), '', '1'), 'adv secret is not 32 bytes'],
  ])('refuses %s', (text, error) => {
    expect(parseLinkingQr(text)).toEqual({ ok: false, error });
  });
});
