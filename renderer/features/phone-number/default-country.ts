/**
 * Where the person at the workstation most likely is. The languages of the system name regions, but many systems say
 * `en-US` all over the world: a language of the window that is spoken in one place above all counts for more.
 */
export function defaultCountry(systemLocales: readonly string[], language: string): string | undefined {
  const likely = regionOf(new Intl.Locale(language).maximize().toString());
  const spoken = systemLocales.filter((locale) => languageOf(locale) === languageOf(language));
  const candidates = languageOf(language) === 'en' ? systemLocales.map(regionOf) : [...spoken.map(regionOf), likely];
  return candidates.find((region) => region !== undefined) ?? likely;
}

function languageOf(locale: string): string {
  return locale.split('-')[0] ?? '';
}

function regionOf(locale: string): string | undefined {
  try {
    const { region } = new Intl.Locale(locale);
    return region?.length === 2 ? region : undefined;
  } catch {
    // A system may call its language by another name, such as `C_POSIX`.
    return undefined;
  }
}
