import { describe, expect, test } from 'vitest';

import { isSameNumber, maskedNumber, numberOf } from '../../../../electron/pairing/machine/numbers.ts';

describe('one number', () => {
  test.each([
    ['972501234567', '972501234567', 'written the same way'],
    ['5511987654321', '551187654321', 'a Brazilian mobile with and without its 9'],
    ['5215512345678', '525512345678', 'a Mexican mobile with and without its 1'],
    ['5491123456789', '541123456789', 'an Argentinian mobile with and without its 9'],
  ])('%s is %s: %s', (one, other) => {
    expect(isSameNumber(one, other)).toBe(true);
    expect(isSameNumber(other, one)).toBe(true);
  });
});

describe('two numbers', () => {
  test.each([
    ['972501234567', '972501234568', 'one digit differs'],
    ['972501234567', '0501234567', 'the country code is part of it'],
    ['5511932654321', '551132654321', 'a Brazilian mobile whose rest is a landline’s'],
    ['551187654321', '5521987654321', 'another area in Brazil'],
    ['12125550123', '2125550123', 'the 1 of North America is a country code'],
    ['393123456789', '3903123456789', 'the 0 of an Italian landline counts'],
    ['5411234567890', '541234567890', 'no 9, no exception'],
  ])('%s is not %s: %s', (one, other) => {
    expect(isSameNumber(one, other)).toBe(false);
    expect(isSameNumber(other, one)).toBe(false);
  });
});

test('the number of an account is what stands before its device', () => {
  expect(numberOf({ jid: '972501234567:12@s.whatsapp.net' })).toBe('972501234567');
  expect(numberOf({ jid: 'nonsense' })).toBe('');
});

test('a mask shows the country and the end, and never most of a number', () => {
  expect(maskedNumber('972501234567')).toBe('972•••••••67');
  expect(maskedNumber('1234567')).toBe('12••67');
  expect(maskedNumber('123')).toBe('23');
});
