import { describe, expect, it } from 'vitest';

import { languageOf, localeOf } from '../../../shared/i18n/language.ts';

describe('language', () => {
  it('follows the choice over the system', () => {
    expect(languageOf('he', ['en-GB'])).toBe('he');
  });

  it.each([
    [['he-IL', 'en-US'], 'he'],
    [['iw'], 'he'],
    [['en-US', 'he-IL'], 'en'],
    [['fr-FR', 'he-IL', 'en-US'], 'he'],
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
});
