import { describe, expect, it } from 'vitest';

import { directionOf, languageOf, localeOf } from '../../../shared/i18n/language.ts';
import { languageCodes } from '../../../shared/i18n/languages.ts';

describe('language', () => {
  it('follows the choice over the system', () => {
    expect(languageOf('he', ['en-GB'])).toBe('he');
  });

  it.each([
    [['he-IL', 'en-US'], 'he'],
    [['iw'], 'he'],
    [['en-US', 'he-IL'], 'en'],
    [['fr-FR', 'he-IL', 'en-US'], 'he'],
    [['ar-PS', 'he-IL'], 'ar'],
    [['ru'], 'ru'],
    [['fr-FR'], 'en'],
    [[], 'en'],
  ] as const)('of a system that speaks %j is %s', (systemLocales, language) => {
    expect(languageOf('system', systemLocales)).toBe(language);
  });

  it('keeps the system’s own formats where it speaks the language', () => {
    expect(localeOf('en', ['he-IL', 'en-US'])).toBe('en-US');
    expect(localeOf('en', ['en', 'he-IL'])).toBe('en-GB');
    expect(localeOf('he', ['en-US'])).toBe('he-IL');
    expect(localeOf('he', ['iw-IL'])).toBe('he-IL');
  });

  it('runs in the direction of its script', () => {
    expect(languageCodes.filter((code) => directionOf(code) === 'rtl')).toEqual(['he', 'ar']);
  });

  it.each([...languageCodes.map((code) => [code, []] as const), ['ar', ['ar-EG']] as const])(
    'writes numbers and dates of %s on a system of %j with the digits 0–9, as phones show codes',
    (code, systemLocales) => {
      const locale = localeOf(code, systemLocales);
      const day = new Date(2026, 10, 28, 21, 5, 9);
      const written = [
        new Intl.NumberFormat(locale).format(1234567890),
        new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(day),
        new Intl.RelativeTimeFormat(locale).format(-3, 'minute'),
        new Intl.NumberFormat(locale, { style: 'unit', unit: 'gigabyte' }).format(75),
      ].join(' ');
      expect(written.match(/\p{Nd}/gu)?.filter((digit) => !/[0-9]/.test(digit))).toEqual([]);
      expect(new Intl.Locale(locale).language).toBe(code);
    },
  );
});
