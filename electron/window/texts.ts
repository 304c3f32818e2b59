import { languageOf } from '../../shared/i18n/language.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import { createListeners } from '../../shared/listeners.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { Settings } from '../settings/settings.ts';

export interface Texts {
  /** In the language that holds now. */
  readonly current: () => MainTexts;
  readonly language: () => Language;
  /** Called when another language takes over. Returns its own cancellation. */
  onChange(listener: () => void): () => void;
}

/** Each language's folder, by its path. */
const files = import.meta.glob<MainTexts>('../../shared/i18n/*/main.ts', { eager: true, import: 'mainTexts' });

function textsIn(language: Language): MainTexts {
  const texts = files[`../../shared/i18n/${language}/main.ts`];
  if (texts === undefined) throw new Error(`no texts for ${language}`);
  return texts;
}

export function textsFor(preference: Preferences['language'], systemLocales: readonly string[]): MainTexts {
  return textsIn(languageOf(preference, systemLocales));
}

/** The main process's texts, in the language that was chosen or else the system's. */
export function createTexts(options: {
  readonly settings: Pick<Settings, 'preferences' | 'onPreferences'>;
  /** The system's languages, most wanted first. */
  readonly systemLocales: readonly string[];
}): Texts {
  const { settings, systemLocales } = options;
  const language = () => languageOf(settings.preferences().language, systemLocales);
  const read = () => textsIn(language());
  const listeners = createListeners();
  let texts = read();
  settings.onPreferences(() => {
    const next = read();
    if (next === texts) return;
    texts = next;
    listeners.tell();
  });
  return {
    current: () => texts,
    language,
    onChange: listeners.add,
  };
}

/** A name in a sentence of another direction: Unicode's isolates keep either from turning the other around. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
