import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRecoverySecret, readRecoveryCode, recoveryCodeOf } from '../../../electron/crypto/recovery-code.ts';

const secrets = fc.uint8Array({ minLength: 15, maxLength: 15 });
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('a recovery code', () => {
  it('is six groups of five characters, and stands for 120 random bits', () => {
    expect(createRecoverySecret()).toHaveLength(15);
    expect(createRecoverySecret()).not.toEqual(createRecoverySecret());
    expect(recoveryCodeOf(createRecoverySecret())).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it('is read as people type it', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const code = recoveryCodeOf(secret);
        const typed = code.toLowerCase().replaceAll('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l');
        expect(readRecoveryCode(code)).toEqual({ ok: true, value: Buffer.from(secret) });
        expect(readRecoveryCode(typed)).toEqual({ ok: true, value: Buffer.from(secret) });
      }),
    );
  });

  it('tells in which group a wrong character is, and every two neighbours that changed places', () => {
    fc.assert(
      fc.property(secrets, fc.nat(29), fc.nat(30), (secret, at, change) => {
        const letters = recoveryCodeOf(secret).replaceAll('-', '').split('');
        const group = Math.floor(at / 5) + 1;
        const wrong = [...letters];
        wrong[at] = alphabet[(alphabet.indexOf(letters[at] ?? '') + 1 + change) % 32] ?? '';
        expect(readRecoveryCode(wrong.join(''))).toEqual({ ok: false, error: { code: 'mistyped', group } });
        const [here = '', next = ''] = [letters[at], letters[at + 1]];
        if (at % 5 === 4 || here === next) return;
        const swapped = [...letters.slice(0, at), next, here, ...letters.slice(at + 2)];
        expect(readRecoveryCode(swapped.join(''))).toEqual({ ok: false, error: { code: 'mistyped', group } });
      }),
    );
  });

  it('tells groups that changed places, and text that cannot be a code', () => {
    const [first = '', second = '', ...rest] = recoveryCodeOf(Buffer.alloc(15, 0xa5)).split('-');
    expect(readRecoveryCode([second, first, ...rest].join('-'))).toMatchObject({
      error: { code: 'mistyped', group: 1 },
    });
    for (const text of [
      '',
      first,
      `${recoveryCodeOf(Buffer.alloc(15))}0`,
      recoveryCodeOf(Buffer.alloc(15)).replace('0', 'U'),
    ]) {
      expect(readRecoveryCode(text)).toEqual({ ok: false, error: { code: 'not-a-code' } });
    }
  });
});
