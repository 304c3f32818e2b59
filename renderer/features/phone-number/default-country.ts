/** Where the person at the workstation most likely is: the first region that their system's languages name. */
export function defaultCountry(systemLocales: readonly string[], language: string): string | undefined {
  const named = systemLocales.map(regionOf).find((region) => region !== undefined);
  return named ?? regionOf(new Intl.Locale(language).maximize().toString());
}

function regionOf(locale: string): string | undefined {
  try {
    const { region } = new Intl.Locale(locale);
    return region?.length === 2 ? region : undefined;
  } catch {
    // A system may call its language by a name of its own, such as `C`.
    return undefined;
  }
}
