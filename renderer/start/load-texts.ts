import type { startTexts } from '../../shared/i18n/en/start.ts';
import type { Language } from '../../shared/i18n/languages.ts';

export type StartTexts = Readonly<Record<keyof typeof startTexts, string>>;

const files = import.meta.glob<StartTexts>('../../shared/i18n/*/start.ts', { import: 'startTexts' });

/** The texts of this page in one language, and of no other. */
export async function loadTexts(language: Language): Promise<StartTexts> {
  const file = files[`../../shared/i18n/${language}/start.ts`];
  if (file === undefined) throw new Error(`no texts for ${language}`);
  return file();
}
