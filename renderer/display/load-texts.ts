import type { pairingTexts } from '../../shared/i18n/en/pairing.ts';
import type { wallTexts } from '../../shared/i18n/en/wall.ts';
import type { Language } from '../../shared/i18n/languages.ts';

export type DisplayTexts = Readonly<Record<keyof typeof pairingTexts | keyof typeof wallTexts, string>>;

const pairing = import.meta.glob<Partial<DisplayTexts>>('../../shared/i18n/*/pairing.ts', { import: 'pairingTexts' });
const wall = import.meta.glob<Partial<DisplayTexts>>('../../shared/i18n/*/wall.ts', { import: 'wallTexts' });

/** The texts of the customers' page in one language, and of no other. */
export async function loadTexts(language: Language): Promise<DisplayTexts> {
  const files = [pairing[`../../shared/i18n/${language}/pairing.ts`], wall[`../../shared/i18n/${language}/wall.ts`]];
  const texts = await Promise.all(files.map(async (load) => load?.()));
  // Each catalogue has every key of its file; a test compares them.
  return Object.assign({}, ...texts) as DisplayTexts;
}
