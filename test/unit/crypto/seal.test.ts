import { crc32 } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type OwnerKey,
  dataKeyFrom,
  digestOfName,
  isSealed,
  isSealedFor,
  nameKeyOf,
  openFile,
  openRecord,
  ownerKeyOf,
  sealFile,
  sealRecord,
} from '../../../electron/crypto/seal.ts';
import { otherKey, testKey } from '../../support/seals.ts';

const shop = ownerKeyOf(testKey, 'shop-1');
const kiosk = ownerKeyOf(testKey, 'kiosk-2');
const stranger = ownerKeyOf(otherKey, 'shop-1');
const content = Buffer.from('{"noiseKey":"a secret of the customer"}');

describe('a data key', () => {
  it('has 32 bytes, and a name that differs from key to key', () => {
    expect(() => dataKeyFrom(Buffer.alloc(31))).toThrow('32 bytes');
    expect(testKey.id).toMatch(/^[0-9a-f]{16}$/);
    expect(dataKeyFrom(Buffer.alloc(32, 7)).id).toBe(testKey.id);
    expect(otherKey.id).not.toBe(testKey.id);
    expect(testKey.bytes.toString('hex')).not.toContain(testKey.id);
  });

  it('gives each owner a different key', () => {
    expect(shop.bytes).toHaveLength(32);
    expect(shop.bytes).not.toEqual(kiosk.bytes);
    expect(shop.bytes).not.toEqual(testKey.bytes);
    expect(ownerKeyOf(testKey, 'shop-1')).toEqual(shop);
  });
});

describe('a sealed file', () => {
  it('opens to what was sealed, whatever it was, and shows nothing of it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const sealed = sealFile(shop, 'creds.json', bytes);
        expect(sealed).toHaveLength(bytes.length + 57);
        expect(openFile([shop], 'creds.json', sealed)).toEqual({ kind: 'opened', content: Buffer.from(bytes) });
      }),
    );
    expect(sealFile(shop, 'creds.json', content).includes('customer')).toBe(false);
  });

  it('differs each time, and is never taken for one in the clear', () => {
    expect(sealFile(shop, 'a', content)).not.toEqual(sealFile(shop, 'a', content));
    expect(isSealed(sealFile(shop, 'a', content))).toBe(true);
    expect(isSealed(content)).toBe(false);
    expect(isSealed(Buffer.from('PCKEYLOG'))).toBe(false);
    expect(isSealed(Buffer.from('PCSEALE'))).toBe(false);
  });

  it('tells another key and another place from damage', () => {
    const sealed = sealFile(shop, 'creds.json', content);
    expect(openFile([stranger], 'creds.json', sealed)).toEqual({ kind: 'other-key' });
    expect(openFile([], 'creds.json', sealed)).toEqual({ kind: 'other-key' });
    expect(openFile([kiosk], 'creds.json', sealed)).toEqual({ kind: 'other-place' });
    expect(openFile([shop], 'tenant.json', sealed)).toEqual({ kind: 'other-place' });
    expect(openFile([kiosk, stranger, shop], 'creds.json', sealed)).toEqual({ kind: 'opened', content });
  });

  it('is damaged where any byte of it was changed or cut off; only a changed title makes it no sealed file', () => {
    const sealed = sealFile(shop, 'creds.json', content);
    for (let position = 0; position < sealed.length; position += 1) {
      const changed = Buffer.from(sealed);
      changed[position] = (changed[position] ?? 0) ^ 1;
      if (position < 8) expect(isSealed(changed)).toBe(false);
      else expect(openFile([shop], 'creds.json', changed)).toEqual({ kind: 'damaged' });
      expect(openFile([shop], 'creds.json', sealed.subarray(0, position))).toEqual({ kind: 'damaged' });
    }
    expect(openFile([shop], 'creds.json', Buffer.concat([sealed, Buffer.from('x')]))).toEqual({ kind: 'damaged' });
  });

  it('knows the key and the place it is for', () => {
    const sealed = sealFile(shop, 'creds.json', content);
    expect(isSealedFor(shop, 'creds.json', sealed)).toBe(true);
    expect(isSealedFor(shop, 'tenant.json', sealed)).toBe(false);
    expect(isSealedFor(kiosk, 'creds.json', sealed)).toBe(false);
    expect(isSealedFor(stranger, 'creds.json', sealed)).toBe(false);
    expect(isSealedFor(shop, 'creds.json', content)).toBe(false);
  });
});

describe('a sealed file of a later version', () => {
  it('is told as such, and not as damage', () => {
    const sealed = sealFile(shop, 'creds.json', content);
    sealed.writeUInt8(2, 8);
    sealed.writeUInt32LE(crc32(sealed.subarray(0, 25)), 25);
    expect(openFile([shop], 'creds.json', sealed)).toEqual({ kind: 'later-version' });
  });
});

describe('what stands for a name', () => {
  it('is the same each time, says nothing of it, and is another for another owner', () => {
    const of = (key: OwnerKey, name: string) => digestOfName(nameKeyOf(key), name);
    expect(of(shop, 'session/1')).toBe(of(shop, 'session/1'));
    const all = [of(shop, 'session/1'), of(shop, 'session/2'), of(kiosk, 'session/1'), of(stranger, 'session/1')];
    expect(new Set(all).size).toBe(4);
    for (const each of all) expect(each).toMatch(/^[\w-]{43}$/);
  });
});

describe('a sealed record', () => {
  it('opens only with its key, in its file and at its sequence', () => {
    const sealed = Buffer.concat(sealRecord(shop, 'keys.log', 3, content));
    expect(sealed).toHaveLength(content.length + 28);
    expect(openRecord(shop, 'keys.log', 3, sealed)).toEqual(content);
    expect(openRecord(shop, 'keys.log', 4, sealed)).toBeUndefined();
    expect(openRecord(shop, 'sends.log', 3, sealed)).toBeUndefined();
    expect(openRecord(kiosk, 'keys.log', 3, sealed)).toBeUndefined();
    expect(openRecord(stranger, 'keys.log', 3, sealed)).toBeUndefined();
    expect(openRecord(shop, 'keys.log', 3, sealed.subarray(1))).toBeUndefined();
    expect(openRecord(shop, 'keys.log', 3, Buffer.alloc(27))).toBeUndefined();
  });

  it('has a nonce that no other has', () => {
    const nonces = Array.from({ length: 1000 }, () => sealRecord(shop, 'keys.log', 3, content)[0]?.toString('hex'));
    expect(new Set(nonces).size).toBe(1000);
  });

  it('opens to nothing where one bit of it is another', () => {
    const sealed = Buffer.concat(sealRecord(shop, 'keys.log', 3, content));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openRecord(shop, 'keys.log', 3, changed), `byte ${at}`).toBeUndefined();
    }
  });
});
