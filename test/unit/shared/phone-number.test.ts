import { expect, test } from 'vitest';

import { entryOf, readNumber } from '../../../shared/phone-number.ts';

test.each<[typed: string, country: string | undefined, digits: string, numberCountry: string]>([
  ['050-123 4567', 'IL', '972501234567', 'IL'],
  ['50 123 4567', 'IL', '972501234567', 'IL'],
  ['+972 50-123-4567', 'GB', '972501234567', 'IL'],
  ['00972501234567', 'US', '972501234567', 'IL'],
  ['972501234567', 'IL', '972501234567', 'IL'],
  ['972501234567', undefined, '972501234567', 'IL'],
  ['\u2066+972501234567\u2069', undefined, '972501234567', 'IL'],
  ['5215512345678', 'IL', '5215512345678', 'MX'],
  ['(202) 555-0123', 'US', '12025550123', 'US'],
  ['0171/1234567', 'DE', '491711234567', 'DE'],
  // A national zero after the country code, as on business cards, and the 15 of Argentine mobile numbers.
  ['+972 (0)50-123-4567', undefined, '972501234567', 'IL'],
  ['00 972 0 50 123 4567', undefined, '972501234567', 'IL'],
  ['+54 11 15 1234 5678', undefined, '5491112345678', 'AR'],
  ['011 15-1234-5678', 'AR', '5491112345678', 'AR'],
  // Italian numbers keep theirs.
  ['+39 06 1234 5678', undefined, '390612345678', 'IT'],
  ['+972.50.123.4567', undefined, '972501234567', 'IL'],
  ['\u00a0+972\u00a050\u202f123\u20094567', undefined, '972501234567', 'IL'],
  ['+972\u201150\u2013123\u22124567', undefined, '972501234567', 'IL'],
  ['\u200f+972-50-123-4567\u200e', undefined, '972501234567', 'IL'],
  ['\u0660\u0665\u0660-\u0661\u0662\u0663\u0664\u0665\u0666\u0667', 'IL', '972501234567', 'IL'],
  ['\u06f0\u06f9\u06f1\u06f2 \u06f3\u06f4\u06f5 \u06f6\u06f7\u06f8\u06f9', 'IR', '989123456789', 'IR'],
  ['\uff0b\uff19\uff17\uff12501234567', undefined, '972501234567', 'IL'],
])('%s written in %s is %s', (typed, country, digits, numberCountry) => {
  expect(readNumber(typed, country)).toMatchObject({ ok: true, digits, country: numberCountry });
});

test.each<[typed: string, country: string | undefined, problem: string]>([
  ['', 'IL', 'empty'],
  [' - ', 'IL', 'empty'],
  ['call me', 'IL', 'characters'],
  ['050123', 'IL', 'too-short'],
  ['+97250', 'IL', 'too-short'],
  ['0501234567890123', 'IL', 'too-long'],
  ['+97250123456789012', 'IL', 'too-long'],
  ['+9991234567', undefined, 'no-country-code'],
  ['0501234567', undefined, 'no-country-code'],
  ['050-123-4567', undefined, 'no-country-code'],
  ['+972501234567 ext. 5', undefined, 'characters'],
  ['+972501234567x5', undefined, 'characters'],
  ['+972501234567;ext=5', undefined, 'characters'],
  ['+972501234567#5', undefined, 'characters'],
  ['9.72501E+11', undefined, 'characters'],
  ['++972501234567', undefined, 'characters'],
  ['12', undefined, 'too-short'],
])('%s written in %s is %s', (typed, country, problem) => {
  expect(readNumber(typed, country)).toEqual({ ok: false, problem });
});

test('a number in no known range is doubtful, and accepted', () => {
  expect(readNumber('+972 50-123-4567', undefined)).toMatchObject({ doubtful: false, written: '+972 50 123 4567' });
  expect(readNumber('+44 7700 900123', undefined)).toMatchObject({ ok: true, doubtful: true });
});

test.each(['972501234567', '447700900123', '12025550123', '5215512345678', '541123456789'])(
  'a form that begins with %s reads as it again',
  (digits) => {
    const { typed, country } = entryOf(digits);
    expect(readNumber(typed, country)).toMatchObject({ ok: true, digits });
  },
);
