import { type Language, speaks } from '../../shared/i18n/language.ts';

export { type Language, languageOf } from '../../shared/i18n/language.ts';

const defaultLocale = { en: 'en-GB', he: 'he-IL' } as const;

/** The locale that formats dates and numbers: the system's own where it speaks the language, so that it keeps its clock. */
export function localeOf(language: Language, systemLocales: readonly string[]): string {
  const own = systemLocales.find((locale) => speaks(locale, language) && locale.includes('-'));
  return own === undefined || own.toLowerCase().startsWith('iw') ? defaultLocale[language] : own;
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'he' ? 'rtl' : 'ltr';
}
