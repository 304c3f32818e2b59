import type { passkeyTexts } from '../../shared/i18n/en/passkey.ts';
import type { Language } from '../../shared/i18n/languages.ts';

export type PasskeyTexts = Readonly<Record<keyof typeof passkeyTexts, string>>;

const files = import.meta.glob<PasskeyTexts>('../../shared/i18n/*/passkey.ts', { import: 'passkeyTexts' });

/** The texts of this page in one language, and of no other. */
export async function loadTexts(language: Language): Promise<PasskeyTexts> {
  const file = files[`../../shared/i18n/${language}/passkey.ts`];
  if (file === undefined) throw new Error(`no texts for ${language}`);
  return file();
}
