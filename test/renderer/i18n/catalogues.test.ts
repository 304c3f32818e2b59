import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';

import type { Catalogue } from '../../../shared/i18n/catalogue.ts';
import { windowTexts as en } from '../../../shared/i18n/en/window.ts';
import { type Language, languageCodes, languages } from '../../../shared/i18n/languages.ts';
import { windowTextsOf } from '../../support/languages.ts';
import { pluralForms } from '../../support/plural-forms.ts';

const sources = Object.values(
  import.meta.glob<string>('../../../renderer/**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).join('\n');

/** The names a message takes, whatever their format: `{time}`, `{seconds, plural, …}`. */
function placeholdersOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name ?? ''))].sort();
}

/** What each text takes. */
function valuesOf(messages: Catalogue) {
  return Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, placeholdersOf(message)]));
}

/** Keys as they are written in the code, templates as patterns: `cause.${cause}.title` → /^cause\..+\.title$/. */
function usedKeys(): RegExp[] {
  return [...sources.matchAll(/(['`])([a-z][\w-]*(?:\.(?:[\w-]|\$\{[\w.]+\})+)+)\1/g)].map(([, , written = '']) => {
    const pattern = written
      .split(/\$\{[\w.]+\}/)
      .map((part) => part.replaceAll('.', '\\.'))
      .join('.+');
    return new RegExp(`^${pattern}$`);
  });
}

describe.each(languages)('catalogue $code', ({ code: locale, counts }) => {
  const messages = windowTextsOf(locale);
  const intl = createIntl({
    locale,
    messages,
    onError: (error) => {
      throw error;
    },
  });

  it('can be formatted, every text of it', () => {
    for (const [id, message] of Object.entries(messages)) {
      const values = Object.fromEntries(placeholdersOf(message).map((name) => [name, 2]));
      expect(intl.formatMessage({ id }, values), id).toMatch(/^[^{}]+$/);
      expect(message.trim(), id).toBe(message);
    }
  });

  it('has a form for every category that the language counts with', () => {
    const wanted = [...counts].sort();
    const incomplete = Object.entries(messages).flatMap(([id, message]) =>
      pluralForms(message)
        .filter((forms) => [...forms].sort().join() !== wanted.join())
        .map((forms) => [id, forms]),
    );
    expect(incomplete).toEqual([]);
  });

  it('holds the keys of the English one, and takes the same values', () => {
    expect(valuesOf(messages)).toEqual(valuesOf(en));
  });
});

describe('catalogues', () => {
  it('hold no text that nothing shows', () => {
    const used = usedKeys();
    expect(Object.keys(en).filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  it('say "connected" of a session only where the standing proves it, in every language', () => {
    const proven = /^standing\.(probation|stable)\./;
    const connected: Record<Language, RegExp> = { en: /\bconnected\b/i, he: /מחובר/, ar: /متصل/, ru: /подключ[её]н/i };
    for (const language of languageCodes) {
      const claims = Object.entries(windowTextsOf(language)).filter(
        ([key, text]) => key.startsWith('standing.') && connected[language].test(text),
      );
      expect(claims.length, language).toBeGreaterThan(1);
      expect(
        claims.map(([key]) => key).filter((key) => !proven.test(key)),
        language,
      ).toEqual([]);
    }
  });

  it('name the licence that the program comes with, in every language', () => {
    for (const language of languageCodes) {
      expect(windowTextsOf(language)['licences.lead'], language).toMatch(/GNU General Public License.*3/);
    }
  });

  it('quote the phone’s own menus alike wherever they name them', () => {
    const menus: Record<Language, readonly [devices: string, link: string]> = {
      en: ['Linked devices', 'Link a device'],
      he: ['מכשירים מקושרים', 'קישור מכשיר'],
      ar: ['الأجهزة المرتبطة', 'ربط جهاز'],
      ru: ['Связанные устройства', 'Привязка устройства'],
    };
    for (const language of languageCodes) {
      const [devices, link] = menus[language];
      const texts = windowTextsOf(language);
      for (const key of ['guide.android.devices', 'guide.iphone.devices', 'practice.devices'] as const) {
        expect(texts[key], `${language} ${key}`).toContain(devices);
      }
      for (const key of ['guide.scan', 'guide.code'] as const) expect(texts[key], `${language} ${key}`).toContain(link);
      for (const key of [
        'standing.awaiting-scan.detail',
        'standing.awaiting-code.detail',
        'welcome.step.scan.detail',
      ] as const) {
        expect(texts[key], `${language} ${key}`).toMatch(new RegExp(`${devices}.*${link}`));
      }
    }
  });
});
