import { useLayoutEffect, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'react-intl';

import type { Catalogue } from './catalogues.ts';
import { en } from './en.ts';
import { he } from './he.ts';
import { directionOf, localeOf, type Language } from './language.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = { en, he };

interface LanguageProviderProps {
  readonly language: Language;
  readonly systemLocales: readonly string[];
  readonly children: ReactNode;
}

/** Speaks one language to everything below: texts, formats, the components' own words, and the page's direction. */
export function LanguageProvider({ language, systemLocales, children }: LanguageProviderProps) {
  const locale = localeOf(language, systemLocales);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  return (
    // A message that cannot be formatted is a bug: it is reported as one and the key is shown in its place.
    <IntlProvider locale={locale} messages={catalogues[language]} onError={reportError}>
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </IntlProvider>
  );
}
