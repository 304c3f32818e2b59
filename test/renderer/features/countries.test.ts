import { expect, test } from 'vitest';

import { countriesIn } from '../../../renderer/features/phone-number/countries.ts';
import { defaultCountry } from '../../../renderer/features/phone-number/default-country.ts';

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
