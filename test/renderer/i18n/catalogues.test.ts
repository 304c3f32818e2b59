import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';

import type { Catalogue } from '../../../shared/i18n/catalogue.ts';
import { windowTexts as en } from '../../../shared/i18n/en/window.ts';
import { windowTexts as he } from '../../../shared/i18n/he/window.ts';
import { languages } from '../../../shared/i18n/languages.ts';
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

  it('say "connected" of a session only where the standing proves it', () => {
    const proven = /^standing\.(probation|stable)\./;
    const claims = Object.entries(en).filter(
      ([key, text]) => key.startsWith('standing.') && /\bconnected\b/i.test(text),
    );
    expect(claims.every(([key]) => proven.test(key))).toBe(true);
    const hebrewClaims = Object.entries(he).filter(
      ([key, text]) => key.startsWith('standing.') && text.includes('מחובר'),
    );
    expect(hebrewClaims.every(([key]) => proven.test(key))).toBe(true);
  });
});
