import { randomBytes } from 'node:crypto';

import { type Result, err, ok } from '../../shared/result.ts';

/** Crockford's alphabet: no I, L, O or U, so that nothing is mistaken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 6;
/** In front of the check character of each group. */
const charactersOfGroup = 4;
/** 120 bits: six groups of four characters of five bits. */
const bytesOfCode = 15;

/** Which group does not fit its check character, from 1; or the code is too short, too long or holds another character. */
export type CodeProblem = { readonly code: 'mistyped'; readonly group: number } | { readonly code: 'not-a-code' };

export function createRecoverySecret(): Buffer {
  return randomBytes(bytesOfCode);
}

/** `ABCD3-EFGH7-…`: six groups, the fifth character of each checks the four before it and the group's own place. */
export function recoveryCodeOf(secret: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(secret).toString('hex')}`);
  const values: number[] = [];
  for (let index = 0; index < groups * charactersOfGroup; index += 1) {
    values.unshift(Number(bits & 31n));
    bits >>= 5n;
  }
  return Array.from({ length: groups }, (_, group) => {
    const own = values.slice(group * charactersOfGroup, (group + 1) * charactersOfGroup);
    return [...own, checkOf(own, group)].map((value) => alphabet.charAt(value)).join('');
  }).join('-');
}

/** Reads a code as people type it: small letters, spaces, O for 0, I and L for 1. */
export function readRecoveryCode(text: string): Result<Buffer, CodeProblem> {
  const typed = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const values = Array.from(typed, (character) => alphabet.indexOf(character));
  const size = charactersOfGroup + 1;
  if (values.length !== groups * size || values.includes(-1)) return err({ code: 'not-a-code' });
  let bits = 0n;
  for (let group = 0; group < groups; group += 1) {
    const own = values.slice(group * size, group * size + charactersOfGroup);
    if (checkOf(own, group) !== values[group * size + charactersOfGroup]) {
      return err({ code: 'mistyped', group: group + 1 });
    }
    for (const value of own) bits = (bits << 5n) | BigInt(value);
  }
  return ok(Buffer.from(bits.toString(16).padStart(2 * bytesOfCode, '0'), 'hex'));
}

/** A polynomial over the field of 32 elements: it notices every wrong character and every two that changed places. */
function checkOf(values: readonly number[], group: number): number {
  return [group + 1, ...values].reduce((sum, value) => timesX(sum ^ value), 0);
}

/** Multiplies by x, modulo x⁵ + x² + 1. */
function timesX(value: number): number {
  const shifted = value << 1;
  return shifted > 31 ? shifted ^ 0b100101 : shifted;
}
