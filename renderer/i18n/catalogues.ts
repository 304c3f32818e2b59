import type { Catalogue } from '../../shared/i18n/catalogue.ts';
import type { Language } from '../../shared/i18n/languages.ts';

/** Each language is a separate script. The window loads only the one that it speaks. */
const files = import.meta.glob<Catalogue>('../../shared/i18n/*/window.ts', { import: 'windowTexts' });

export interface Catalogues {
  /** A promise only until the language is loaded; the same one for every caller. */
  readonly of: (language: Language) => Catalogue | Promise<Catalogue>;
}

export function createCatalogues(): Catalogues {
  const known = new Map<Language, Catalogue | Promise<Catalogue>>();

  async function load(language: Language): Promise<Catalogue> {
    const file = files[`../../shared/i18n/${language}/window.ts`];
    if (file === undefined) throw new Error(`no texts for ${language}`);
    const catalogue = await file();
    known.set(language, catalogue);
    return catalogue;
  }

  return {
    of(language) {
      const before = known.get(language);
      if (before !== undefined) return before;
      const loading = load(language);
      known.set(language, loading);
      return loading;
    },
  };
}
