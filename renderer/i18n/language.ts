import type { Preferences } from '../../shared/preferences.ts';

export type Language = 'en' | 'he';

const defaultLocale = { en: 'en-GB', he: 'he-IL' } as const;
/** `iw` is the code for Hebrew that older systems still report. */
const subtags = { en: ['en'], he: ['he', 'iw'] } as const;

function speaks(locale: string, language: Language): boolean {
  return subtags[language].some((subtag) => locale.toLowerCase().split('-')[0] === subtag);
}

export function languageOf(preference: Preferences['language'], systemLocales: readonly string[]): Language {
  if (preference !== 'system') return preference;
  const first = systemLocales.find((locale) => speaks(locale, 'en') || speaks(locale, 'he'));
  return first !== undefined && speaks(first, 'he') ? 'he' : 'en';
}

/** The locale that formats dates and numbers: the system's own where it speaks the language, so that it keeps its clock. */
export function localeOf(language: Language, systemLocales: readonly string[]): string {
  const own = systemLocales.find((locale) => speaks(locale, language) && locale.includes('-'));
  return own === undefined || own.toLowerCase().startsWith('iw') ? defaultLocale[language] : own;
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'he' ? 'rtl' : 'ltr';
}
