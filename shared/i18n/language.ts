import type { Preferences } from '../preferences.ts';
import { type Language, languages } from './languages.ts';

/** A locale by its present name, such as `he-IL` for `iw-IL`; `undefined` where the text is not a BCP 47 tag, such as `C_POSIX`. */
function canonical(locale: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(locale);
  } catch {
    return undefined;
  }
}

function entryOf(language: Language) {
  const entry = languages.find(({ code }) => code === language);
  if (entry === undefined) throw new Error(`no such language: ${language}`);
  return entry;
}

/** The language to use; `system` takes the first of the system's own that the program speaks, else the table's first. */
export function languageOf(preference: Preferences['language'], systemLocales: readonly string[]): Language {
  if (preference !== 'system') return preference;
  const known = systemLocales
    .map((locale) => languages.find(({ code }) => code === canonical(locale)?.language))
    .find((entry) => entry !== undefined);
  return (known ?? languages[0]).code;
}

/** The same locale with the digits 0–9, in which phone numbers and linking codes beside the counts are written. */
function withLatinDigits(locale: string): string {
  if (new Intl.NumberFormat(locale).resolvedOptions().numberingSystem === 'latn') return locale;
  return new Intl.Locale(locale, { numberingSystem: 'latn' }).toString();
}

/** The locale that formats dates and numbers: the system's own where it speaks the language and names a region. */
export function localeOf(language: Language, systemLocales: readonly string[]): string {
  const own = systemLocales
    .map(canonical)
    .find((locale) => locale?.language === language && locale.region !== undefined);
  return withLatinDigits(own?.toString() ?? entryOf(language).locale);
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return entryOf(language).direction;
}
