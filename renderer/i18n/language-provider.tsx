import { use, useDeferredValue, useLayoutEffect, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'react-intl';

import { directionOf, localeOf } from '../../shared/i18n/language.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import type { Catalogues } from './catalogues.ts';

interface LanguageProviderProps {
  readonly language: Language;
  readonly catalogues: Catalogues;
  readonly systemLocales: readonly string[];
  readonly children: ReactNode;
}

/**
 * Speaks one language to everything below: texts, formats, the components' own words, and the page's direction. While
 * another language loads, the one before stays.
 */
export function LanguageProvider({ language: chosen, catalogues, systemLocales, children }: LanguageProviderProps) {
  const language = useDeferredValue(chosen);
  const texts = catalogues.of(language);
  const messages = texts instanceof Promise ? use(texts) : texts;
  const locale = localeOf(language, systemLocales);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  return (
    // A message that cannot be formatted is a bug: it is reported as one and the key is shown in its place.
    <IntlProvider locale={locale} messages={messages} onError={reportError}>
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </IntlProvider>
  );
}
