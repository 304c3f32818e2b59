interface LanguageEntry {
  /** Its BCP 47 subtag, and the name of its folder here: `window.ts`, `passkey.ts` and `main.ts` with all its texts. */
  readonly code: string;
  /** What its own speakers call it, as the choice of languages shows it. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Formats dates and numbers where the system's own locale speaks another language. */
  readonly locale: string;
}

/**
 * Every language of the program. A new one is one line here and one folder beside this file; schemas, the system's
 * language, directions, the choice in the settings and the tests derive from it. The first is for systems that speak none.
 */
export const languages = [
  { code: 'en', name: 'English', direction: 'ltr', locale: 'en-GB' },
  { code: 'he', name: 'עברית', direction: 'rtl', locale: 'he-IL' },
] as const satisfies readonly LanguageEntry[];

export type Language = (typeof languages)[number]['code'];

export const languageCodes: readonly Language[] = languages.map(({ code }) => code);
