import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';

export interface Country {
  /** ISO 3166, two letters. */
  readonly code: string;
  readonly name: string;
  /** With its plus. */
  readonly callingCode: string;
}

/** Every country that has numbers, by its name in the language of `locale`. */
export function countriesIn(locale: string): readonly Country[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const { compare } = new Intl.Collator(locale);
  return getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code, callingCode: `+${getCountryCallingCode(code)}` }))
    .sort((a, b) => compare(a.name, b.name));
}
