import type { Preferences } from '../preferences.ts';

export type Language = 'en' | 'he';

/** `iw` is the code for Hebrew that older systems still report. */
const subtags = { en: ['en'], he: ['he', 'iw'] } as const;

/** Whether a locale, such as `he-IL`, is one of this language. */
export function speaks(locale: string, language: Language): boolean {
  return subtags[language].some((subtag) => locale.toLowerCase().split('-')[0] === subtag);
}

/** The language to use; `system` takes the first of the system's own that the program speaks. */
export function languageOf(preference: Preferences['language'], systemLocales: readonly string[]): Language {
  if (preference !== 'system') return preference;
  const first = systemLocales.find((locale) => speaks(locale, 'en') || speaks(locale, 'he'));
  return first !== undefined && speaks(first, 'he') ? 'he' : 'en';
}
