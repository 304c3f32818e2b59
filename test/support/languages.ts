import type { Catalogue } from '../../shared/i18n/catalogue.ts';
import { type Language, languageCodes } from '../../shared/i18n/languages.ts';
import type { MainTexts } from '../../shared/i18n/main-texts.ts';

// Read from the folders of the languages, as the program does, so that a new language is tested without a word here.
const window = new Map<Language, Catalogue>();
const main = new Map<Language, MainTexts>();
for (const language of languageCodes) {
  const windowFile = (await import(`../../shared/i18n/${language}/window.ts`)) as { windowTexts: Catalogue };
  window.set(language, windowFile.windowTexts);
  const mainFile = (await import(`../../shared/i18n/${language}/main.ts`)) as { mainTexts: MainTexts };
  main.set(language, mainFile.mainTexts);
}

/** The window's texts in a language. */
export function windowTextsOf(language: Language): Catalogue {
  const texts = window.get(language);
  if (texts === undefined) throw new Error(`the window has no texts in ${language}`);
  return texts;
}

/** The main process's texts in a language. */
export function mainTextsOf(language: Language): MainTexts {
  const texts = main.get(language);
  if (texts === undefined) throw new Error(`the main process has no texts in ${language}`);
  return texts;
}
