import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createTexts, isolate, textsFor } from '../../../electron/window/texts.ts';
import { defaultPreferences } from '../../../shared/default-preferences.ts';
import { mainTexts as mainEn } from '../../../shared/i18n/en/main.ts';
import { mainTexts as mainHe } from '../../../shared/i18n/he/main.ts';
import { type Language, languageCodes } from '../../../shared/i18n/languages.ts';
import type { Preferences } from '../../../shared/preferences.ts';

function setUp(language: Preferences['language'], systemLocales: string[]) {
  const listeners: ((preferences: Preferences) => void)[] = [];
  let preferences = { ...defaultPreferences, language };
  const texts = createTexts({
    settings: {
      preferences: () => preferences,
      onPreferences: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    },
    systemLocales,
  });
  const choose = (change: Partial<Preferences>) => {
    preferences = { ...preferences, ...change };
    for (const listener of listeners) listener(preferences);
  };
  return { texts, choose };
}

describe('the language', () => {
  it.each([
    ['en', ['he-IL'], 'File'],
    ['he', ['en-GB'], 'קובץ'],
    ['system', ['fr-FR', 'he-IL', 'en-GB'], 'קובץ'],
    ['system', ['iw-IL'], 'קובץ'],
    ['system', ['fr-FR'], 'File'],
  ] as const)('%s with a system of %j says %s', (preference, locales, file) => {
    expect(textsFor(preference, locales).file).toBe(file);
  });

  it('is taken over at once, and told of only when it changes', () => {
    const { texts, choose } = setUp('en', []);
    let told = 0;
    const stop = texts.onChange(() => (told += 1));
    choose({ theme: 'dark' });
    expect(told).toBe(0);
    choose({ language: 'he' });
    expect(told).toBe(1);
    expect(texts.current()).toBe(mainHe);
    stop();
    choose({ language: 'en' });
    expect(told).toBe(1);
  });
});

describe('the catalogues', () => {
  it('hold no text that nothing shows', () => {
    const folders = ['electron/window', 'electron/desk', 'electron/practice', 'electron'].map((folder) =>
      join(import.meta.dirname, '../../..', folder),
    );
    const sources = folders
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    // Read from the texts, or taken out of them by name.
    const uses = (key: string) =>
      new RegExp(`(?:texts|words|current\\(\\))\\.${key}\\b|\\b${key}\\b[^{}]*\\}(?: = texts|\\) =>)`);
    const unused = Object.keys(mainEn).filter((key) => !uses(key).test(sources));
    expect(unused).toEqual([]);
  });

  it('are in Hebrew where they say they are', () => {
    for (const [key, value] of Object.entries(mainHe)) {
      const text = typeof value === 'string' ? value : value(2 as never);
      expect(text, key).toMatch(/[א-ת]/);
      expect(text, key).not.toMatch(/undefined|NaN/);
    }
  });

  it('keep a name of another direction to itself', () => {
    expect(mainHe.linkedBody(isolate('Shop 1!'))).toContain('\u2068Shop 1!\u2069');
  });

  it('write a thing in one way, in each language', () => {
    const wrong: Record<Language, readonly RegExp[]> = {
      // as it is spoken: "isn’t", "you’re"
      en: [/\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should) ?not\b/i, /\byou are\b/i, /"/],
      // Hebrew quotation marks, and a hyphen that does not break before a foreign word
      he: [/"/, /[א-ת]-[A-Za-z{]/],
      // the name that phones in Arabic show; the marks of ًا in their usual order
      ar: [/WhatsApp/, /اً/, /"/],
      ru: [/"/],
    };
    const found = languageCodes.flatMap((language) => {
      const folder = join(import.meta.dirname, '../../../shared/i18n', language);
      const texts = readdirSync(folder)
        .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
        .filter((line) => !/^(?:import|\/\*\*|\s*\*|\s*\/\/)/.test(line));
      expect(texts.length, language).toBeGreaterThan(500);
      return texts.filter((line) => wrong[language].some((pattern) => pattern.test(line)));
    });
    expect(found).toEqual([]);
  });
});
