import { localeOf } from './language.ts';
import type { CountsOf, Language } from './languages.ts';

/** Picks the form that a language has for a count and puts the count where the form has `#`. A missing form does not compile. */
export function pluralOf<L extends Language>(
  language: L,
): (count: number, forms: Readonly<Record<CountsOf<L>, string>>) => string {
  const rules = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(localeOf(language, []));
  return (count, forms) => forms[rules.select(count) as CountsOf<L>].replace('#', digits.format(count));
}
