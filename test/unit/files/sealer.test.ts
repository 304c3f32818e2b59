import { describe, expect, it } from 'vitest';

import { createSealer, openSeal, openSealer } from '../../../electron/files/sealer.ts';
import { otherKey, testKey } from '../../support/seals.ts';

const seal = createSealer(testKey).of('shop-1');
const content = Buffer.from('{"a":1}');

describe('without a key', () => {
  it('everything is in the clear, and what is sealed is refused', () => {
    expect(openSealer.of('shop-1')).toBe(openSeal);
    expect(openSeal.isOn).toBe(false);
    expect(openSeal.seal('a', '{"a":1}')).toEqual(content);
    expect(openSeal.open('a', content)).toEqual(content);
    expect(openSeal.isCurrent('a', content)).toBe(true);
    expect(openSeal.sealLine('a', 'x')).toBe('x');
    expect(openSeal.openLine('a', 'x')).toBe('x');
    expect(() => openSeal.open('a', seal.seal('a', content))).toThrow('no-key');
    expect(() => openSeal.openLine('a', seal.sealLine('a', 'x'))).toThrow('no-key');
    expect(openSeal.isCurrent('a', seal.seal('a', content))).toBe(false);
  });
});

describe('with a key', () => {
  it('files are sealed, and those in the clear are still read', () => {
    expect(seal.isOn).toBe(true);
    expect(seal.open('a', seal.seal('a', content))).toEqual(content);
    expect(seal.open('a', content)).toEqual(content);
    expect(seal.isCurrent('a', content)).toBe(false);
    expect(seal.isCurrent('a', seal.seal('a', content))).toBe(true);
    expect(seal.isCurrent('b', seal.seal('a', content))).toBe(false);
  });

  it('a refusal says why', () => {
    const sealed = seal.seal('a', content);
    expect(() => createSealer(otherKey).of('shop-1').open('a', sealed)).toThrow('other-key');
    expect(() => seal.open('b', sealed)).toThrow('other-place');
    expect(() => createSealer(testKey).of('kiosk-2').open('a', sealed)).toThrow('other-place');
    expect(seal.open('a', sealed.subarray(0, -1))).toBeUndefined();
  });

  it('a line is one line, opens again, and is nothing where it was torn', () => {
    const line = seal.sealLine('sends.log', '{"to":["972…"]}');
    expect(line).toMatch(/^UENTRUFMRUQ[A-Za-z0-9+/=]+$/);
    expect(seal.openLine('sends.log', line)).toBe('{"to":["972…"]}');
    expect(seal.openLine('sends.log', '{"to":[]}')).toBe('{"to":[]}');
    expect(seal.openLine('sends.log', line.slice(0, -8))).toBeUndefined();
    expect(() => seal.openLine('media-keys.jsonl', line)).toThrow('other-place');
  });

  it('former keys and former owners open, and are not current', () => {
    const renewed = createSealer(otherKey, [testKey]).of('kiosk-2', ['shop-1']);
    const sealed = seal.seal('a', content);
    expect(renewed.open('a', sealed)).toEqual(content);
    expect(renewed.isCurrent('a', sealed)).toBe(false);
    expect(renewed.isCurrent('a', renewed.seal('a', content))).toBe(true);
    expect(() => seal.open('a', renewed.seal('a', content))).toThrow('other-key');
  });
});
