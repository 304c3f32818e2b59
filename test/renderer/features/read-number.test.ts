import { expect, test } from 'vitest';

import { countriesIn } from '../../../renderer/features/phone-number/countries.ts';
import { defaultCountry } from '../../../renderer/features/phone-number/default-country.ts';
import { entryOf, readNumber } from '../../../renderer/features/phone-number/read-number.ts';

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

test('countries have their names in the language at hand, in its order', () => {
  const hebrew = countriesIn('he');
  expect(hebrew.find(({ code }) => code === 'IL')).toEqual({ code: 'IL', name: 'ישראל', callingCode: '+972' });
  expect(countriesIn('en').findIndex(({ code }) => code === 'AF')).toBeLessThan(3);
  expect(hebrew.length).toBeGreaterThan(240);
});

test.each<[readonly string[], string, string | undefined]>([
  [['en-GB', 'he'], 'en', 'GB'],
  [['he', 'en-GB'], 'en', 'GB'],
  [['en-US'], 'he', 'IL'],
  [['en-US', 'he-IL'], 'he', 'IL'],
  [['he'], 'he', 'IL'],
  [['C_POSIX'], 'en', 'US'],
  [['es-419'], 'en', 'US'],
])('the languages %s of a system, with %s chosen, mean %s', (locales, language, country) => {
  expect(defaultCountry(locales, language)).toBe(country);
});
