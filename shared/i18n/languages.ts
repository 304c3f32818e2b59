interface LanguageEntry {
  /** Its BCP 47 subtag, and the name of its folder here: `window.ts`, `passkey.ts` and `main.ts` with all its texts. */
  readonly code: string;
  /** What its own speakers call it, as the choice of languages shows it. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Formats dates and numbers where the system's own locale speaks another language. */
  readonly locale: string;
  /** The plural categories it counts with (CLDR). A text that counts has a form for each; a test checks them against Intl. */
  readonly counts: readonly Intl.LDMLPluralRule[];
}

/**
 * Every language of the program. A new one is one line here and one folder beside this file; schemas, the system's
 * language, directions, the choice in the settings and the tests derive from it. The first is for systems that speak none.
 */
export const languages = [
  { code: 'en', name: 'English', direction: 'ltr', locale: 'en-GB', counts: ['one', 'other'] },
  { code: 'he', name: 'עברית', direction: 'rtl', locale: 'he-IL', counts: ['one', 'two', 'other'] },
  {
    code: 'ar',
    name: 'العربية',
    direction: 'rtl',
    locale: 'ar-IL',
    counts: ['zero', 'one', 'two', 'few', 'many', 'other'],
  },
  { code: 'ru', name: 'Русский', direction: 'ltr', locale: 'ru-RU', counts: ['one', 'few', 'many', 'other'] },
] as const satisfies readonly LanguageEntry[];

type Entry = (typeof languages)[number];
export type Language = Entry['code'];
/** The plural categories of a language. */
export type CountsOf<L extends Language> = Extract<Entry, { code: L }>['counts'][number];

export const languageCodes: readonly Language[] = languages.map(({ code }) => code);
