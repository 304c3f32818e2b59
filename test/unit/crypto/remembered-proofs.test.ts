import { describe, expect, test } from 'vitest';

import { rememberProofs } from '../../../electron/crypto/remembered-proofs.ts';

const bytes = (text: string) => Buffer.from(text);

/** Says yes to `true` signatures, and counts how often it was asked. */
function counting() {
  let asked = 0;
  const verify = rememberProofs((_key, _message, signature) => {
    asked += 1;
    return Buffer.from(signature).toString() === 'true';
  });
  return { verify, asked: () => asked };
}

describe('a check that remembers what it proved', () => {
  test('is made once for the same bytes', () => {
    const { verify, asked } = counting();
    for (let time = 0; time < 3; time += 1) expect(verify(bytes('key'), bytes('said'), bytes('true'))).toBe(true);
    expect(asked()).toBe(1);
  });

  test('is made anew for any other byte, also for one that went from one part to the next', () => {
    const { verify, asked } = counting();
    verify(bytes('key'), bytes('said'), bytes('true'));
    verify(bytes('kez'), bytes('said'), bytes('true'));
    verify(bytes('key'), bytes('sait'), bytes('true'));
    verify(bytes('keys'), bytes('aid'), bytes('true'));
    expect(verify(bytes('key'), bytes('said'), bytes('trua'))).toBe(false);
    expect(asked()).toBe(5);
  });

  test('is made each time for what was refused', () => {
    const { verify, asked } = counting();
    for (let time = 0; time < 3; time += 1) expect(verify(bytes('key'), bytes('said'), bytes('no'))).toBe(false);
    expect(asked()).toBe(3);
  });

  test('forgets the oldest first, and keeps few', () => {
    const { verify, asked } = counting();
    for (let index = 0; index < 20; index += 1) {
      expect(verify(bytes('key'), bytes(String(index)), bytes('true'))).toBe(true);
    }
    verify(bytes('key'), bytes('19'), bytes('true'));
    expect(asked()).toBe(20);
    verify(bytes('key'), bytes('0'), bytes('true'));
    expect(asked()).toBe(21);
  });
});
